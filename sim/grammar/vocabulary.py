"""The words of the command line, each checked against the groups and parameters.

Hydra refuses most wrong words by itself, in several lines that name no alternative. This check
comes first and refuses in one line.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from fnmatch import fnmatch
from typing import Any, get_args

import yaml  # type: ignore[import-untyped]

from sim.config import Config
from sim.config.parameter import About, item_of
from sim.config.refusal import Refusal, hint
from sim.grammar.options import Group, plain_yaml

Leaf = Field[Any]
KIND_NAMES = {int: "a whole number", float: "a number", bool: "true or false", str: "a word"}
MANY = 12


@dataclass(frozen=True)
class Word:
    """One override as Hydra parsed it: key, and the values it stands for (several in a sweep)."""

    key: str
    values: Sequence[Any]
    glob: Any = None
    adds: bool = False
    deletes: bool = False


def given(word: str) -> tuple[str, Any]:
    """The key of ``key=value``, and its value as a table holds it: a number, a truth, or text."""
    key, _, text = word.partition("=")
    try:
        value = plain_yaml(text) if text else None
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
        self.parameters = dict(_leaves(Config))
        self.sections = {key.rsplit(".", n)[0] for key in self.parameters for n in (1, 2, 3)}

    @property
    def keys(self) -> list[str]:
        """Every name that may stand before ``=``."""
        return [*self.groups, *self.nested, *self.parameters, *self.others]

    @property
    def names(self) -> list[str]:
        """Every name that may be meant by a single word, options with their group."""
        options = [f"{name}={one}" for name, group in self.groups.items() for one in group.options]
        return [*self.keys, *options]

    def check(self, word: Word) -> None:
        """Refuse a word whose key or value is unknown, or of the wrong type."""
        key = re.sub(r"\[(\d+)\]", r".\1", word.key)
        group = self.groups.get(self.nested.get(key, key.split("@")[0]))
        if key.startswith(("hydra.", "hydra/")) or word.deletes:
            return
        if group is not None and (key in self.nested or "@" not in key):
            self._check_option(key, word, group)
        elif _generic(key) in self.parameters:
            for value in word.values:
                check_value(key, value, self.parameters[_generic(key)])
        elif key not in self.sections or not all(isinstance(value, dict) for value in word.values):
            raise self._unknown(key, word)

    def _check_option(self, key: str, word: Word, group: Group) -> None:
        options = list(group.options)
        known = "one of " + ", ".join(options)
        if word.glob is not None:
            patterns = word.glob.include
            if not any(fnmatch(name, pattern) for name in options for pattern in patterns):
                raise Refusal(f"{key}=glob({','.join(patterns)}) matches no option: {known}")
        for value in word.values:
            if isinstance(value, str | int | float) and str(value) not in options:
                near = hint(str(value), options)
                raise Refusal(f"{key}={value} is not an option: {known}{near}")
        if group.default is None and key not in self.nested and not word.adds:
            raise Refusal(f"{key} is in no scenario by default: write +{key}=…")

    def _unknown(self, key: str, word: Word) -> Refusal:
        said = f"{key}={_said(word.values[0])}" if word.values else key
        section = key
        while section and section not in self.sections:
            section = section.rpartition(".")[0]
        within = f"{section}." if section else ""
        inside = [name.removeprefix(within) for name in self.parameters if name.startswith(within)]
        children = {name.split(".")[0] for name in inside}
        listed = sorted(children if section else children | set(self.groups))
        more = f", … ({len(listed)} in all)" if len(listed) > MANY else ""
        keys = ", ".join(listed[:MANY]) + more
        if key == section:
            return Refusal(f"{said} is a section: set one of its keys, {within}{keys}")
        has = f"{section or 'a config'} has {keys}"
        return Refusal(f"{said} is not a parameter: {has}{hint(key, self.keys)}")


def check_value(key: str, value: Any, leaf: Leaf) -> None:
    """Refuse a value of the wrong type for a parameter; ranges are the config's own to check."""
    about: About = leaf.metadata["about"]
    if isinstance(value, str) and "${" in value:
        return
    element = item_of(leaf)
    if element is not None:
        if not isinstance(value, list):
            raise Refusal(f"{key}={_said(value)} is not a list: write [a,b]{_allowed(about)}")
        kind, values = element, value
    else:
        kind, values = leaf.type, [value]
    for item in values:
        if not (is_dataclass(kind) or _fits(item, kind)):
            what = " or ".join(KIND_NAMES[one] for one in _kinds(kind))
            raise Refusal(f"{key}={_said(value)} is not {what}{_allowed(about)}")
        if about.choices and item not in about.choices:
            near = hint(str(item), about.choices)
            raise Refusal(f"{key}={_said(value)} is not allowed: {about.allowed}{near}")


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


def _generic(key: str) -> str:
    """A key without the numbers of list elements: all elements have the same parameters."""
    return re.sub(r"\.\d+", "", key)


def _leaves(kind: Any, path: str = "") -> Iterable[tuple[str, Leaf]]:
    """Every parameter that a config can have, those of list elements included."""
    for entry in fields(kind):
        where = f"{path}{entry.name}"
        default = entry.default_factory() if entry.default_factory is not MISSING else None
        if is_dataclass(default):
            yield from _leaves(type(default), where + ".")
            continue
        yield where, entry
        if is_dataclass(item := item_of(entry)):
            yield from _leaves(item, where + ".")


def _said(value: Any) -> str:
    """A value as a person would have typed it."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, list):
        return "[" + ",".join(_said(item) for item in value) + "]"
    return str(value)
