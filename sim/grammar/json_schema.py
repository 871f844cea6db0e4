"""JSON schemas of options and configs, for editors: keys, types, ranges, choices, and what each is.

They are made of the same dataclasses that check a config (draft 2020-12). A schema refuses what no
config can have; what must fit together is left to the check that every run begins with.
"""

from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, get_args

from sim.config import Config, Unsaid
from sim.config.forms import FORMS
from sim.config.parameter import About, form_of, item_of, key_of
from sim.config.per_part import is_part

DRAFT = "https://json-schema.org/draft/2020-12/schema"
WHOLE = "config"
# Groups whose shipped options name a schema of their own; others say a whole config.
EDITED = ("incentive", "cadence", "network", "alignment", "rivals", WHOLE)
# What is an option's own and no parameter.
_DEFAULTS = {"type": "array", "description": "options that this one begins with"}
_OF_HYDRA = {"hydra": {"type": "object", "description": "settings of Hydra and of sweeps"}}
_TYPES = {int: "integer", float: "number", bool: "boolean", str: "string"}
_INTERPOLATION = {"type": "string", "pattern": r"^\$\{.+\}$"}
# Words of a plan that need each other.
_TOGETHER = {"Incentive": {"ote": ["mix"], "mix": ["ote"]}}


def names() -> list[str]:
    """The groups that a schema can be had of, and the whole config."""
    return [*(entry.name for entry in fields(Config) if is_dataclass(entry.type)), WHOLE]


def schema_file(name: str) -> str:
    """The name of the file that a schema is shipped in."""
    return f"{name}.schema.json"


def schema_of(name: str) -> dict[str, Any]:
    """The schema of an option of a group, or of what says a whole config."""
    kind: Any = Config
    if name != WHOLE:
        kind = next(entry.type for entry in fields(Config) if entry.name == name)
    parts: dict[str, Any] = {}
    whole = _object(kind, parts)
    whole["properties"] |= {"defaults": _DEFAULTS} | (_OF_HYDRA if name == WHOLE else {})
    title = f"smarketing: {name}"
    return {"$schema": DRAFT, "title": title, **whole, "$defs": dict(sorted(parts.items()))}


def _object(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    """The schema of a part; the parts within it go into ``parts``."""
    made: dict[str, Any] = {"type": "object", "additionalProperties": False}
    made["properties"] = {key_of(entry): _property(entry, parts) for entry in fields(kind)}
    if kind.__name__ in _TOGETHER:
        made["dependentRequired"] = _TOGETHER[kind.__name__]
    return made


def _property(entry: "Field[Any]", parts: dict[str, Any]) -> dict[str, Any]:
    about: About = entry.metadata["about"]
    item = item_of(entry)
    said: dict[str, Any] = {"description": _description(about)} if about.text else {}
    if item is not None and is_dataclass(item):
        return said | {"type": "array", "items": _reference(item, parts)}
    if item is not None:
        array = {"type": "array", "items": _or_interpolated(_number_or_word(item, about))}
        others = [{"type": "boolean"}, _number_or_word(item, about)] if about.switched else []
        return said | ({"anyOf": [array, *others]} if others else array)
    if is_dataclass(entry.type):
        return said | _reference(entry.type, parts)
    if form_of(entry) and not about.choices:
        return said | _form(form_of(entry), parts)
    found = _typed(entry, about)
    default = entry.default
    if default is not MISSING and not is_part(default) and not form_of(entry):
        said["default"] = int(default) if isinstance(default, Unsaid) else default
    return said | _or_interpolated(found)


def _reference(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    if kind.__name__ not in parts:
        parts[kind.__name__] = {}
        parts[kind.__name__] = _object(kind, parts)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _typed(entry: "Field[Any]", about: About) -> dict[str, Any]:
    kinds = [one for one in get_args(entry.type) if one is not type(None)] or [entry.type]
    some = [_number_or_word(one, about) for one in kinds]
    if type(None) in get_args(entry.type):
        some.append({"type": "null"})
    return some[0] if len(some) == 1 else {"anyOf": some}


def _number_or_word(kind: Any, about: About) -> dict[str, Any]:
    if about.choices:
        return {"enum": list(about.choices)}
    found: dict[str, Any] = {"type": _TYPES[kind]}
    if kind in (int, float):
        found |= dict(_range(about.low, about.high))
    return found


def _form(name: str, parts: dict[str, Any]) -> dict[str, Any]:
    """A word: text of its form, or a bare number where that is one."""
    form = FORMS[name]
    text = {"type": "string", "pattern": f"^(?:{form.pattern})$"}
    bare = [{"type": "number"} | dict(_range(*form.bare))] if form.bare else []
    parts[f"as_{name}"] = {"description": form.example, "anyOf": [text, *bare, _INTERPOLATION]}
    return {"$ref": f"#/$defs/as_{name}"}


def _range(low: float | None, high: float | None) -> Iterator[tuple[str, float]]:
    if low is not None:
        yield "minimum", low
    if high is not None:
        yield "maximum", high


def _or_interpolated(found: dict[str, Any]) -> dict[str, Any]:
    """The form that was found, or a value that is taken from elsewhere in the config."""
    return {"anyOf": [*found.get("anyOf", [found]), _INTERPOLATION]}


def _description(about: About) -> str:
    """The text on a parameter, its unit, and where its default is from."""
    unit = f" ({about.unit})" if about.unit else ""
    form = f"; {FORMS[about.form].example}" if about.form and FORMS[about.form].example else ""
    known = about.source not in ("assumption", "the plan", "")
    return f"{about.text}{unit}{form}" + (f". Source: {about.source}" if known else "")
