"""Parameters in the form in which compiled code reads them, by the names that the config has.

A group that all firms share becomes a flat tuple of numbers; one that differs between firms, or
between kinds of content, a structured array with a row for each. A word among choices becomes its
place among them, and a number that may be left out NaN where it is. A parameter added to the config
is here without being written again.
"""

import math
from collections import namedtuple
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from sim.config.buyer import Buyer
from sim.config.content_kinds import ALL_KINDS, Content, Kind
from sim.config.market import Catalogue, Network, Service
from sim.config.marketing import Alignment, Marketing
from sim.config.parameter import form_of
from sim.config.quota import Quota
from sim.config.sales import Sales, Timing
from sim.records import Rows


@cache
def _numeric(group: type) -> dict[str, type]:
    """The fields that are numbers, and those that are a word among choices, with their types."""
    known: dict[Any, type] = {int: int, float: float, bool: bool, float | None: float}
    named = (f for f in fields(group) if f.type is str and not form_of(f))
    words = {f.name: int for f in named if f.metadata["about"].choices}
    return {f.name: known[f.type] for f in fields(group) if f.type in known} | words


@cache
def _choices(group: type) -> dict[str, Sequence[str]]:
    named = {f.name: f.metadata["about"] for f in fields(group)}
    return {name: named[name].choices for name in _numeric(group)}


def _numbers(group: Any) -> tuple[Any, ...]:
    """The numbers of a group, in the order of its fields."""
    found = []
    kind: Any = type(group)
    for name, choices in _choices(kind).items():
        value = getattr(group, name)
        if value is None:
            value = math.nan
        found.append(choices.index(value) if isinstance(value, str) else value)
    return tuple(found)


@cache
def _tuple_of(group: type) -> Any:
    made = namedtuple(f"{group.__name__}Numbers", list(_numeric(group)))  # type: ignore[misc]
    made.__module__ = __name__
    return made


if TYPE_CHECKING:
    BuyerNumbers: TypeAlias = Buyer
    CatalogueNumbers: TypeAlias = Catalogue
    ServiceNumbers: TypeAlias = Service
    NetworkNumbers: TypeAlias = Network
else:
    BuyerNumbers, CatalogueNumbers = _tuple_of(Buyer), _tuple_of(Catalogue)
    ServiceNumbers, NetworkNumbers = _tuple_of(Service), _tuple_of(Network)


def numbers(group: Any) -> Any:
    """One group as a flat tuple of numbers, read by name."""
    kind: Any = type(group)
    types = _numeric(kind).values()
    return _tuple_of(kind)._make(to(n) for to, n in zip(types, _numbers(group), strict=True))


@cache
def _structure_of(group: type) -> np.dtype[Any]:
    codes = {int: "i8", float: "f8", bool: "?"}
    return np.dtype([(name, codes[kind]) for name, kind in _numeric(group).items()], align=True)


def _rows_of(group: type, instances: list[Any]) -> Rows:
    """The same group of several firms, or kinds, as a structured array with a row for each."""
    made = np.zeros(len(instances), _structure_of(group))
    for place, instance in enumerate(instances):
        made[place] = _numbers(instance)
    return made


def settings_of(groups: list[Any]) -> Rows:
    """Sales, timing, marketing, alignment or quota settings of every firm [firm]."""
    known: tuple[type, ...] = (Sales, Timing, Marketing, Alignment, Quota)
    return _rows_of(next(kind for kind in known if isinstance(groups[0], kind)), groups)


def kinds_of(content: Content) -> Rows:
    """Parameters of the kinds of content, in the order of the register [kind]."""
    return _rows_of(Kind, [getattr(content, kind) for kind in ALL_KINDS])
