"""Values worked out once for each part of a config, however many configs share the part.

The scenarios of a sweep mostly consist of the same parts: a hundred thousand of them are checked
and hashed in the time that their differences take. Parts are frozen and hold no lists.
"""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any, Generic, TypeVar
from weakref import ref

T = TypeVar("T")


class PerPart(Generic[T]):
    """A function of a config part that is called once in the part's life."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work = work
        self._known: dict[int, tuple[ref[Any], T]] = {}

    def __call__(self, part: Any) -> T:
        """The function's value for this very part."""
        key = id(part)
        found = self._known.get(key)
        if found is not None and found[0]() is part:
            return found[1]
        made = self._work(part)
        self._known[key] = ref(part, lambda _: self._known.pop(key, None)), made
        return made


def is_part(value: Any) -> bool:
    """Whether a value is a group of parameters."""
    kind: Any = type(value)
    return is_part_kind(kind)


@cache
def is_part_kind(kind: Any) -> bool:
    """Whether a type is that of a group of parameters."""
    return hasattr(kind, "__dataclass_fields__")


@cache
def field_names(kind: Any) -> tuple[str, ...]:
    """The names of a part's fields, in the order in which they are declared."""
    return tuple(entry.name for entry in fields(kind))
