"""Closing: a rep's moves on the day on which a deal is signed, and what they bring and cost."""

import math
from typing import Any

import numpy as np

from sim.engine.compiled import compiled
from sim.model.rules.waiting import rounds

# What can be done about the day's closings, and the number of each move in compiled code.
CLOSINGS = ("hold", "natural", "push", "hard push")
_NUMBERS: Any = np.arange(len(CLOSINGS))
HOLD, NATURAL, PUSH, HARD = _NUMBERS
# A gain (deals' pay at the reference rate) below which nobody bothers.
BOTHER = 1e-4


@compiled
def credibility(days_left: float, fade_days: float) -> float:
    """Part of customers who believe that an offer ends: 1 on the deadline's day, less before it.

    A push works near a deadline only: e^(−(days left − 1)/τ), ``days_left`` counting today. Without
    this, reps would push from the first day of a period (and the last day would not stand out).
    """
    if fade_days <= 0.0:
        return 1.0 if days_left <= 1.0 else 0.0
    return math.exp(-(days_left - 1.0) / fade_days)


@compiled
def days_of_paperwork(mean: float, luck: float) -> int:
    """Whole days from yes to signature, with the same chance every day (geometric); 0 if none."""
    if mean <= 0.0:
        return 0
    if mean <= 1.0:
        return 1
    return 1 + rounds(luck, 1.0 - 1.0 / mean)


@compiled
def best_move(hold: float, push: float, hard: float) -> int:
    """The move that gains most (deals' pay at the reference rate); the natural one if none does."""
    most = max(hold, push, hard)
    if most <= BOTHER:
        return NATURAL
    if most == hold:
        return HOLD
    return PUSH if most == push else HARD


@compiled
def of_move(move: int, push: float, hard: float) -> float:
    """A move's discount or effect: that of a push or of a hard one, and none for other moves."""
    if move == PUSH:
        return push
    return hard if move == HARD else 0.0


@compiled
def answer_to_push(yes: float, no: float, believed: float, closes: float, loses: float) -> int:
    """A customer's answer to a push, given two draws: 1 signs today, −1 is lost, 0 waits on.

    Only the part ``believed`` of customers answers at all. Of those, the part ``closes`` signs; of
    those who do not, the part ``loses`` is put off for good.
    """
    if yes < believed * closes:
        return 1
    return -1 if no < believed * loses else 0


@compiled
def day_without_push(fall: float, wait: float, falls_through: float, held: float) -> int:
    """An agreed deal's day, given two draws: −1 falls through, 1 signs a day later, 0 as planned.

    All deals fall through at the same hazard a day. Held back is the part ``held`` of the rest.
    """
    if fall < falls_through:
        return -1
    return 1 if wait < held else 0


@compiled
def tailored(part: float, skill: float, work: float, least: float) -> float:
    """Utility that a rep's own work with a customer adds to an offer: β·ln(skill·work).

    Zero for mean skill at reference effort. Skill is log-normal in what reps sell (Hunter, Schmidt
    & Judiesch 1990), so utility goes with its logarithm; ``least`` is where that is cut off.
    """
    return part * math.log(max(skill * work, least))


@compiled
def persistence(attempts: float, work: float, luck: float) -> int:
    """Attempts to reach a lead before giving up: as many more as the rep works more, at least one.

    ``luck`` in [0, 1) rounds up or down so that the mean is right.
    """
    return max(1, int(attempts * work + luck))
