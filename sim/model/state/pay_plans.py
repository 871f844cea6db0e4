"""Pay plans in the form in which compiled code reads them."""

from typing import Annotated, Any, NamedTuple, TypeAlias, TypedDict

import numpy as np

from sim.config.fiscal import Fiscal
from sim.config.measures import MEASURES
from sim.config.plan import DOUBLED, Component, Incentive
from sim.config.working_days import QUARTER
from sim.engine.rows import Flag, Float64, Floats, Int64, Table, structure_of
from sim.model.rules.window import ALWAYS

ByPiece = Annotated[Floats, "f8", "piece"]
ByMonth = Annotated[Floats, "f8", "month"]


class ComponentRow(TypedDict):
    """A component of a firm's plan; one that is not there has no pieces.

    It counts from day ``opens`` (of the whole run) for ``days``, and again after ``every``; those
    days, or each of their ``parts``, are reckoned together. Periods are counted from
    the first day after the warm-up.
    """

    by_quota: Flag  # whether the curve's axis is attainment of quota
    measure: Int64  # number among MEASURES
    pieces: Int64  # of the curve
    opens: Int64
    days: Int64  # of its period: of its window, if it has one
    every: Int64
    instalment: Int64  # days at the end of which one is paid, or of each of its parts; 0 for none
    instalment_parts: Int64
    parts: Int64  # periods in those days: three calendar months of a quarter
    starts: Int64  # first day in force (of the whole run)
    stops: Int64  # last day in force
    gate: Int64  # component that must get far enough, -1 for none
    clawback_days: Int64
    clawback_credit: Flag  # whether it takes credit, and not what was paid for it
    target_pay: Float64  # money a unit of the curve's height
    goal: Float64
    gate_attainment: Float64
    clawback_share: Float64
    split: Float64
    doubled: Flag  # whether the prospector's part comes on top of the closer's
    ramp_months: Int64  # months since joining in which a part of the quota is asked
    ramp: ByMonth  # that part
    at: ByPiece
    jump: ByPiece
    slope: ByPiece


class Window(NamedTuple):
    """Days that a component counts, by the names of its row."""

    opens: int
    days: int
    every: int
    parts: int
    starts: int
    stops: int


Plan: TypeAlias = Table[ComponentRow]  # [component]
Plans: TypeAlias = Table[Plan]  # [firm, component]
# Room for the usual plan, as every other shape is compiled anew.
_COMPONENTS, _PIECES, _MONTHS = 8, 8, 12
TWENTY_DAYS = Fiscal()
_CURVE = ("at", "jump", "slope")
_SAME = ("target_pay", "goal", "gate_attainment", "clawback_days", "clawback_share", "split")


def plans_of(
    incentives: list[Incentive], warmup_days: int = 0, fiscal: Fiscal = TWENTY_DAYS
) -> Any:
    """The pay plans of all firms as an array of ComponentRow [firm, component]."""
    most = max(_COMPONENTS, *(len(plan.components) for plan in incentives))
    pieces = max([_PIECES, *(len(part.at) for plan in incentives for part in plan.components)])
    months = max([_MONTHS, *(len(plan.quota.ramp) for plan in incentives)])
    row = structure_of(ComponentRow, piece=pieces, month=months)
    made = np.zeros((len(incentives), most), row)
    made["days"] = made["every"] = QUARTER
    made["opens"], made["gate"] = _first_of(QUARTER, warmup_days), -1
    made["parts"] = made["instalment_parts"] = 1
    made["starts"], made["stops"] = -ALWAYS, ALWAYS
    for firm, plan in enumerate(incentives):
        ramp = plan.quota.ramp
        made["ramp_months"][firm], made["ramp"][firm, :, : len(ramp)] = len(ramp), ramp
        for row, component in zip(made[firm], plan.components, strict=False):
            _write_component(row, component, warmup_days, fiscal)
    return made


def windows_of(plan: Plan) -> dict[int, Window]:
    """The days that each component of a plan counts, and those of a quota without pay."""
    there = [c for c in range(len(plan)) if plan[c]["pieces"] or c == 0]
    rows: Any = plan
    return {c: Window(*(int(rows[c][name]) for name in Window._fields)) for c in there}


def paydays_of(plan: Incentive) -> list[int]:
    """The components of a plan that count always, from the one that is paid most often."""
    always = [c for c, part in enumerate(plan.components) if part.to_day is None]
    return sorted(always, key=lambda c: plan.components[c].cadence)


def month_of(fiscal: Fiscal, warmup_days: int) -> Window:
    """Months, as a component would have them that pays each month."""
    (plan,) = plans_of([Incentive(components=[Component(period="month")])], warmup_days, fiscal)
    return windows_of(plan)[0]


def _write_component(row: Any, component: Component, warmup_days: int, fiscal: Fiscal) -> None:
    row["measure"] = MEASURES.index(component.measure)
    row["by_quota"] = component.unit == "attainment"
    row["pieces"] = len(component.at)
    row["clawback_credit"] = component.clawback == "credit"
    row["instalment"], row["instalment_parts"] = fiscal.spans.get(component.paid, (0, 1))
    row["doubled"] = component.credit == DOUBLED
    if component.to_day is None:
        days, row["parts"] = fiscal.spans[component.period]
        row["days"] = row["every"] = days
        row["opens"] = _first_of(days, warmup_days)
    else:
        row["opens"] = warmup_days + component.from_day
        row["days"] = component.to_day + 1 - component.from_day
        row["every"] = component.every_days
    if component.first_day:
        row["starts"] = warmup_days + component.first_day
    if component.last_day is not None:
        row["stops"] = warmup_days + component.last_day
    if component.gate is not None:
        row["gate"] = component.gate
    for name in _SAME:
        row[name] = getattr(component, name)
    for name in _CURVE:
        row[name][: len(component.at)] = getattr(component, name)


def _first_of(days: int, warmup_days: int) -> int:
    """The first day of the period that a run begins in, so that one begins after the warm-up."""
    return -(-warmup_days % days)
