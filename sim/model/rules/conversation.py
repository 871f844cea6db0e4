"""Conversation: how able a rep is, what discovery finds, and what is offered for it."""

import math

from sim.engine.compiled import compiled


def skill(luck: float, spread: float) -> float:
    """A rep's skill: log-normal with mean 1; ``luck`` is standard normal, ``spread`` the log-SD.

    Hunter, Schmidt & Judiesch 1990, *J. Applied Psychology* 75(1):28-42.
    """
    return math.exp(spread * luck - 0.5 * spread * spread)


@compiled
def ramp(days_in_job: float, time_constant: float) -> float:
    """Part of full skill that a rep has after so many days in the job, 0 to 1."""
    if time_constant <= 0.0:
        return 1.0
    return 1.0 - math.exp(-(days_in_job + 1.0) / time_constant)


@compiled
def reveals(skill: float, power: float) -> float:
    """Chance that a discovery question reveals the pain it is about: 1 − exp(−κ·skill).

    After the role of questions in Rackham 1988, *SPIN Selling*.
    """
    return 1.0 - math.exp(-power * skill)


@compiled
def is_known(revealed: int, pain: int) -> bool:
    """Whether discovery has revealed a pain; ``revealed`` has a bit for each."""
    return (revealed >> pain) & 1 == 1


@compiled
def pains_known(revealed: int) -> int:
    """Number of pains that discovery has revealed."""
    found = 0
    while revealed:
        found += revealed & 1
        revealed >>= 1
    return found


@compiled
def leads_with_dearest(revealed: int, problem_first: bool) -> bool:
    """Whether a rep offers what earns most instead of what answers the pains: solution first, or
    no pain is known."""
    return not problem_first or revealed == 0
