"""Decisions: how hard a rep works today, at what, and what is done about the day's closings."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.config.working_days import MONTH
from sim.engine.compiled import compiled
from sim.engine.rows import Settings, Table, Whole
from sim.model.foresight.bellman import AGREED, CELLS, LAYERS
from sim.model.foresight.outlooks import LOOKS
from sim.model.pay.calendar import days_left
from sim.model.pay.look_ahead import renew_outlooks
from sim.model.pay.marginal_pay import marginal_pay
from sim.model.pay.rates import take_rates
from sim.model.rules.closing import NATURAL, best_move, credibility, of_move
from sim.model.rules.effort import (
    certain,
    effort,
    responding,
    tries,
    unpaid_part,
    work,
    working_time,
)
from sim.model.state.seats import RepRow
from sim.model.state.world import World
from sim.records.activities import SELLING, SERVICE


class Prospects(NamedTuple):
    """All that reps plan by: settings of firms, pay plans [firm, component], rates [firm], and the
    looks ahead: their book, days and components [firm, look], components looked ahead on [firm]."""

    settings: Table[Settings]
    timing: Table[Settings]
    plans: Any
    rates: Any
    book: NDArray[np.float32]
    days: Whole
    parts: Whole
    ahead: NDArray[np.bool_]


def plan_the_day(world: World) -> None:
    """Every rep decides on effort, hours, and what to do about signatures."""
    sales, pay = world.sales, world.pay
    if world.day % MONTH == 0:
        take_rates(world)
    renew_outlooks(world)
    look = pay.outlooks
    looks = look.book, look.days, look.parts, look.ahead
    prospects = Prospects(sales.settings, sales.timing, pay.plans, pay.rates, *looks)
    world.entry[plan_days](world.day, sales.reps, sales.agreed, prospects)


@compiled
def plan_days(day: int, reps: Table[RepRow], agreed: Whole, prospects: Prospects) -> None:
    """The built-in rule over all seats: effort answers to pay at the margin, hours to effort."""
    for r in range(len(reps)):
        rep = reps[r]
        firm = rep["firm"]
        settings, ahead = prospects.settings[firm], prospects.ahead[firm]
        rates = prospects.rates[firm]
        sell, keep = marginal_pay(rep, day, prospects.plans[firm], ahead, rates)
        sell = certain(sell / rates["effort_rate"], settings["risk_aversion"])
        sell += _look_ahead(rep, day, agreed[r], prospects)
        keep /= rates["service_rate"]
        _set_effort(rep, sell, keep, settings)
        _set_hours(rep, keep, settings)


@compiled
def _looked_up(
    book: NDArray[np.float32], start: int, day: int, x: float, agreed: int, layer: int
) -> float:
    """A look ahead's entry at a credit between two cells."""
    i = min(max(int(x), 0), CELLS - 2)
    part = min(max(x - i, 0.0), 1.0)
    at = start + ((day * CELLS + i) * AGREED + agreed) * LAYERS + layer
    low, high = float(book[at]), float(book[at + AGREED * LAYERS])
    return low + part * (high - low)


@compiled
def _look_ahead(rep: RepRow, day: int, agreed: int, prospects: Prospects) -> float:
    """The worth of one more deal by all looks ahead (deals' pay at the reference rate); decides on
    the move about the day's signatures, and the part of the price that it takes off."""
    worth, hold, push, hard, pressure = 0.0, 0.0, 0.0, 0.0, 0.0
    book, firm, agreed = prospects.book, rep["firm"], min(agreed, AGREED - 1)
    timing = prospects.timing[firm]
    control = timing["control"]
    for look in range(LOOKS):
        start, days = rep["outlook"][look], prospects.days[firm, look]
        if days == 0 or start < 0:
            continue
        left = days_left(prospects.plans[firm][prospects.parts[firm, look]], day)
        if left == 0:
            continue
        x = rep["credit"][prospects.parts[firm, look]] / rep["cell"][look]
        worth += _looked_up(book, start, days - left, x, agreed, 0)
        hold += _looked_up(book, start, days - left, x, agreed, 1)
        push += _looked_up(book, start, days - left, x, agreed, 2)
        hard += _looked_up(book, start, days - left, x, agreed, 3)
        believed = credibility(float(left), timing["deadline_days"])
        pressure = max(pressure, control * believed)
    move = best_move(hold, push, hard) if control > 0.0 else NATURAL
    rep["move"], rep["pressure"] = move, pressure if move != NATURAL else 0.0
    rep["off"] = of_move(move, timing["push_discount"], timing["hard_discount"])
    return worth


@compiled
def _set_effort(rep: RepRow, sell: float, keep: float, settings: Settings) -> None:
    """Effort on selling and on service, as far as they answer to pay."""
    best = effort(sell, keep, settings["substitution"], settings["effort_max"])
    rep["effort"] = responding(1.0, best, settings["effort_response"])
    best = effort(keep, sell, settings["substitution"], settings["effort_max"])
    rep["service_effort"] = responding(0.0, best, settings["service_response"])
    rep["work"] = work(settings["effort_floor"], settings["effort_gain"], rep["effort"])
    rep["persistence"] = tries(rep["work"], settings["persistence_response"])


@compiled
def _set_hours(rep: RepRow, keep: float, settings: Settings) -> None:
    """Hours to sell, and to look after accounts: what is paid for may drive out what is not."""
    hours = settings["hours_per_day"]
    selling = working_time(hours, settings["selling_share"], rep["work"])
    floor = unpaid_part(settings["service_floor"], settings["crowding_out"], keep)
    serving = work(floor, settings["service_gain"], rep["service_effort"])
    serving = working_time(hours, settings["service_share"], serving)
    for activity in range(SELLING):
        rep["plan"][activity] = selling
    rep["plan"][SERVICE] = min(serving, hours - selling)
