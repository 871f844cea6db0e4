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
def reveals(knowledge: float, power: float) -> float:
    """Chance that a discovery question reveals the pain it is about: 1 − exp(−κ·knowledge).

    After the role of questions in Rackham 1988, *SPIN Selling*.
    """
    return 1.0 - math.exp(-power * knowledge)


@compiled
def leads_with_dearest(revealed: int, problem_first: bool) -> bool:
    """Whether a rep offers what earns most: no pain is known, or solutions are sold first."""
    return not problem_first or revealed == 0
