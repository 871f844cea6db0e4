"""Closing: what a rep can do about the day on which a deal is signed, and what that costs."""

import math

from sim.engine.compiled import compiled


@compiled
def credibility(days_left: float, fade_days: float) -> float:
    """How far a customer believes that an offer ends: 1 on the deadline's day, less before it.

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
    return 1 + int(math.log(luck) / math.log(1.0 - 1.0 / mean))


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
