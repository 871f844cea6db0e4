"""Payroll: what the pay plan owes each rep, and what of it is kept back for what the rep owes.

A component is reckoned at its period's end; for a rep who leaves, and for all at a run's end, as
far as the period has come. Who was there for a part of a period, at either end, has that part of
the quota and of the curve.
"""

import math

import numpy as np

from sim.config.measures import GAIN, MEASURES, MULTIPLE, REGISTER, Measure
from sim.config.working_days import MONTH
from sim.model.pay.books import QUOTA_ALONE, advance, enter, hand_over, keep_back
from sim.model.pay.calendar import days_gone, days_to_go, of_a_whole, part_so_far
from sim.model.pay.quotas import set_quotas
from sim.model.rules.payout import payout
from sim.model.state.pay_plans import ComponentRow, Plan
from sim.model.state.seats import RepRow
from sim.model.state.world import World

_OF_THE_REP = ("credit", "base", "before", "taken", "carry")


def close_periods(world: World) -> None:
    """Reckon and pay what ends today, advance what is advanced today, and set new quotas."""
    pay = world.pay
    for firm in range(world.firms):
        rows, due = world.rows_of(firm), _ending(world, firm)
        if due:
            gains = _share_gains(world, firm)
            for row in range(rows.start, rows.stop):
                _reckon(world, row, due, gains)
            for c in due:
                set_quotas(world, firm, c)
        if pay.draws[firm].a_month > 0.0 and world.ends(MONTH):
            for row in range(rows.start, rows.stop):
                advance(world, row, pay.draws[firm].a_month)


def turn_pages(world: World) -> None:
    """Begin anew what ended today, when all that depends on it is paid."""
    for firm in range(world.firms):
        for c in _ending(world, firm):
            _turn_page(world, firm, c)


def settle(world: World, row: int) -> None:
    """Pay a rep what the plan owes by today, as far as the periods have come; owe nothing more."""
    _pay_so_far(world, row)
    rep = world.sales.reps[row]
    for name in _OF_THE_REP:
        rep[name] = 0.0
    rep["owes"] = rep["advanced"] = 0.0


def accrue(world: World) -> None:
    """At a run's end, pay everybody still there as far as the periods have come."""
    for row in np.flatnonzero(world.sales.reps["joined"] <= world.day).tolist():
        _pay_so_far(world, row)


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


def _reckon(world: World, row: int, due: list[int], gains: dict[int, float]) -> None:
    """Write a row for each component, and one for what is kept back of their sum."""
    rep = world.sales.reps[row]
    if rep["joined"] > world.day:
        return
    plan, owed_in_all = world.pay.plans[int(rep["firm"])], 0.0
    for c in due:
        part, share = plan[c], part_so_far(world, rep, c)
        over = of_a_whole(int(part["measure"]), share)
        value, quota = _done(rep, c, part, gains, share), float(rep["quota"][c]) * over
        attained = value / quota if quota > 0.0 else 0.0
        owed = 0.0
        if part["pieces"] and _gate_is_open(world, rep, plan, part, gains):
            x = attained if part["by_quota"] else value / over
            owed = share * float(part["target_pay"]) * height(x, part)
        owed_in_all += owed
        same = {"days": part["days"], "measure": part["measure"], "taken_back": rep["taken"][c]}
        same |= {"component": c if part["pieces"] else QUOTA_ALONE, "share": share}
        enter(world, row, credit=value, quota=quota, attainment=attained, pay=owed, **same)
    hand_over(world, row, owed_in_all - keep_back(world, row, owed_in_all))


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
    world: World, rep: RepRow, plan: Plan, part: ComponentRow, gains: dict[int, float]
) -> bool:
    gate = int(part["gate"])
    if gate < 0:
        return True
    other = plan[gate]
    share = part_so_far(world, rep, gate)
    quota = float(rep["quota"][gate]) * of_a_whole(int(other["measure"]), share)
    done = _done(rep, gate, other, gains, share)
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
        for name in ("credit", "base", "taken"):
            rep[name][c] = 0.0
    if _measure(part).unit == GAIN:
        world.pay.last_share[firm, c] = _win_share(world, firm, c)
