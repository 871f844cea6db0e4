"""The keys of a config: sections, lists of parts and parameters, by their dotted names."""

import re
from collections.abc import Iterable
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache, lru_cache
from typing import Any

from sim.config import Config
from sim.config.parameter import item_of, key_of

Leaf = Field[Any]


@dataclass(frozen=True)
class Listed:
    """A list of parts of a config, by the kind of its elements."""

    kind: Any


@lru_cache(maxsize=4096)
def at(key: str) -> Any:
    """Look a key up: a section's class, a list of parts, a parameter's field, or None."""
    found: Any = Config
    for name in re.sub(r"\[(\d+)\]", r".\1", key).split(".") if key else ():
        if isinstance(found, Listed):
            found = found.kind if name.isdecimal() and name.isascii() else None
        else:
            found = _children(found).get(name) if isinstance(found, type) else None
        if found is None:
            return None
    return found


def deepest(key: str) -> tuple[str, str]:
    """The longest beginning of a key that exists, and the name after it that does not."""
    names, known = key.split("."), 0
    while known < len(names) and at(".".join(names[: known + 1])) is not None:
        known += 1
    return ".".join(names[:known]), names[known] if known < len(names) else ""


def numbered(key: str) -> str:
    """A key of :data:`PARAMETERS` with the first element wherever it leads through a list."""
    made = ""
    for name in key.split("."):
        made += f".{name}" if made else name
        made += ".0" if isinstance(at(made), Listed) else ""
    return made


def is_list(leaf: "Leaf") -> bool:
    """Whether a parameter holds several values."""
    return item_of(leaf) is not None


def spelled(word: str) -> str:
    """A word with its elements of lists as Hydra spells them: ``a[0].b=1`` is ``a.0.b=1``."""
    key, equals, value = word.partition("=")
    return re.sub(r"\[(\d+)\]", r".\1", key) + equals + value


@cache
def _children(kind: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in fields(kind):
        default = entry.default_factory() if entry.default_factory is not MISSING else None
        item = item_of(entry)
        key = key_of(entry)
        found[key] = Listed(item) if is_dataclass(item) else entry
        if is_dataclass(default):
            found[key] = type(default)
    return found


def names_of(found: Any) -> list[str]:
    """The names of a section's keys."""
    return sorted(_children(found)) if isinstance(found, type) else []


def leaf_of(key: str) -> Leaf | None:
    """The parameter that a dotted key names, those of list elements included."""
    found = at(key)
    return found if isinstance(found, Field) else None


def _leaves(kind: Any, path: str = "") -> Iterable[str]:
    """The key of every parameter that a config can have, without the numbers of elements."""
    for name, found in _children(kind).items():
        if isinstance(found, Field):
            yield path + name
        else:
            within = found.kind if isinstance(found, Listed) else found
            yield from ([path + name] if within is not found else [])
            yield from _leaves(within, f"{path}{name}.")


PARAMETERS = tuple(_leaves(Config))
