"""Parameters in the form in which compiled code reads them, by the names that the config has.

A group that all firms share becomes a flat tuple of numbers; one that differs between firms, or
between kinds of content, a structured array with a row for each. A word among choices becomes its
place among them. A parameter added to the config is here without being written again.
"""

from collections import namedtuple
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypedDict

import numpy as np

from sim.config.buyer import Buyer
from sim.config.content_kinds import ALL_KINDS, Content, Kind
from sim.config.firm import Alignment, Marketing, Sales, Timing
from sim.config.market import Catalogue, Network, Service
from sim.config.plan import MEASURES, PERIODS, Component, Incentive, Quota
from sim.engine.rows import Flag, Float64, Floats, Int64, structure_of
from sim.records import Rows


def _numeric(group: type) -> dict[str, type]:
    """The fields that are numbers, and those that are a word among choices, with their types."""
    known: dict[Any, type] = {int: int, float: float, bool: bool}
    words = {f.name: int for f in fields(group) if f.type is str and f.metadata["about"].choices}
    return {f.name: known[f.type] for f in fields(group) if f.type in known} | words


def _number(group: Any, name: str) -> Any:
    value = getattr(group, name)
    if not isinstance(value, str):
        return value
    about = next(f for f in fields(group) if f.name == name).metadata["about"]
    return about.choices.index(value)


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
    return _tuple_of(kind)(*(to(_number(group, name)) for name, to in _numeric(kind).items()))


def _rows_of(group: type, instances: list[Any]) -> Rows:
    """The same group of several firms, or kinds, as a structured array with a row for each."""
    codes = {int: "i8", float: "f8", bool: "?"}
    dtype = np.dtype([(name, codes[kind]) for name, kind in _numeric(group).items()], align=True)
    made = np.zeros(len(instances), dtype)
    for place, instance in enumerate(instances):
        for name in dtype.names or ():
            made[place][name] = _number(instance, name)
    return made


def settings_of(groups: list[Any]) -> Rows:
    """Sales, timing, marketing, alignment or quota settings of every firm [firm]."""
    known: tuple[type, ...] = (Sales, Timing, Marketing, Alignment, Quota)
    return _rows_of(next(kind for kind in known if isinstance(groups[0], kind)), groups)


def kinds_of(content: Content) -> Rows:
    """Parameters of the kinds of content, in the order of the register [kind]."""
    return _rows_of(Kind, [getattr(content, kind) for kind in ALL_KINDS])


Pieces = Annotated[Floats, "f8", "pieces"]


class ComponentRow(TypedDict):
    """A component of a pay plan: it counts from day ``opens`` of the whole run for ``length`` days,
    and again after ``every``. One that a plan does not have has no pieces."""

    by_quota: Flag  # whether the curve is over attainment
    measure: Int64  # number among MEASURES
    days: Int64  # of a pay period
    pieces: Int64  # of the curve
    opens: Int64
    length: Int64
    every: Int64
    gate: Int64  # component that must be attained first, -1 for none
    clawback_days: Int64
    target_pay: Float64
    goal: Float64
    gate_attainment: Float64
    clawback_share: Float64
    split: Float64
    at: Pieces  # where each piece of the curve begins
    jump: Pieces
    slope: Pieces


# Room for the usual plan, as every other shape is compiled anew.
_COMPONENTS, _PIECES = 8, 8
_AS_WRITTEN = ("target_pay", "goal", "gate_attainment", "clawback_days", "clawback_share", "split")
# Longer than any run: the window of a component that always counts.
_ALWAYS = 1 << 40


def plans(incentives: list[Incentive], warmup_days: int = 0) -> Rows:
    """Pay plans as rows of components [firm, component]."""
    most = max(_COMPONENTS, *(len(plan.components) for plan in incentives))
    pieces = max([len(c.at) for plan in incentives for c in plan.components], default=1)
    rows = structure_of(ComponentRow, pieces=max(_PIECES, pieces))
    made = np.zeros((len(incentives), most), rows)
    made["days"], made["gate"], made["length"] = PERIODS["quarter"], -1, _ALWAYS
    for firm, plan in enumerate(incentives):
        for row, component in zip(made[firm], plan.components, strict=False):
            _write_component(row, component, warmup_days)
    return made


def _write_component(row: Any, component: Component, warmup_days: int) -> None:
    row["measure"] = MEASURES.index(component.measure)
    row["by_quota"] = component.unit == "attainment"
    row["days"] = PERIODS[component.period]
    row["pieces"] = len(component.at)
    if component.to_day is not None:
        row["opens"] = warmup_days + component.from_day
        row["length"] = component.to_day + 1 - component.from_day
        row["every"] = component.every_days
    if component.gate is not None:
        row["gate"] = component.gate
    for name in _AS_WRITTEN:
        row[name] = getattr(component, name)
    for name in ("at", "jump", "slope"):
        row[name][: len(component.at)] = getattr(component, name)
