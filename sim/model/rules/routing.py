"""Routing: which rep's turn it is, and how long a lead takes to reach the rep."""

from sim.engine.compiled import compiled
from sim.model.rules.waiting import lasting


@compiled
def claim(skill: float, absent: bool) -> float:
    """A rep's claim on the next lead: turns are in proportion to skill, and nobody's while away."""
    return 0.0 if absent else skill


@compiled
def days_to_rep(luck_of_delay: float, luck_of_days: float, at_once: float, mean: float) -> float:
    """Days until a rep has a qualified lead: the part ``at_once`` has none, others exponential."""
    return 0.0 if luck_of_delay < at_once else lasting(luck_of_days, mean)
