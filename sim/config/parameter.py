"""Parameters: a default with unit, allowed range, source and one line about it."""

import math
import reprlib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import Field, dataclass, field, fields, replace
from functools import cache
from typing import Any, cast, get_args, get_origin

from sim.config.dates import iso
from sim.config.forms import FORMS
from sim.config.per_part import PerPart, is_part, is_part_kind

# The source of a value that `python -m experiments.fitting calibration` found.
FITTED = "fitted to the facts for calibration: configs/market/modern.yaml"

# The unit of a working day that can be said as a date.
DAY = "days, or a date"


class ConfigError(ValueError):
    """A config that cannot be run. The message is one line: what, which value, what is allowed."""


@dataclass(frozen=True)
class About:
    """The schema's knowledge of one parameter, for checks, ``--help`` and the parameter table.

    A list that is ``switched`` is set by true and false, too, to its default and to nothing.
    ``form`` is that of a text that people write by hand (``sim/config/forms.py``): a word that is
    read where the scenario is made, and dropped.
    """

    text: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    source: str = "assumption"
    form: str = ""
    switched: bool = False

    @property
    def dated(self) -> bool:
        """Whether a date can stand for the working day until the scenario is made."""
        return self.unit == DAY

    @property
    def allowed(self) -> str:
        """The allowed values in words, as used in refusals and tables."""
        if self.choices:
            none = ", or false" if self.switched else ""
            return "one of " + ", ".join(filter(None, self.choices)) + none
        if self.form:
            return FORMS[self.form].example
        if self.low is not None and self.high is not None:
            return f"{self.low:,.12g} to {self.high:,.12g}"
        if self.low is not None:
            return f"{self.low:,.12g} or more"
        return "any"


# What can be gone through and yet is no list.
_NO_LIST = (str, bytes, Mapping, Set)


class Part:
    """A group of parameters. Its lists become tuples, so that nothing in it can change."""

    def __post_init__(self) -> None:
        """Refuse what is no group where one is meant, no list, and no name: by its key."""
        kind: Any = type(self)
        for name, group, item in _shape(kind):
            value = getattr(self, name)
            where = f"{kind.__name__}.{name}"
            if item is None:
                if name in _written(kind) and type(value) in (int, float):
                    object.__setattr__(self, name, value := f"{value:.15g}")
                _check_kind(where, value, group)
                continue
            if isinstance(value, _NO_LIST) or not isinstance(value, Iterable):
                raise ConfigError(f"{where}={reprlib.repr(value)} is not a list")
            object.__setattr__(self, name, tuple(value))
            if is_part_kind(item):
                for number, one in enumerate(getattr(self, name)):
                    _check_kind(f"{where}[{number}]", one, item)


def _check_kind(where: str, value: Any, kind: type) -> None:
    if isinstance(value, kind):
        return
    if isinstance(value, type):
        said = f"{value.__module__}:{value.__qualname__}"
        raise ConfigError(f"{where} is a class: name it in words that others can read, {said!r}")
    what = "text" if kind is str else f"a sim.config.{kind.__name__}"
    raise ConfigError(f"{where}={reprlib.repr(value)} is not {what}")


@cache
def _shape(kind: Any) -> tuple[tuple[str, Any, Any], ...]:
    """Fields that are groups, text or lists: name, kind, and kind of the elements of a list."""
    found = []
    for entry in fields(kind):
        item = item_of(entry)
        if item is not None or entry.type is str or is_part_kind(cast("Any", entry.type)):
            found.append((entry.name, entry.type, item))
    return tuple(found)


@cache
def _written(kind: Any) -> frozenset[str]:
    """The fields that are words; in Python a plain number may stand for one."""
    return frozenset(one.name for one in fields(kind) if form_of(one))


def form_of(entry: "Field[Any]") -> str:
    """The form of a parameter that is a word; empty for any other parameter."""
    about: About | None = entry.metadata.get("about")
    return about.form if about else ""


def item_of(entry: "Field[Any]") -> Any:
    """The kind of the elements of a parameter that is a list; None for any other parameter."""
    return get_args(entry.type)[0] if get_origin(entry.type) is Sequence else None


def parameter(
    default: Any,
    text: str,
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
    source: str = "assumption",
    choices: Sequence[str] = (),
) -> Any:
    """Declare one parameter of a config dataclass; lists and nested defaults are copied."""
    about = {"about": About(text, unit, low, high, tuple(choices), source)}
    if isinstance(default, list):
        return field(default_factory=lambda: list(default), metadata=about)
    return field(default=default, metadata=about)


def written(text: str, form: str, unit: str = "", choices: Sequence[str] = ()) -> Any:
    """Declare a word: text in one of the forms in which people write; empty is unsaid."""
    allowed = ("", *choices) if choices else ()
    about = About(text, unit, choices=allowed, source="the plan", form=form)
    return field(default="", metadata={"about": about})


def names(choices: Sequence[str], text: str) -> Any:
    """Declare a list of names: the first, which means all, unless some are said; false is none."""
    about = About(text, choices=tuple(choices), source="the reader", switched=True)
    return field(default_factory=lambda: [choices[0]], metadata={"about": about})


def said_as_list(entry: "Field[Any]", value: Any) -> Any:
    """The list that a switch, or one name, stands for where there may be one; else the value."""
    if not about_of(entry).switched or isinstance(value, list):
        return value
    if isinstance(value, bool):
        return [about_of(entry).choices[0]] if value else []
    return [value]


def key_of(entry: "Field[Any]") -> str:
    """The name by which a parameter is set: its field's, without the line that Python asks for."""
    return entry.name.rstrip("_")


def other_default(kind: type, name: str, default: Any, source: str = "assumption") -> Any:
    """Declare anew a parameter of ``kind`` that differs in its default and the source of that."""
    about = next(entry for entry in fields(kind) if entry.name == name).metadata["about"]
    return field(default=default, metadata={"about": replace(about, source=source)})


def part(kind: type, text: str = "") -> Any:
    """Declare a nested group of parameters with its own defaults."""
    return field(default_factory=kind, metadata={"about": About(text)})


def walk(config: Any, path: str = "") -> Iterator[tuple[str, Field[Any], Any]]:
    """Every leaf parameter of a config: dotted path, its field, its value."""
    kind: Any = type(config)
    for entry in _entries(kind):
        value, where = getattr(config, entry.name), path + key_of(entry)
        if is_part(value):
            yield from walk(value, where + ".")
        elif isinstance(value, tuple) and value and is_part(value[0]):
            for number, item in enumerate(value):
                yield from walk(item, f"{where}[{number}].")
        else:
            yield where, entry, value


@cache
def _entries(kind: Any) -> tuple[Field[Any], ...]:
    return fields(kind)


def check_ranges(config: Any, path: str = "") -> None:
    """Refuse the first value outside its declared range, its choices, or not finite."""
    if not _in_range(config):
        for where, entry, value in walk(config, path):
            _check(where, entry, value)


@PerPart
def _in_range(part: Any) -> bool:
    """Whether :func:`check_ranges` finds nothing; what configs share is looked at once."""
    values, kind = vars(part), cast("Any", type(part))
    for entry, low, high in _bounds(kind):
        value = values[entry.name]
        if type(value) in (int, float) and low <= value <= high:
            continue
        if not _allowed(entry, value):
            return False
    return True


@cache
def _bounds(kind: Any) -> tuple[tuple[Field[Any], float, float], ...]:
    """Each field of a kind, and between what a number is surely allowed: nothing, if unknown."""
    found = []
    for entry in _entries(kind):
        about = about_of(entry)
        if about.choices or about.dated or about.low is None or about.high is None:
            found.append((entry, math.inf, -math.inf))
        else:
            found.append((entry, about.low, about.high))
    return tuple(found)


def _allowed(entry: Field[Any], value: Any) -> bool:
    if is_part(value):
        return _in_range(value)
    if isinstance(value, tuple) and value and is_part(value[0]):
        return all(map(_in_range, value))
    try:
        _check(entry.name, entry, value)
    except ConfigError:
        return False
    return True


def _check(where: str, entry: Field[Any], value: Any) -> None:
    about: About | None = entry.metadata.get("about")
    if about is None:
        return
    if about.dated:
        _check_day(where, entry, value, about)
        return
    if value is None:
        return
    for item in value if isinstance(value, tuple) else (value,):
        check_value(where, item, about)


def about_of(entry: "Field[Any]") -> About:
    """The schema's knowledge of a parameter; empty for a group."""
    about: About = entry.metadata.get("about", About(""))
    return about


def _check_day(where: str, entry: Field[Any], value: Any, about: About) -> None:
    """Refuse what is neither a working day nor a date, and no day where there must be one."""
    if (value is None and entry.default is None) or (isinstance(value, str) and iso(value)):
        return
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConfigError(
            f"{where}={value} is neither a working day nor a date: {about.allowed}, or "
            "year-month-day, as 2026-03-31"
        )
    check_value(where, value, about)


def check_value(where: str, value: Any, about: About) -> None:
    """Refuse a single value outside a parameter's range or choices, or not finite."""
    if about.choices and value not in about.choices:
        raise ConfigError(f"{where}={value} is not allowed: {about.allowed}")
    if isinstance(value, bool) or not isinstance(value, int | float):
        if about.low is not None:
            raise ConfigError(f"{where}={value} is not a number: {about.allowed}")
        return
    if not math.isfinite(value):
        raise ConfigError(f"{where}={value} is not a finite number: {about.allowed}")
    too_low = about.low is not None and value < about.low
    if too_low or (about.high is not None and value > about.high):
        unit = f" {about.unit}" if about.unit else ""
        raise ConfigError(f"{where}={value:.12g} is out of range: {about.allowed}{unit}")
