"""Conversation: a rep discovers pains, offers, and tells the customer how well it fits."""

import math

from sim.engine.compiled import compiled


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
