"""Config groups in the form in which compiled code reads them.

The fields are the schema's own: a parameter added there is here without being written again. What
all firms share is a flat tuple of numbers; what differs between firms (or kinds of content) is an
array of records, indexed by firm (or kind).
"""

from collections import namedtuple
from dataclasses import fields
from typing import Any

import numpy as np

from sim.config.buyer import Buyer
from sim.config.firm import Alignment, Marketing, Sales, Timing
from sim.config.market import KINDS, Catalogue, Kind, Network, Service
from sim.config.plan import MEASURES, PERIODS, Incentive, Quota

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
    """The four kinds of content."""
    return records_of(Kind, [getattr(content, kind) for kind in KINDS])


# Room for the usual plan, as every other shape is compiled anew.
_COMPONENTS, _PIECES = 3, 5


def plans(incentives: list[Incentive]) -> Records:
    """Pay plans as records [firm, component]; a component that is not there has no pieces."""
    most = max(_COMPONENTS, *(len(plan.components) for plan in incentives))
    pieces = max([len(c.at) for plan in incentives for c in plan.components], default=1)
    pieces = max(_PIECES, pieces)
    curve = [(name, "f8", (pieces,)) for name in ("at", "jump", "slope")]
    numbers = [("measure", "i8"), ("by_quota", "?"), ("days", "i8"), ("target_pay", "f8")]
    made = np.zeros(
        (len(incentives), most), np.dtype([*numbers, ("pieces", "i8"), *curve], align=True)
    )
    made["days"] = PERIODS["quarter"]
    for firm, plan in enumerate(incentives):
        for c, component in enumerate(plan.components):
            row = made[firm, c]
            row["measure"] = MEASURES.index(component.measure)
            row["by_quota"] = component.unit == "attainment"
            row["days"] = PERIODS[component.period]
            row["target_pay"] = component.target_pay
            row["pieces"] = len(component.at)
            for name in ("at", "jump", "slope"):
                row[name][: len(component.at)] = getattr(component, name)
    return made
