"""Backward induction over a pay period: days left, credit so far, deals agreed but not signed.

All money is in units of what one deal pays at the reference rate, so that the best effort equals
what one more deal is worth. Credit is in cells, and one deal's credit is ``deal_cells`` of them.
"""

import math
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.engine.compiled import allocating, compiled
from sim.engine.rows import Floats
from sim.model.rules.closing import HARD, HOLD, NATURAL, PUSH, credibility
from sim.model.rules.window import is_instalment

Worth: TypeAlias = NDArray[np.float32]
MOVES = 4
# What a table says of each state: the worth of one more deal, then what each move gains.
LAYERS = 4
# How finely a table tells states apart unless asked otherwise: credit, and deals agreed.
CELLS = 72
AGREED = 6
# Signatures of one day that are told apart.
_MOST_WINS = 3
_SURE = 0.999


class Outlook(NamedTuple):
    """Expectations and wishes of a kind of rep for one period.

    ``wins`` deals a day that are agreed at reference effort; ``signs`` and ``fails`` chances a day
    that an agreed deal is signed or falls through if nothing is done about it; ``size_cv`` spread
    of a deal's credit. ``effort_gain`` part of work that effort adds,
    ``effort_max`` its limit. ``control`` how far the day is in the rep's hands, ``fade_days`` how
    soon a deadline loses its credibility; per move ``grip`` (chance that a deal is signed when all
    believe in the deadline), ``price`` (part of the credit left) and ``harm`` (chance that one that
    is not signed is lost). ``patience`` what the same pay is worth a payday later, ``aversion``
    constant absolute, per unit.
    """

    wins: float
    signs: float
    fails: float
    size_cv: float
    deal_cells: float
    effort_gain: float
    effort_max: float
    control: float
    fade_days: float
    grip: Floats
    price: Floats
    harm: Floats
    patience: float
    aversion: float


@compiled
def _between(value: Floats, x: float, p: float) -> float:
    """Value [cell, agreed] at a point between its nodes; straight on beyond the last,
    one step only in agreed deals."""
    i = min(max(int(x), 0), value.shape[0] - 2)
    j = min(max(int(p), 0), value.shape[1] - 2)
    a, b = x - i, min(max(p - j, 0.0), 2.0)
    low = value[i, j] + b * (value[i, j + 1] - value[i, j])
    high = value[i + 1, j] + b * (value[i + 1, j + 1] - value[i + 1, j])
    return float(low + a * (high - low))


@compiled
def _after(value: Floats, x: float, p: float, credit: float, spread: float) -> float:
    """Expected value after so much more credit, give or take its spread."""
    if credit <= 0.0:
        return _between(value, x, p)
    more, less = x + credit + spread, x + max(credit - spread, 0.0)
    return 0.5 * (_between(value, more, p) + _between(value, less, p))


@compiled
def _worth_of_move(
    tomorrow: Floats, x: float, agreed: int, move: int, pressure: float, look: Outlook
) -> float:
    """Certainty equivalent of tomorrow's value when today's closings are treated so."""
    won, lost, size = min(look.signs, _SURE), look.fails, look.deal_cells
    if move == HOLD:
        won *= 1.0 - look.control
    elif move != NATURAL:
        # Whoever would sign today anyway pays the full price.
        hastened = pressure * look.grip[move] * (1.0 - won)
        size *= 1.0 - hastened / (won + hastened) * (1.0 - look.price[move])
        won = min(won + hastened, _SURE)
        lost += pressure * look.harm[move]
    most = min(agreed, _MOST_WINS)
    chance, left, mean, base = (1.0 - won) ** agreed, 1.0, 0.0, 0.0
    for n in range(most + 1):
        share = left if n == most else chance
        stays = (agreed - n) * (1.0 - lost) + look.wins
        value = _after(tomorrow, x, stays, n * size, look.size_cv * size * math.sqrt(n))
        if n == 0:
            base = value
        if look.aversion > 0.0:
            mean += share * math.exp(-look.aversion * (value - base))
        else:
            mean += share * (value - base)
        left -= chance
        chance *= won / (1.0 - won) * (agreed - n) / (n + 1)
    if look.aversion > 0.0:
        return base - math.log(mean) / look.aversion
    return base + mean


@compiled
def step(tomorrow: Floats, today: Floats, table: Worth, days_left: int, look: Outlook) -> None:
    """One day of the backward induction: fill today's value and what the table says of it."""
    pressure = look.control * credibility(float(days_left), look.fade_days)
    size, spread = look.deal_cells, look.size_cv * look.deal_cells
    for i in range(tomorrow.shape[0]):
        for j in range(tomorrow.shape[1]):
            own = tomorrow[i, j]
            if look.aversion > 0.0:
                up = _after(tomorrow, i, j, size + spread, 0.0) - own
                down = _after(tomorrow, i, j, max(size - spread, 0.0), 0.0) - own
                loss = 0.5 * (math.exp(-look.aversion * up) + math.exp(-look.aversion * down))
                deal = (1.0 - loss) / look.aversion
            else:
                deal = _after(tomorrow, i, j, size, spread) - own
            effort = min(max(deal, 0.0), look.effort_max)
            natural = _worth_of_move(tomorrow, i, j, NATURAL, 0.0, look)
            best = natural
            table[i, j, 0] = deal
            layer = 1
            for move in (HOLD, PUSH, HARD):
                gain = -1.0
                if look.control > 0.0:
                    gain = _worth_of_move(tomorrow, i, j, move, pressure, look) - natural
                table[i, j, layer] = gain
                best = max(best, natural + gain)
                layer += 1
            worked = look.effort_gain * look.wins
            today[i, j] = best + worked * ((effort - 1.0) * deal - 0.5 * effort * effort)


@allocating
def blank(days: int, cells: int, agreed: int) -> Worth:
    """A table to be filled."""
    return np.zeros((days, cells, agreed, LAYERS), np.float32)


@allocating
def look_ahead(
    payoff: Floats,
    days: int,
    look: Outlook,
    rounds: int,
    agreed: int = AGREED,
    instalment: int = 0,
) -> Worth:
    """Worth of a deal, and of each move, in every state: [day, cell, agreed deals, layer].

    ``payoff`` [cell] is the period's pay, of which what is earned so far is paid every
    ``instalment`` days, if there are any; fewer than ``agreed`` deals are told apart. What agreed
    deals are worth when the period ends is found by going through the period again until it
    settles, ``rounds`` times: one round alone makes every last day a fire sale, since deals that
    are left over then count for nothing.
    """
    table = blank(days, len(payoff), agreed)
    settle(payoff, look, rounds, instalment, table)
    return table


@allocating
def settle(
    payoff: Floats, look: Outlook, rounds: int, instalment: int, table: Worth
) -> tuple[NDArray[np.float64], Floats]:
    """Go through a period until it settles; the value of each state when an instalment begins
    [instalment, cell, agreed], and what agreed deals are worth when the period ends [agreed]."""
    days, cells, agreed = table.shape[0], table.shape[1], table.shape[2]
    left_over = np.zeros(agreed)
    begins = np.zeros((days // instalment + 1 if instalment > 0 else 1, cells, agreed))
    tomorrow, today = np.empty((cells, agreed)), np.empty((cells, agreed))
    for turn in range(rounds):
        for i in range(cells):
            for j in range(agreed):
                tomorrow[i, j] = payoff[i] + left_over[j]
        for day in range(days - 1, -1, -1):
            if is_instalment(day + 1, days, instalment):
                begins[(day + 1) // instalment] = tomorrow
                _pay(tomorrow, payoff, kept(day + 1, days, instalment, look))
            step(tomorrow, today, table[day], days - day, look)
            tomorrow, today = today, tomorrow
        if turn < rounds - 1:
            for j in range(agreed):
                left_over[j] = look.patience * (tomorrow[0, j] - tomorrow[0, 0])
    return begins, left_over


@compiled
def kept(day: int, days: int, instalment: int, look: Outlook) -> float:
    """The worth on a day of the period of pay at the next payday."""
    return float(look.patience ** (min(instalment, days - day) / instalment))


@compiled
def _pay(tomorrow: Floats, payoff: Floats, kept: float) -> None:
    """Turn the value after an instalment into that before it: what is earned so far is paid at
    once, so that it counts in full, and what comes of it later only as far as it is more."""
    for i in range(tomorrow.shape[0]):
        for j in range(tomorrow.shape[1]):
            tomorrow[i, j] = payoff[i] + kept * (tomorrow[i, j] - payoff[i])
