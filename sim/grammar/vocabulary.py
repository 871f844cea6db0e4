"""The words of the command line, each checked against the groups and parameters.

Hydra refuses most wrong words by itself, in several lines that name no alternative. This check
comes first and refuses in one line.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import Field, dataclass
from fnmatch import fnmatch
from typing import Any, get_args

import yaml  # type: ignore[import-untyped]

from sim.config.dates import iso
from sim.config.parameter import About, item_of, said_as_list
from sim.config.refusal import Refusal, hint
from sim.grammar.keys import PARAMETERS, Leaf, Listed, at, deepest, is_list, names_of
from sim.grammar.options import Group, plain_yaml

KIND_NAMES = {int: "a whole number", float: "a number", bool: "true or false", str: "a word"}
MANY = 12
MOST_SAID = 120
PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
# Numbers as a spreadsheet or a person may write them: 60,000; 60 000; 1.234.567; 8 %.
MARKED_NUMBER = re.compile(r"[-+]?[€$£]?\d[\d.,'\u2019\s]*%?")


@dataclass(frozen=True)
class Word:
    """One override as Hydra parsed it: key, and the values it stands for (several in a sweep)."""

    key: str
    values: Sequence[Any]
    glob: Any = None
    adds: bool = False
    deletes: bool = False


def plain_number(text: str) -> int | float | None:
    """The number that a text is in YAML and to Hydra alike; None of any other text."""
    found = PLAIN_NUMBER.fullmatch(text)
    return None if found is None else float(text) if found[1] else int(text)


def given(word: str) -> tuple[str, Any]:
    """The key of ``key=value``, and its value as a table holds it: a number, a truth, or text."""
    key, _, text = word.partition("=")
    value: Any = plain_number(text)
    try:
        value = plain_yaml(text) if text and value is None else value
    except yaml.YAMLError:  # Hydra reads more than YAML does
        value = text
    plain = value is None or isinstance(value, bool | int | float | str)
    return key.lstrip("+~"), value if plain else str(value)


def settings_of(words: Iterable[Word], prefix: str, short: str = "") -> dict[str, Any]:
    """The settings of ``prefix.…=`` words, which are about no scenario, as a mapping.

    ``prefix=VALUE`` is short for ``prefix.short=VALUE``, or one mapping of all. Raises
    :class:`Refusal` for several values.
    """
    found: dict[str, Any] = {}
    for one in words:
        if not belongs(one.key, prefix):
            continue
        if len(one.values) != 1:
            raise Refusal(f"{one.key} takes one value: a sweep has one {prefix}")
        (value,) = one.values
        name = one.key.partition(".")[2]
        if not name and not isinstance(value, dict):
            name = short
        found.update({name: value} if name else value)
    return found


def belongs(key: str, prefix: str) -> bool:
    """Whether a key is the prefix, or lies within it."""
    return key == prefix or key.startswith(f"{prefix}.")


class Vocabulary:
    """All keys that a config has and all options that a group has; ``others`` may be meant too."""

    def __init__(
        self, groups: dict[str, Group], nested: dict[str, str], others: Iterable[str] = ()
    ) -> None:
        self.groups = groups
        self.nested = nested
        self.others = tuple(others)

    @property
    def keys(self) -> list[str]:
        """Every name that may stand before ``=``."""
        return [*self.groups, *self.nested, *PARAMETERS, *self.others]

    @property
    def names(self) -> list[str]:
        """Every name that may be meant by a single word, options with their group."""
        options = [f"{name}={one}" for name, group in self.groups.items() for one in group.options]
        return [*self.keys, *options]

    def check(self, word: Word) -> None:
        """Refuse a word whose key or value is unknown, or of the wrong type."""
        key = word.key
        if not key:
            said = _said(word.values[0]) if word.values else ""
            raise Refusal(f"={said} has no key: write key=value")
        if key.startswith(("hydra.", "hydra/")):
            if "/" in key and not word.deletes:
                _refuse_no_name(key, word.values)
            return
        group = self.groups.get(self.nested.get(key, key.split("@")[0]))
        if group is not None and (key in self.nested or "@" not in key):
            self._check_choice(key, word, group)
            return
        if word.deletes:
            raise self._not_left_out(key)
        if word.glob is not None:
            raise Refusal(f"{key}=glob(…) matches no option: {key} is not a group")
        for value in word.values or [None]:
            self.check_content(key, value, word.values == [])

    def check_content(self, key: str, value: Any, key_only: bool = False) -> None:
        """Refuse what a key is given, however deep it lies; the root's key is empty."""
        found = at(key)
        if found is None:
            raise self._unknown(key, value)
        if key_only:
            return
        if isinstance(found, Field):
            check_value(key, value, found)
        elif isinstance(found, Listed):
            if not isinstance(value, list):
                raise Refusal(f"{key}={_said(value)} is not a list: write [{{…}},{{…}}]")
            for number, item in enumerate(value):
                self.check_content(f"{key}[{number}]", item)
        elif not isinstance(value, dict):
            if not _is_interpolation(value):
                raise self._a_section(key, value)
        else:
            for name, inner in value.items():
                if not isinstance(name, str | int) or name == "":
                    raise Refusal(f"{key}={_said(value)}: {name!r} is no key")
                self.check_content(f"{key}.{name}" if key else f"{name}", inner)

    def _check_choice(self, key: str, word: Word, group: Group) -> None:
        """The options that are chosen of a group, or the parameters that are set in its section."""
        if word.deletes and not word.values[0]:
            return
        options = list(group.options)
        known = "one of " + ", ".join(options)
        if word.glob is not None:
            patterns = word.glob.include
            if not any(fnmatch(name, pattern) for name in options for pattern in patterns):
                raise Refusal(f"{key}=glob({','.join(patterns)}) matches no option: {known}")
        for value in word.values:
            if isinstance(value, dict) and at(key) is not None:
                self.check_content(key, value)
                continue
            for one in value if isinstance(value, list) and value else [value]:
                if isinstance(one, list | dict) or one is None or str(one) not in options:
                    near = hint(_said(one), options)
                    raise Refusal(f"{key}={_said(value)} is not an option: {known}{near}")
        if group.default is None and key not in self.nested and not word.adds:
            raise Refusal(f"{key} is in no scenario by default: write +{key}=…")

    def _not_left_out(self, key: str) -> Refusal:
        if at(key) is None:
            return self._unknown(key, None, "~")
        can = ", ".join(f"~{name}" for name, group in self.groups.items() if group.default)
        return Refusal(f"~{key}: a parameter cannot be left out, only a group's choice can: {can}")

    def _a_section(self, key: str, value: Any) -> Refusal:
        keys = ", ".join(_few(names_of(at(key))))
        if not key:
            return Refusal(f"{_said(value)} is no mapping: write key: value, of {keys}")
        return Refusal(f"{key}={_said(value)} is a section: set one of its keys, {key}.{keys}")

    def _unknown(self, key: str, value: Any, mark: str = "") -> Refusal:
        said = f"~{key}" if mark else f"{key}={_said(value)}"
        section, child = deepest(key)
        found = at(section)
        if isinstance(found, Listed):
            name = f"{section}.0.{child}"
            if at(name) is not None:
                return Refusal(f"{said} does not say which element: write {name}=…, from 0")
            return Refusal(f"{said} is not a parameter: {section} is a list, write {section}.0.…")
        if isinstance(found, Field):
            what = "an element" if child.isdecimal() and is_list(found) else "within a value"
            return Refusal(f"{said} is {what}: give {section} as a whole, {section}=…")
        if key in _outcomes():
            return Refusal(f"{said} is not a parameter: {key} is a KPI, which a run finds out")
        names = sorted({*names_of(found), *(() if section else self.groups)})
        has = f"{section or 'a config'} has {', '.join(_few(names))}"
        return Refusal(f"{said} is not a parameter: {has}{hint(key, self.keys)}")


def check_value(key: str, value: Any, leaf: Leaf) -> None:
    """Refuse a value of the wrong type for a parameter; ranges are the config's own to check."""
    about: About = leaf.metadata["about"]
    if _is_interpolation(value):
        return
    element, value = item_of(leaf), said_as_list(leaf, value)
    if element is not None:
        if not isinstance(value, list):
            raise Refusal(f"{key}={_said(value)} is not a list: write [a,b]{_allowed(about)}")
        kind, values = element, value
    else:
        kind, values = leaf.type, [value]
    for item in values:
        if about.dated and isinstance(item, str) and iso(item):
            continue
        if not _fits(item, kind):
            what = " or ".join(KIND_NAMES[one] for one in _kinds(kind))
            marked = isinstance(item, str) and MARKED_NUMBER.fullmatch(item)
            written = ", written as 60000 or 0.08" if marked and bool not in _kinds(kind) else ""
            raise Refusal(f"{key}={_said(value)} is not {what}{written}{_allowed(about)}")
        if about.choices and item not in about.choices:
            near = hint(str(item), about.choices)
            raise Refusal(f"{key}={_said(value)} is not allowed: {about.allowed}{near}")


def refuse_control(word: str) -> None:
    """Refuse a word with a line break, or another character that cannot be seen."""
    found = next((one for one in word if unicodedata.category(one) == "Cc" and one != "\t"), "")
    if found:
        what = "a line break" if found in "\r\n" else f"the character {ascii(found)[1:-1]}"
        raise Refusal(f"{_said(word)} holds {what}: a word is one line of text")


def _refuse_no_name(key: str, values: Sequence[Any]) -> None:
    for value in values:
        items = value if isinstance(value, list) else [value]
        if not items or not all(isinstance(one, str | int | float) for one in items):
            raise Refusal(f"{key}={_said(value)} is not an option: write a name")


def _few(names: Sequence[str]) -> list[str]:
    return [*names[:MANY], f"… ({len(names)} in all)"] if len(names) > MANY else list(names)


def _allowed(about: About) -> str:
    if about.low is None and not about.choices:
        return ""
    return f": {about.allowed} {about.unit}".rstrip()


def _fits(value: Any, kind: Any) -> bool:
    if value is None:
        return type(None) in get_args(kind)
    return any(_is(value, one) for one in _kinds(kind))


def _is(value: Any, kind: type) -> bool:
    if kind is str:
        return not isinstance(value, list | dict)
    if kind is bool:
        return isinstance(value, bool) or str(value).lower() in ("yes", "no", "on", "off", "0", "1")
    if isinstance(value, bool | list | dict):
        return False
    try:
        kind(value)
    except (TypeError, ValueError, OverflowError):
        return False
    return kind is float or not isinstance(value, float)


def _kinds(kind: Any) -> tuple[type, ...]:
    return tuple(one for one in get_args(kind) if one is not type(None)) or (kind,)


def _outcomes() -> Iterable[str]:
    from sim.metrics.glossary import KPIS

    return KPIS


def _is_interpolation(value: Any) -> bool:
    return isinstance(value, str) and "${" in value


def _said(value: Any) -> str:
    """A value as a person would have typed it, without what cannot be seen, and not too long."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, list):
        text = "[" + ",".join(_said(item) for item in value[:MOST_SAID]) + "]"
    elif isinstance(value, dict):
        text = "{" + ",".join(f"{key}:{_said(inner)}" for key, inner in value.items()) + "}"
    else:
        text = "".join(ascii(one)[1:-1] if one in "\r\n\t\0" else one for one in str(value))
    return text if len(text) <= MOST_SAID else text[:MOST_SAID] + "…"
