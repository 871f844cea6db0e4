"""Payroll: what the pay plan owes each rep, and what of it is kept back for what the rep owes.

A component is reckoned at its period's end; for a rep who leaves, and for all at a run's end, as
far as the period has come. Who was there for a part of a period, at either end, has that part of
the quota and of the curve. An instalment is the curve at the credit so far, over the quota of the
whole period, less what was paid of the period before: it changes when pay comes, not how much.
"""

import math
from collections.abc import Sequence

import numpy as np

from sim.config.measures import GAIN, MEASURES, MULTIPLE, REGISTER, Measure
from sim.model.pay.books import QUOTA_ALONE, advance, enter, hand_over, keep_back
from sim.model.pay.calendar import (
    any_ends,
    asked_in_all,
    asked_so_far,
    days_gone,
    days_to_go,
    month_ends,
    of_a_whole,
    part_in_all,
    part_so_far,
    pays_instalment,
    whole_days,
)
from sim.model.pay.guarantee import is_reckoned_today, top_up
from sim.model.pay.quotas import set_quotas
from sim.model.rules.payout import payout
from sim.model.state.pay_plans import ComponentRow, Plan
from sim.model.state.seats import RepRow
from sim.model.state.world import World

_OF_THE_REP = ("credit", "base", "before", "taken", "paid", "relieved", "carry")


def close_periods(world: World) -> None:
    """Reckon and pay what ends today, advance what is advanced today, and set new quotas."""
    pay, any_due = world.pay, world.entry[any_ends](world.pay.plans, world.day)
    if not (any_due or pay.assists):
        return
    for firm in range(world.firms):
        rows, due, instalments = world.rows_of(firm), [], []
        if any_due:
            due = _ending(world, firm)
            instalments = [c for c in pay.windows[firm] if pays_instalment(world, firm, c)]
        if due or instalments:
            gains = _share_gains(world, firm)
            for row in range(rows.start, rows.stop):
                _reckon(world, row, due, gains, instalments)
            for c in due:
                set_quotas(world, firm, c)
        if is_reckoned_today(world, firm):
            for row in range(rows.start, rows.stop):
                top_up(world, row)
        if pay.draws[firm].a_month > 0.0 and month_ends(world):
            for row in range(rows.start, rows.stop):
                advance(world, row, pay.draws[firm].a_month)


def turn_pages(world: World) -> None:
    """Begin anew what ended today, when all that depends on it is paid."""
    if world.entry[any_ends](world.pay.plans, world.day):
        for firm in range(world.firms):
            for c in _ending(world, firm):
                _turn_page(world, firm, c)


def settle(world: World, row: int) -> None:
    """Pay a rep what the plan owes by today, as far as the periods have come; owe nothing more."""
    _pay_so_far(world, row)
    top_up(world, row)
    rep = world.sales.reps[row]
    for name in _OF_THE_REP:
        rep[name] = 0.0
    rep["owes"] = rep["advanced"] = rep["assured"] = 0.0


def accrue(world: World) -> None:
    """At a run's end, pay everybody still there as far as the periods have come."""
    for row in np.flatnonzero(world.sales.reps["joined"] <= world.day).tolist():
        _pay_so_far(world, row)
        top_up(world, row)


def height(x: float, part: ComponentRow) -> float:
    """The curve at x; credit taken back beyond what was credited goes down its first slope."""
    if x < 0.0 and part["clawback_credit"]:
        return float(part["slope"][0]) * x
    return float(payout(x, part["at"], part["jump"], part["slope"], int(part["pieces"])))


def _ending(world: World, firm: int) -> list[int]:
    return [c for c in world.pay.windows[firm] if days_to_go(world, firm, c) == 1]


def _pay_so_far(world: World, row: int) -> None:
    firm = int(world.sales.reps[row]["firm"])
    plan = world.pay.plans[firm]
    begun = [c for c in world.pay.windows[firm] if days_to_go(world, firm, c) > 1]
    unpaid = [c for c in begun if plan[c]["pieces"]]
    if unpaid:
        _reckon(world, row, unpaid, _share_gains(world, firm))


def _reckon(
    world: World,
    row: int,
    due: list[int],
    gains: dict[int, float],
    instalments: Sequence[int] = (),
) -> None:
    """Write a row for each component, and one for what is kept back of their sum."""
    if world.sales.reps[row]["joined"] > world.day:
        return
    earned = 0.0
    for c in sorted([*due, *instalments]):
        earned += _owed(world, row, c, gains, c in due)
    world.sales.reps[row]["assured"] += earned
    hand_over(world, row, earned - keep_back(world, row, earned))


def _owed(world: World, row: int, c: int, gains: dict[int, float], ends: bool) -> float:
    """Write a component's row, of a period that ends here or of an instalment; what it is owed."""
    rep = world.sales.reps[row]
    plan = world.pay.plans[int(rep["firm"])]
    part, (there, asked) = plan[c], _due(world, rep, c, ends)
    value, quota = _done(rep, c, part, gains, there), float(rep["quota"][c]) * asked
    attained = value / quota if quota > 0.0 else 0.0
    owed = 0.0
    if part["pieces"] and _gate_is_open(world, rep, plan, part, gains, ends):
        x = attained if part["by_quota"] else value / of_a_whole(int(part["measure"]), there)
        owed = there * float(part["target_pay"] * rep["pay_scale"]) * height(x, part)
    if part["instalment"]:
        owed -= float(rep["paid"][c])
        rep["paid"][c] += owed
    days = world.entry[whole_days](part, world.day)
    same: dict[str, float] = {"days": days, "measure": part["measure"]}
    same |= {"component": c if part["pieces"] else QUOTA_ALONE}
    if ends:
        same |= {"share": there, "taken_back": float(rep["taken"][c])}
    enter(world, row, credit=value, quota=quota, attainment=attained, pay=owed, **same)
    return owed


def _due(world: World, rep: RepRow, c: int, ends: bool) -> tuple[float, float]:
    """The parts of a period's pay and of its quota that are a rep's, where it ends today; for an
    instalment, of the whole period if the rep stays."""
    part = world.pay.plans[int(rep["firm"])][c]
    if ends:
        return part_so_far(world, rep, c), asked_so_far(world, rep, c)
    there = float(part_in_all(rep, c, part, world.day))
    return there, float(asked_in_all(rep, c, part, world.day))


def _measure(part: ComponentRow) -> Measure:
    return REGISTER[MEASURES[part["measure"]]]


def _done(rep: RepRow, c: int, part: ComponentRow, gains: dict[int, float], share: float) -> float:
    """A rep's result in the part of a period that is the rep's, in the measure's own unit; of a
    ratio over nothing, its goal."""
    credit, measure = float(rep["credit"][c]), _measure(part)
    if not measure.is_ratio:
        return credit
    if measure.unit == GAIN:
        return float(part["goal"]) if math.isnan(gains[c]) else gains[c]
    over = float(rep["before"][c] * share if measure.unit == MULTIPLE else rep["base"][c])
    return credit / over if over > 0.0 else float(part["goal"])


def _gate_is_open(
    world: World, rep: RepRow, plan: Plan, part: ComponentRow, gains: dict[int, float], ends: bool
) -> bool:
    gate = int(part["gate"])
    if gate < 0:
        return True
    other = plan[gate]
    quota = float(rep["quota"][gate]) * _due(world, rep, gate, ends)[1]
    done = _done(rep, gate, other, gains, part_so_far(world, rep, gate))
    return bool(quota > 0.0 and done / quota >= part["gate_attainment"])


def _share_gains(world: World, firm: int) -> dict[int, float]:
    """The firm's share of all wins of the period so far less that of the period before, for
    components that pay for it; NaN where either had no wins."""
    plan, last = world.pay.plans[firm], world.pay.last_share[firm]
    gaining = [c for c in world.pay.windows[firm] if _measure(plan[c]).unit == GAIN]
    return {c: _win_share(world, firm, c) - float(last[c]) for c in gaining}


def _win_share(world: World, firm: int, c: int) -> float:
    first = max(world.day + 1 - days_gone(world, firm, c), 0)
    wins = world.records.panel[first : world.day + 1, :, world.column["wins"]].sum(axis=0)
    return float(wins[firm] / wins.sum()) if wins.sum() else math.nan


def _turn_page(world: World, firm: int, c: int) -> None:
    """Begin the next period of a component with nothing counted yet; what was counted is kept as
    of a whole period."""
    part = world.pay.plans[firm][c]
    for rep in world.sales.reps[world.rows_of(firm)]:
        share = part_so_far(world, rep, c)
        rep["before"][c] = rep["credit"][c] / share if share > 0.0 else 0.0
        for name in ("credit", "base", "taken", "paid", "relieved"):
            rep[name][c] = 0.0
    if _measure(part).unit == GAIN:
        world.pay.last_share[firm, c] = _win_share(world, firm, c)
