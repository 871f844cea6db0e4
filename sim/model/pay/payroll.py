"""Payroll: what the pay plan owes each rep, and what of it is kept back for what the rep owes.

A component is reckoned at its period's end; for a rep who leaves, and for all at a run's end, as
far as the period has come. A rep never pays in: what is advanced, or taken back beyond what is
earned, is owed, and kept back from what is earned later; whoever leaves owes nothing any more.
"""

import math

import numpy as np

from sim.config.measures import GAIN, MEASURES, MULTIPLE, REGISTER, Measure
from sim.config.working_days import MONTH
from sim.model.pay.credit import counts
from sim.model.pay.quotas import set_quotas
from sim.model.rules.payout import payout
from sim.model.state.pay_plans import ComponentRow, Plan
from sim.model.state.seats import RepRow
from sim.model.state.world import World

# Rows of the records that are no component's: a quota alone, and advances with their keeping back.
QUOTA_ALONE, ADVANCE = -1, -2
_OF_THE_REP = ("credit", "base", "before", "taken", "carry")


def close_periods(world: World) -> None:
    """Reckon and pay what ends today, advance what is advanced today, and set new quotas."""
    pay = world.pay
    for firm in range(world.firms):
        plan, rows = pay.plans[firm], world.rows_of(firm)
        ending = [c for c, days in pay.periods[firm] if (world.day + 1) % days == 0]
        due = [c for c in ending if _has_counted(plan[c], world.day)]
        if due:
            gains = {c: _share_gain(world, firm, c) for c in due}
            for row in range(rows.start, rows.stop):
                _reckon(world, row, due, gains)
            for c in due:
                set_quotas(world, firm, c)
        for c in ending:
            _turn_page(world, firm, c)
        if pay.draws[firm].a_month > 0.0 and (world.day + 1) % MONTH == 0:
            for row in range(rows.start, rows.stop):
                _advance(world, row, pay.draws[firm].a_month)


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


def _pay_so_far(world: World, row: int) -> None:
    firm = int(world.sales.reps[row]["firm"])
    plan = world.pay.plans[firm]
    unfinished = [c for c, days in world.pay.periods[firm] if (world.day + 1) % days]
    open_ones = [c for c in unfinished if plan[c]["pieces"] and _has_counted(plan[c], world.day)]
    if open_ones:
        _reckon(world, row, open_ones, {c: _share_gain(world, firm, c) for c in open_ones})


def _reckon(world: World, row: int, due: list[int], gains: dict[int, float]) -> None:
    """Write a row for each component, and one for what is kept back of their sum."""
    rep = world.sales.reps[row]
    if rep["joined"] > world.day:
        return
    plan, owed_in_all = world.pay.plans[int(rep["firm"])], 0.0
    for c in due:
        part, whole = plan[c], _part_of_period(world, rep, plan[c])
        value, over = _done(rep, c, part, gains[c]), _over(part, whole)
        quota = float(rep["quota"][c]) * over
        attained = value / quota if quota > 0.0 else 0.0
        owed = 0.0
        if part["pieces"] and _gate_is_open(rep, plan, part, gains, whole):
            x = attained if part["by_quota"] else value / over
            owed = whole * float(part["target_pay"]) * _height(x, part)
        owed_in_all += owed
        same = {"days": part["days"], "measure": part["measure"], "taken_back": rep["taken"][c]}
        same |= {"component": c if part["pieces"] else QUOTA_ALONE, "share": whole}
        _enter(world, row, credit=value, quota=quota, attainment=attained, pay=owed, **same)
    _hand_over(world, row, owed_in_all - _keep_back(world, row, owed_in_all))


def _enter(world: World, row: int, **columns: float) -> None:
    """Write a row of the pay records, with what the rep owes by then."""
    rep = world.sales.reps[row]
    world.records.pay.append(
        day=world.day, rep=row, firm=rep["firm"], balance=rep["owes"], **columns
    )


def _hand_over(world: World, row: int, money: float) -> None:
    rep = world.sales.reps[row]
    rep["earned"] += money
    rep["recent_pay"] += money
    world.add(int(rep["firm"]), "variable_pay", money)


def _keep_back(world: World, row: int, earned: float) -> float:
    """Keep back a debt as far as pay was earned; pay below nothing, after clawbacks, adds to it."""
    rep, draw = world.sales.reps[row], world.pay.draws[int(world.sales.reps[row]["firm"])]
    back = min(float(rep["owes"]), earned)
    rep["owes"] -= back
    if not draw.recoverable:
        rep["owes"] -= min(float(rep["owes"]), float(rep["advanced"]))
    rep["advanced"] = 0.0
    if back != 0.0:
        _note_balance(world, row, -back)
    return back


def _advance(world: World, row: int, money: float) -> None:
    rep = world.sales.reps[row]
    if rep["joined"] > world.day:
        return
    rep["owes"] += money
    rep["advanced"] += money
    _note_balance(world, row, money)
    _hand_over(world, row, money)


def _note_balance(world: World, row: int, money: float) -> None:
    """Write down what is paid in advance, or kept back, beside what is owed now."""
    _enter(world, row, component=ADVANCE, days=MONTH, measure=-1, pay=money, share=1.0)


def _measure(part: ComponentRow) -> Measure:
    return REGISTER[MEASURES[part["measure"]]]


def _part_of_period(world: World, rep: RepRow, part: ComponentRow) -> float:
    """The part of the period that is over: 1 at its end, whoever sat in the seat when it began."""
    days = int(part["days"])
    over = (world.day + 1) % days
    if over == 0:
        return 1.0
    return min(over, world.day + 1 - int(rep["joined"])) / days


def _done(rep: RepRow, c: int, part: ComponentRow, gain: float) -> float:
    """A rep's result in a period, in the measure's own unit; of a ratio over nothing, its goal."""
    credit, measure = float(rep["credit"][c]), _measure(part)
    if not measure.is_ratio:
        return credit
    if measure.unit == GAIN:
        return float(part["goal"]) if math.isnan(gain) else gain
    over = float(rep["before"][c] if measure.unit == MULTIPLE else rep["base"][c])
    return credit / over if over > 0.0 else float(part["goal"])


def _over(part: ComponentRow, whole: float) -> float:
    """The part of a whole period's result that is due: of a ratio, all of it at any time."""
    return 1.0 if _measure(part).is_ratio else whole


def _height(x: float, part: ComponentRow) -> float:
    """The curve at x; what was taken back beyond what was credited goes down its first slope."""
    if x < 0.0 and part["clawback_days"] > 0:
        return float(part["slope"][0]) * x
    return float(payout(x, part["at"], part["jump"], part["slope"], int(part["pieces"])))


def _gate_is_open(
    rep: RepRow, plan: Plan, part: ComponentRow, gains: dict[int, float], whole: float
) -> bool:
    gate = int(part["gate"])
    if gate < 0:
        return True
    other = plan[gate]
    quota = float(rep["quota"][gate]) * _over(other, whole)
    done = _done(rep, gate, other, gains.get(gate, math.nan))
    return bool(quota > 0.0 and done / quota >= part["gate_attainment"])


def _has_counted(part: ComponentRow, day: int) -> bool:
    """Whether the component counted on any day of the period so far."""
    first = day - day % int(part["days"])
    return any(counts(part, one) for one in range(day, first - 1, -1))


def _share_gain(world: World, firm: int, c: int) -> float:
    """The firm's share of all wins of the period so far less that of the period before."""
    if _measure(world.pay.plans[firm][c]).unit != GAIN:
        return math.nan
    return _win_share(world, firm, c) - float(world.pay.last_share[firm, c])


def _win_share(world: World, firm: int, c: int) -> float:
    first = world.day - world.day % int(world.pay.plans[firm][c]["days"])
    wins = world.records.panel[first : world.day + 1, :, world.column["wins"]].sum(axis=0)
    return float(wins[firm] / wins.sum()) if wins.sum() else math.nan


def _turn_page(world: World, firm: int, c: int) -> None:
    """Begin the next period of a component with nothing counted yet."""
    sales = world.sales
    rows = world.rows_of(firm)
    sales.reps["before"][rows, c] = sales.reps["credit"][rows, c]
    for name in ("credit", "base", "taken"):
        sales.reps[name][rows, c] = 0.0
    if _measure(world.pay.plans[firm][c]).unit == GAIN:
        world.pay.last_share[firm, c] = _win_share(world, firm, c)
