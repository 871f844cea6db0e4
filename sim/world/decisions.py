"""Decisions: how hard a rep works today, at what, and what is done about the day's closings."""

from typing import Any

from sim.compiled import compiled
from sim.foresight.bellman import AGREED, CELLS, HARD, HOLD, LAYERS, NATURAL, PUSH
from sim.rules.closing import credibility
from sim.rules.effort import certain, effort, working_time
from sim.rules.payout import marginal_payout, period_spread
from sim.world.sales_reps import LOOKS, NEW, RENEWAL, SERVICE

Rows = Any
# A gain (deals' pay at the reference rate) below which nobody bothers.
_BOTHER = 1e-4


@compiled
def pay_pull(
    rep: Any, day: int, measure: int, plan: Rows, ahead: Any, deal_value: float,
    deal_spread: float,
) -> float:  # fmt: skip
    """What one more unit of money sold (or renewed) adds to the rep's expected pay, by where the
    period is heading; components that are looked ahead on are left out."""
    pull = 0.0
    for c in range(len(plan)):
        part = plan[c]
        if part["pieces"] == 0 or part["measure"] != measure or ahead[c]:
            continue
        days_left = part["days"] - day % part["days"]
        unit = rep["quota"][c] if part["by_quota"] else 1.0
        if unit <= 0.0:
            continue
        pace = rep["pace"] if measure == NEW else rep["renewal_pace"]
        end = rep["credit"][c] + pace * days_left
        spread = period_spread(pace, deal_value, deal_spread, days_left)
        worth = marginal_payout(
            end / unit, spread / unit, part["at"], part["jump"], part["slope"], part["pieces"]
        )
        pull += part["target_pay"] * worth / unit
    return pull


@compiled
def _looked_up(book: Any, start: int, day: int, x: float, agreed: int, layer: int) -> float:
    """A look ahead's entry at a credit between two cells."""
    i = min(max(int(x), 0), CELLS - 2)
    part = min(max(x - i, 0.0), 1.0)
    at = start + ((day * CELLS + i) * AGREED + agreed) * LAYERS + layer
    low, high = float(book[at]), float(book[at + AGREED * LAYERS])
    return low + part * (high - low)


@compiled
def _look_ahead(
    rep: Any, day: int, agreed: int, book: Any, days: Any, parts: Any, fade_days: float,
    control: float,
) -> float:  # fmt: skip
    """What one more deal is worth by all looks ahead (deals' pay at the reference rate); decides on
    the move that gains most over letting deals take their course."""
    worth, hold, push, hard, pressure = 0.0, 0.0, 0.0, 0.0, 0.0
    agreed = min(agreed, AGREED - 1)
    for look in range(LOOKS):
        start = rep["outlook"][look]
        if days[look] == 0 or start < 0:
            continue
        today = day % days[look]
        x = rep["credit"][parts[look]] / rep["cell"][look]
        worth += _looked_up(book, start, today, x, agreed, 0)
        hold += _looked_up(book, start, today, x, agreed, 1)
        push += _looked_up(book, start, today, x, agreed, 2)
        hard += _looked_up(book, start, today, x, agreed, 3)
        pressure = max(pressure, control * credibility(float(days[look] - today), fade_days))
    rep["move"], rep["pressure"] = NATURAL, 0.0
    most = max(hold, push, hard)
    if control > 0.0 and most > _BOTHER:
        rep["pressure"] = pressure
        if most == hold:
            rep["move"] = HOLD
        else:
            rep["move"] = PUSH if most == push else HARD
    return worth


@compiled
def plan_days(
    day: int, reps: Rows, plans: Rows, sales: Rows, timing: Rows, ahead: Any, agreed: Any,
    book: Any, look_days: Any, look_parts: Any, deal_value: float, deal_spread: float,
) -> None:  # fmt: skip
    """The built-in rule over all seats: effort answers to pay at the margin, hours to effort."""
    for r in range(len(reps)):
        rep = reps[r]
        firm = rep["firm"]
        plan, its, when = plans[firm], sales[firm], timing[firm]
        steady = pay_pull(rep, day, NEW, plan, ahead[firm], deal_value, deal_spread)
        sell = certain(steady / its["effort_reference"], its["risk_aversion"])
        sell += _look_ahead(
            rep, day, agreed[r], book, look_days[firm], look_parts[firm], when["deadline_days"],
            when["control"],
        )  # fmt: skip
        keep = pay_pull(rep, day, RENEWAL, plan, ahead[firm], deal_value, deal_spread)
        keep /= its["service_reference"]
        _set_effort(rep, sell, keep, its)
        selling = working_time(
            its["hours_per_day"], its["selling_share"], its["effort_floor"], its["effort_gain"],
            rep["effort"],
        )  # fmt: skip
        rep["work"] = its["effort_floor"] + its["effort_gain"] * rep["effort"]
        floor = its["service_floor"]
        if keep > 0.0:
            floor *= 1.0 - its["crowding_out"]
        serving = working_time(
            its["hours_per_day"], its["service_share"], floor, its["service_gain"],
            rep["service_effort"],
        )  # fmt: skip
        for activity in range(SERVICE):
            rep["plan"][activity] = selling
        rep["plan"][SERVICE] = min(serving, its["hours_per_day"] - selling)


@compiled
def _set_effort(rep: Any, sell: float, keep: float, its: Any) -> None:
    """Effort on selling and on service, as far as they answer to pay."""
    best = effort(sell, keep, its["substitution"], its["effort_max"])
    rep["effort"] = 1.0 + its["effort_response"] * (best - 1.0)
    best = effort(keep, sell, its["substitution"], its["effort_max"])
    rep["service_effort"] = its["service_response"] * best
