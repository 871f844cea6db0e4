"""Pay plans in the form in which compiled code reads them."""

from typing import Annotated, Any, TypeAlias, TypedDict

import numpy as np

from sim.config.measures import MEASURES
from sim.config.plan import PERIODS, Component, Incentive
from sim.config.working_days import QUARTER
from sim.engine.rows import Flag, Float64, Floats, Int64, Table, structure_of

ByPiece = Annotated[Floats, "f8", "piece"]


class ComponentRow(TypedDict):
    """A component of a firm's plan; one that is not there has no pieces.

    It counts from day ``opens`` (of the whole run) for ``length`` days, and again after ``every``.
    """

    by_quota: Flag  # whether the curve's axis is attainment of quota
    measure: Int64  # number among MEASURES
    days: Int64  # of its period
    pieces: Int64  # of the curve
    opens: Int64
    length: Int64
    every: Int64
    gate: Int64  # component that must get far enough, -1 for none
    clawback_days: Int64
    target_pay: Float64  # money a unit of the curve's height
    goal: Float64
    gate_attainment: Float64
    clawback_share: Float64
    split: Float64
    at: ByPiece
    jump: ByPiece
    slope: ByPiece


Plan: TypeAlias = Table[ComponentRow]  # [component]
Plans: TypeAlias = Table[Plan]  # [firm, component]
# Room for the usual plan, as every other shape is compiled anew.
_COMPONENTS, _PIECES = 8, 8
_CURVE = ("at", "jump", "slope")
_SAME = ("target_pay", "goal", "gate_attainment", "clawback_days", "clawback_share", "split")
# Longer than any run: the window of what counts always.
_ALWAYS = 1 << 40


def plans_of(incentives: list[Incentive], warmup_days: int = 0) -> Any:
    """The pay plans of all firms as an array of ComponentRow [firm, component]."""
    most = max(_COMPONENTS, *(len(plan.components) for plan in incentives))
    pieces = max([_PIECES, *(len(part.at) for plan in incentives for part in plan.components)])
    made = np.zeros((len(incentives), most), structure_of(ComponentRow, piece=pieces))
    made["days"], made["gate"], made["length"] = QUARTER, -1, _ALWAYS
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
    for name in _SAME:
        row[name] = getattr(component, name)
    for name in _CURVE:
        row[name][: len(component.at)] = getattr(component, name)
