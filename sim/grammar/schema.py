"""The typed config as a schema for OmegaConf, and back: YAML in, frozen dataclasses out.

OmegaConf makes whatever is born from a frozen dataclass read-only, elements that a list gains later
included, so it works on unfrozen twins, and the frozen config is built from what it has checked.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import MISSING, Field, field, fields, is_dataclass, make_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, cast

from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.config import Config, Unsaid
from sim.config.parameter import about_of, item_of, key_of, said_as_list
from sim.config.pay_dates import has_dates
from sim.config.refusal import Refusal, one_line
from sim.grammar.options import read_yaml


class Twins:
    """All twins by name, so that another process finds the one of a pickled schema."""


@cache
def twin(kind: type) -> type:
    """An unfrozen dataclass with a config dataclass's fields and defaults, its parts twins too."""
    made = make_dataclass(kind.__name__, [_twin_field(entry) for entry in fields(kind)])
    for entry in fields(made):
        _name_as_written(made, entry)
    made.__module__, made.__qualname__ = __name__, f"{Twins.__name__}.{kind.__name__}"
    setattr(Twins, kind.__name__, made)
    return made


def config_from(content: Any, kind: Any = Config) -> Any:
    """The frozen config that a plain mapping describes, once OmegaConf has checked its types.

    Raises :class:`Refusal` for a missing value, :class:`sim.config.ConfigError` for one that cannot
    be run.
    """
    made: Any = kind(**parts_from(kind, content))
    return made


def parts_from(kind: Any, content: Any) -> dict[str, Any]:
    """The fields of a config that a plain mapping describes, not yet checked together."""
    values = {}
    for entry in fields(kind):
        name = key_of(entry)
        if name not in content:
            raise Refusal(f"{name} is missing from {kind.__name__.lower()}")
        values[entry.name] = _value(entry, content[name])
    return values


def placed(kind: Any, parts: Mapping[str, Any], path: Sequence[str], value: Any) -> Any:
    """The first field on a path, once the value at the path's end is replaced."""
    entry = _fields(kind)[path[0]]
    if len(path) == 1:
        return _value(entry, value)
    before = parts[path[0]]
    if isinstance(before, tuple):
        number, item = int(path[1]), before[int(path[1])]
        after = _value_in(item, path[2:], value) if len(path) > 2 else _element(entry, value)
        return [*before[:number], after, *before[number + 1 :]]
    return _value_in(before, path[1:], value)


def _value_in(part: Any, path: Sequence[str], value: Any) -> Any:
    """A part with the value at the end of a path within it replaced."""
    kind: Any = type(part)
    name = _fields(kind)[path[0]].name
    return replace(part, **{name: placed(kind, vars(part), path, value)})


def _element(entry: "Field[Any]", value: Any) -> Any:
    (made,) = _value(entry, [value])
    return made


@cache
def _fields(kind: Any) -> dict[str, "Field[Any]"]:
    return {key_of(entry): entry for entry in fields(kind)}


def read_config(path: Path) -> Config:
    """The config that a run folder's ``config.yaml`` holds. Raises :class:`Refusal` in one line."""
    return stored_config(read_yaml(path), str(path))


def stored_config(content: Any, name: str) -> Config:
    """The config that plain content holds, in full; ``name`` is its file.

    It was resolved when it was stored: a value that would resolve now is refused. Raises
    :class:`Refusal`.
    """
    if not isinstance(content, dict):
        raise Refusal(f"{name}: not a config")
    _refuse_unresolved(content, name)
    with _told(name):
        checked = OmegaConf.merge(OmegaConf.structured(twin(Config)), content)
        config: Config = config_from(OmegaConf.to_container(checked))
    _refuse_instructions(config, name)
    return config


def stored_like(config: Config, differs: Mapping[str, Any], name: str) -> Config:
    """A stored config with other values of some parameters, by their dotted names.

    It is what :func:`stored_config` makes of the whole, but looks at the values that differ alone.
    Raises :class:`Refusal`.
    """
    parts = dict(vars(config))
    with _told(name):
        for key, value in differs.items():
            _refuse_unresolved(value, name, key)
            path = key.split(".")
            parts[path[0]] = placed(Config, parts, path, _checked(config, path, value))
        made = Config(**parts)
    _refuse_instructions(made, name)
    return made


def part_of(kind: Any, content: Mapping[str, Any], name: str) -> Any:
    """The part of a config that a plain mapping of some of its keys describes.

    Raises :class:`Refusal`, beginning with ``name``, for a key or a value that it cannot have.
    """
    _refuse_unresolved(content, name)
    with _told(name):
        laid = OmegaConf.merge(OmegaConf.structured(twin(kind)), content)
        return config_from(OmegaConf.to_container(laid), kind)


def _checked(config: Config, path: Sequence[str], value: Any) -> Any:
    """The value at the end of a path as OmegaConf types it, whole lists included."""
    part: Any = config
    for name in path[:-1]:
        part = getattr(part, name)
    kind: Any = type(part)
    laid = OmegaConf.merge(_schema_of(kind, path[-1]), {path[-1]: value})
    plain: Any = OmegaConf.to_container(laid)
    return plain[path[-1]]


@cache
def _schema_of(kind: Any, name: str) -> Any:
    """A schema of this field alone: laying one value over a whole one takes many times as long."""
    alone: Any = make_dataclass(kind.__name__, [_twin_field(_fields(kind)[name])])
    return OmegaConf.structured(alone)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Tell of what cannot be in a stored config in one line that begins with its file."""
    try:
        yield
    except (OmegaConfBaseException, ValueError, TypeError) as error:
        raise Refusal(f"{name}: {one_line(str(error).split('full_key')[0])}") from None


def _refuse_instructions(config: Config, name: str) -> None:
    for where, firm in (("", config), ("rivals.", config.rivals)):
        plan = firm.incentive
        for word in plan.words_said[:1]:
            why = "a stored config holds the components that words have become"
            raise Refusal(f"{name}: {where}incentive.{word} is not a value: {why}")
        if has_dates(plan):
            why = "a stored config holds working days"
            raise Refusal(f"{name}: {where}incentive holds a date: {why}")
        named = {"cadence.file": firm.cadence.file, "sales.roster": firm.sales.roster}
        for key, file in named.items():
            if file:
                holds = "the people" if key == "sales.roster" else "what was planned"
                why = f"a stored config holds {holds}, not a file"
                raise Refusal(f"{name}: {where}{key}={file!r} is not a value: {why}")


def _refuse_unresolved(value: Any, name: str, key: str = "") -> None:
    if isinstance(value, str) and ("${" in value or value == "???"):
        raise Refusal(f"{name}: {key}={value!r} is not a value: a stored config is resolved")
    items = value if isinstance(value, list) else ()
    for inner, one in value.items() if isinstance(value, dict) else enumerate(items):
        _refuse_unresolved(one, name, f"{key}.{inner}" if key else str(inner))


def _twin_field(entry: "Field[Any]") -> tuple[str, Any, Any]:
    made = entry.default_factory
    default: Any = made() if made is not MISSING else entry.default
    if is_dataclass(default):
        part = twin(cast("Any", default.__class__))
        return entry.name, part, field(default_factory=part)
    if about_of(entry).switched:
        return entry.name, Any, field(default_factory=lambda: list(default))
    if isinstance(default, list):
        item = item_of(entry)
        one: Any = twin(item) if is_dataclass(item) else item  # type: ignore[arg-type]
        return entry.name, list[one], field(default_factory=lambda: [_twin_of(v) for v in default])
    if isinstance(default, Unsaid):
        default = int(default)
    kind: Any = Any if about_of(entry).dated else entry.type
    return entry.name, kind, field(default=default)


def _name_as_written(made: Any, entry: "Field[Any]") -> None:
    """Call a field by its key, which Python may keep for itself: OmegaConf minds no such names."""
    key = key_of(entry)
    if key == entry.name:
        return
    made.__dataclass_fields__[key] = made.__dataclass_fields__.pop(entry.name)
    made.__annotations__[key] = made.__annotations__.pop(entry.name)
    setattr(made, key, entry.default)
    entry.name = key


def _twin_of(value: Any) -> Any:
    """A twin that holds what a frozen element of a list holds; anything else as it is."""
    if not is_dataclass(value) or isinstance(value, type):
        return value
    kind: Any = value.__class__
    return twin(kind)(**{entry.name: getattr(value, entry.name) for entry in fields(value)})


def _value(entry: "Field[Any]", value: Any) -> Any:
    if is_dataclass(item := item_of(entry)):
        return [config_from(one, item) for one in value]
    value = said_as_list(entry, value)
    if isinstance(value, dict) and entry.default_factory is not MISSING:
        return config_from(value, type(entry.default_factory()))
    return [_tidy(item) for item in value] if isinstance(value, list) else _tidy(value)


def _tidy(value: Any) -> Any:
    """A number without the noise in its last digits that a range(0.1,0.4,0.1) brings along."""
    return float(f"{value:.12g}") if isinstance(value, float) else value


twin(Config)
