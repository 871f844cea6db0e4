"""Pay plans in the form in which compiled code reads them."""

from typing import Annotated, Any, NamedTuple, TypeAlias, TypedDict

import numpy as np

from sim.config.measures import MEASURES
from sim.config.plan import PERIODS, Component, Incentive
from sim.config.working_days import QUARTER
from sim.engine.rows import Flag, Float64, Floats, Int64, Table, structure_of

ByPiece = Annotated[Floats, "f8", "piece"]


class ComponentRow(TypedDict):
    """A component of a firm's plan; one that is not there has no pieces.

    It counts from day ``opens`` (of the whole run) for ``days``, and again after ``every``; those
    days are reckoned together. Periods are counted from the first day after the warm-up.
    """

    by_quota: Flag  # whether the curve's axis is attainment of quota
    measure: Int64  # number among MEASURES
    pieces: Int64  # of the curve
    opens: Int64
    days: Int64  # of its period: of its window, if it has one
    every: Int64
    gate: Int64  # component that must get far enough, -1 for none
    clawback_days: Int64
    clawback_credit: Flag  # whether it takes credit, and not what was paid for it
    target_pay: Float64  # money a unit of the curve's height
    goal: Float64
    gate_attainment: Float64
    clawback_share: Float64
    split: Float64
    at: ByPiece
    jump: ByPiece
    slope: ByPiece


class Window(NamedTuple):
    """Days that a component counts, by the names of its row."""

    opens: int
    days: int
    every: int


Plan: TypeAlias = Table[ComponentRow]  # [component]
Plans: TypeAlias = Table[Plan]  # [firm, component]
# Room for the usual plan, as every other shape is compiled anew.
_COMPONENTS, _PIECES = 8, 8
_CURVE = ("at", "jump", "slope")
_SAME = ("target_pay", "goal", "gate_attainment", "clawback_days", "clawback_share", "split")


def plans_of(incentives: list[Incentive], warmup_days: int = 0) -> Any:
    """The pay plans of all firms as an array of ComponentRow [firm, component]."""
    most = max(_COMPONENTS, *(len(plan.components) for plan in incentives))
    pieces = max([_PIECES, *(len(part.at) for plan in incentives for part in plan.components)])
    made = np.zeros((len(incentives), most), structure_of(ComponentRow, piece=pieces))
    made["days"] = made["every"] = QUARTER
    made["opens"], made["gate"] = _first_of(QUARTER, warmup_days), -1
    for firm, plan in enumerate(incentives):
        for row, component in zip(made[firm], plan.components, strict=False):
            _write_component(row, component, warmup_days)
    return made


def windows_of(plan: Plan) -> dict[int, Window]:
    """The days that each component of a plan counts, and those of a quota without pay."""
    there = [c for c in range(len(plan)) if plan[c]["pieces"] or c == 0]
    days = {c: (plan[c]["opens"], plan[c]["days"], plan[c]["every"]) for c in there}
    return {c: Window(*map(int, its)) for c, its in days.items()}


def _write_component(row: Any, component: Component, warmup_days: int) -> None:
    row["measure"] = MEASURES.index(component.measure)
    row["by_quota"] = component.unit == "attainment"
    row["pieces"] = len(component.at)
    row["clawback_credit"] = component.clawback == "credit"
    if component.to_day is None:
        row["days"] = row["every"] = PERIODS[component.period]
        row["opens"] = _first_of(PERIODS[component.period], warmup_days)
    else:
        row["opens"] = warmup_days + component.from_day
        row["days"] = component.to_day + 1 - component.from_day
        row["every"] = component.every_days
    if component.gate is not None:
        row["gate"] = component.gate
    for name in _SAME:
        row[name] = getattr(component, name)
    for name in _CURVE:
        row[name][: len(component.at)] = getattr(component, name)


def _first_of(days: int, warmup_days: int) -> int:
    """The first day of the period that a run begins in, so that one begins after the warm-up."""
    return -(-warmup_days % days)
