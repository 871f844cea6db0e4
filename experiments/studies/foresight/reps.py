"""A rep alone, period after period, who does what a table says: an exact check of the tables.

Days, deals and closings are as the look ahead has them, but whole deals of log-normal size come and
go by chance, credit is continuous, and what is agreed at a period's end is carried into the next.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from sim.engine.compiled import compiled
from sim.engine.luck import key_of, normal, poisson, uniform
from sim.engine.slots import Purpose
from sim.model.foresight.bellman import LAYERS, Outlook
from sim.model.rules.closing import BOTHER, HARD, HOLD, NATURAL, PUSH, credibility
from sim.model.rules.payout import marginal_payout, payout, period_spread

_SIZE, _MORE = 1000, 2000


class Plan(NamedTuple):
    """One curve of pay over credit in units of the scale, in deals' pay at the reference rate."""

    at: Any
    jump: Any
    slope: Any
    height: float


class Lived(NamedTuple):
    """What a rep lived through: pay less the cost of effort, and pay, both a period (deals' pay at
    the reference rate); signatures by day of the period; mean effort."""

    utility: float
    pay: float
    signed: Any
    effort: float


class Job(NamedTuple):
    """A rep's outlook, the worth of a deal (of the scale), the plan, and the days of a period."""

    look: Outlook
    deal: float
    plan: Plan
    days: int


def live(table: Any, cells: int, job: Job, periods: int, seed: int) -> Lived:
    """Let a rep follow a table [day, cell, agreed, layer] with ``cells`` cells to the scale; an
    empty table is the myopic rule."""
    keys = np.array([key_of(seed, Purpose.SIGNING, day) for day in range(job.days * periods)])
    signed = np.zeros(job.days)
    found = _live(table, float(cells), job, periods, keys, signed)
    return Lived(found[0] / periods, found[1] / periods, signed / periods, found[2])


def last_day(lived: Lived) -> float:
    """Signatures on the last day over the mean of the middle three fifths of the period."""
    days = len(lived.signed)
    return float(lived.signed[-1] / lived.signed[days // 5 : 4 * days // 5].mean())


@compiled
def _live(
    table: Any, cells: float, job: Job, periods: int, keys: Any, signed: Any
) -> tuple[float, float, float]:
    look, deal, plan, days = job.look, job.deal, job.plan, job.days
    utility, paid, efforts, agreed = 0.0, 0.0, 0.0, 0
    for period in range(periods):
        credit = 0.0
        for day in range(days):
            key, left = keys[period * days + day], days - day
            if len(table):
                effort, move = _decided(table, day, credit * cells, agreed, look)
            else:
                effort, move = _myopic(credit, left, look, deal, plan, days), NATURAL
            efforts += effort
            utility -= 0.5 * look.effort_gain * look.wins * effort * effort
            won, gone, more = _closings(key, agreed, move, left, look, deal)
            signed[day] += won
            credit += more
            rate = look.wins * (1.0 + look.effort_gain * (effort - 1.0))
            agreed += poisson(uniform(key, 0, _MORE), rate) - won - gone
        pay = payout(credit, plan.at, plan.jump, plan.slope, len(plan.at)) * plan.height
        utility += pay
        paid += pay
    return utility, paid, efforts / (periods * days)


@compiled
def _decided(table: Any, day: int, x: float, agreed: int, look: Outlook) -> tuple[float, int]:
    """Effort and move, as a table has them between its cells."""
    i = min(max(int(x), 0), table.shape[1] - 2)
    part, j = min(max(x - i, 0.0), 1.0), min(agreed, table.shape[2] - 1)
    worth, best, move = 0.0, BOTHER, NATURAL
    for layer in range(LAYERS):
        low, high = table[day, i, j, layer], table[day, i + 1, j, layer]
        value = low + part * (high - low)
        if layer == 0:
            worth = value
        elif value > best:
            best = value
            move = HOLD if layer == 1 else (PUSH if layer == 2 else HARD)
    if look.control <= 0.0:
        move = NATURAL
    return min(max(worth, 0.0), look.effort_max), move


@compiled
def _myopic(credit: float, left: int, look: Outlook, deal: float, plan: Plan, days: int) -> float:
    """Effort by where the period is heading, as reps who do not look ahead have it."""
    spread = period_spread(look.wins * deal, deal, look.size_cv**2, float(left))
    worth = marginal_payout(
        credit + look.wins * deal * left, spread, plan.at, plan.jump, plan.slope, len(plan.at)
    )
    return min(max(worth * plan.height * deal, 0.0), look.effort_max)


@compiled
def _closings(
    key: Any, agreed: int, move: int, left: int, look: Outlook, deal: float
) -> tuple[int, int, float]:
    """Deals signed and lost today, and the credit of those signed."""
    natural, push, harm = look.signs, 0.0, look.fails
    if move == HOLD:
        natural *= 1.0 - look.control
    elif move != NATURAL:
        pressure = look.control * credibility(float(left), look.fade_days)
        push, harm = pressure * look.grip[move], harm + pressure * look.harm[move]
    log_sd = math.sqrt(math.log1p(look.size_cv**2))
    won, gone, credit = 0, 0, 0.0
    for d in range(agreed):
        size = deal * math.exp(log_sd * normal(key, d, _SIZE) - 0.5 * log_sd * log_sd)
        if uniform(key, d, 0) < natural:
            won += 1
            credit += size
        elif uniform(key, d, 1) < push:
            won += 1
            credit += size * look.price[move]
        elif uniform(key, d, 2) < harm:
            gone += 1
    return won, gone, credit
