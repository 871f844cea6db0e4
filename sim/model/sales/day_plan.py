"""Decisions: how hard a rep works today, at what, and what is done about the day's closings."""

from typing import Any, NamedTuple

from sim.config.working_days import MONTH
from sim.engine.compiled import compiled
from sim.model.foresight.bellman import AGREED, CELLS, HARD, HOLD, LAYERS, NATURAL, PUSH
from sim.model.foresight.outlooks import LOOKS
from sim.model.pay.look_ahead import renew_outlooks
from sim.model.pay.marginal_pay import marginal_pay
from sim.model.pay.rates import take_rates
from sim.model.rules.closing import credibility
from sim.model.rules.effort import certain, effort, working_time
from sim.model.state.seats import SERVICE
from sim.model.state.world import World

Rows = Any


class Looks(NamedTuple):
    """The looks ahead as compiled code reads them."""

    book: Any
    days: Any
    parts: Any
    ahead: Any


# A gain (deals' pay at the reference rate) below which nobody bothers.
_BOTHER = 1e-4


def plan_the_day(world: World) -> None:
    """Every rep decides on effort, hours, and what to do about signatures."""
    sales, pay = world.sales, world.pay
    if world.day % MONTH == 0:
        take_rates(world)
    renew_outlooks(world)
    look = pay.outlooks
    plan_days(
        world.day, sales.reps, pay.plans, sales.settings, sales.timing, pay.rates, sales.agreed,
        Looks(look.book, look.days, look.parts, look.ahead),
    )  # fmt: skip


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
    rep: Any, day: int, agreed: int, looks: Looks, fade_days: float, control: float
) -> float:
    """What one more deal is worth by all looks ahead (deals' pay at the reference rate); decides on
    the move that gains most over letting deals take their course."""
    worth, hold, push, hard, pressure = 0.0, 0.0, 0.0, 0.0, 0.0
    agreed = min(agreed, AGREED - 1)
    book, days, parts = looks.book, looks.days[rep["firm"]], looks.parts[rep["firm"]]
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
    day: int, reps: Rows, plans: Rows, sales: Rows, timing: Rows, rates: Rows, agreed: Any,
    looks: Looks,
) -> None:  # fmt: skip
    """The built-in rule over all seats: effort answers to pay at the margin, hours to effort."""
    for r in range(len(reps)):
        rep = reps[r]
        firm = rep["firm"]
        its, when = sales[firm], timing[firm]
        sell, keep = marginal_pay(rep, day, plans[firm], looks.ahead[firm], rates[firm])
        sell = certain(sell / its["effort_reference"], its["risk_aversion"])
        sell += _look_ahead(rep, day, agreed[r], looks, when["deadline_days"], when["control"])
        keep /= its["service_reference"]
        _set_effort(rep, sell, keep, its)
        _set_discount(rep, when)
        _set_hours(rep, keep, its)


@compiled
def _set_effort(rep: Any, sell: float, keep: float, its: Any) -> None:
    """Effort on selling and on service, as far as they answer to pay."""
    best = effort(sell, keep, its["substitution"], its["effort_max"])
    rep["effort"] = 1.0 + its["effort_response"] * (best - 1.0)
    best = effort(keep, sell, its["substitution"], its["effort_max"])
    rep["service_effort"] = its["service_response"] * best
    rep["work"] = its["effort_floor"] + its["effort_gain"] * rep["effort"]
    answers = its["persistence_response"]
    rep["persistence"] = answers * rep["work"] + (1.0 - answers)


@compiled
def _set_discount(rep: Any, when: Any) -> None:
    """The part of the price that the day's move takes off."""
    rep["off"] = 0.0
    if rep["move"] == PUSH:
        rep["off"] = when["push_discount"]
    elif rep["move"] == HARD:
        rep["off"] = when["hard_discount"]


@compiled
def _set_hours(rep: Any, keep: float, its: Any) -> None:
    """Hours to sell, and to look after accounts: what is paid for may drive out what is not."""
    hours, floor = its["hours_per_day"], its["service_floor"]
    selling = working_time(
        hours, its["selling_share"], its["effort_floor"], its["effort_gain"], rep["effort"]
    )
    if keep > 0.0:
        floor *= 1.0 - its["crowding_out"]
    serving = working_time(
        hours, its["service_share"], floor, its["service_gain"], rep["service_effort"]
    )
    for activity in range(SERVICE):
        rep["plan"][activity] = selling
    rep["plan"][SERVICE] = min(serving, hours - selling)
