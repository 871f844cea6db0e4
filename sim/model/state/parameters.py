"""Config groups in the form in which compiled code reads them.

The fields are the schema's own: a parameter added there is here without being written again. What
all firms share is a flat tuple of numbers; what differs between firms (or kinds of content) is an
array of records, indexed by firm (or kind).
"""

from collections import namedtuple
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from sim.config.buyer import Buyer
from sim.config.firm import Alignment, Marketing, Sales, Timing
from sim.config.market import ALL_KINDS, Catalogue, Kind, Network, Service
from sim.config.plan import Quota

Records = np.ndarray[Any, np.dtype[Any]]


def _numeric(group: type) -> dict[str, type]:
    """The fields that are numbers, or a word among choices, which becomes its place among them."""
    known: dict[Any, type] = {int: int, float: float, bool: bool}
    words = {f.name: int for f in fields(group) if f.type is str and f.metadata["about"].choices}
    return {f.name: known[f.type] for f in fields(group) if f.type in known} | words


def _number(group: Any, name: str) -> Any:
    value = getattr(group, name)
    if not isinstance(value, str):
        return value
    about = next(f for f in fields(group) if f.name == name).metadata["about"]
    return about.choices.index(value)


def _tuple_of(group: type) -> Any:
    made = namedtuple(f"{group.__name__}Numbers", list(_numeric(group)))  # type: ignore[misc]
    made.__module__ = __name__
    return made


if TYPE_CHECKING:
    # A flat tuple has the fields of its group; a word among choices is its place among them.
    BuyerNumbers: TypeAlias = Buyer
    CatalogueNumbers: TypeAlias = Catalogue
    ServiceNumbers: TypeAlias = Service
    NetworkNumbers: TypeAlias = Network
else:
    BuyerNumbers, CatalogueNumbers = _tuple_of(Buyer), _tuple_of(Catalogue)
    ServiceNumbers, NetworkNumbers = _tuple_of(Service), _tuple_of(Network)
_TUPLES = {
    Buyer: BuyerNumbers, Catalogue: CatalogueNumbers, Service: ServiceNumbers,
    Network: NetworkNumbers,
}  # fmt: skip


def numbers(group: Any) -> Any:
    """One group as a flat tuple of numbers, read by name."""
    kind = type(group)
    return _TUPLES[kind](*(to(_number(group, name)) for name, to in _numeric(kind).items()))


def records_of(group: type, instances: list[Any]) -> Records:
    """The same group of several firms (or kinds) as an array of records."""
    codes = {int: "i8", float: "f8", bool: "?"}
    dtype = np.dtype([(name, codes[kind]) for name, kind in _numeric(group).items()], align=True)
    made = np.zeros(len(instances), dtype)
    for place, instance in enumerate(instances):
        for name in dtype.names or ():
            made[place][name] = _number(instance, name)
    return made


def departments(groups: list[Any]) -> Records:
    """Sales, timing, marketing, alignment or quota settings of every firm."""
    known: tuple[type, ...] = (Sales, Timing, Marketing, Alignment, Quota)
    return records_of(next(kind for kind in known if isinstance(groups[0], kind)), groups)


def kinds_of(content: Any) -> Records:
    """The kinds of content."""
    return records_of(Kind, [getattr(content, kind) for kind in ALL_KINDS])
