"""Lead scoring: the need that marketing can see, and the score that it calls qualified."""

import math

from sim.engine.compiled import compiled


@compiled
def accuracy(alone: float, information: float) -> float:
    """Correlation ρ of score and need when marketing shares the part ι of what sales knows."""
    return alone + information * (1.0 - alone)


@compiled
def score(in_market: bool, correlation: float, luck: float) -> float:
    """Score of a lead: ρ·need + √(1 − ρ²)·N(0, 1), need +1 in the market and −1 outside."""
    need = 1.0 if in_market else -1.0
    return correlation * need + math.sqrt(1.0 - correlation * correlation) * luck


@compiled
def threshold(marketing: float, sales: float, goals: float) -> float:
    """Score that counts as qualified: between the two departments' own, at weight ω of sales'."""
    return marketing + goals * (sales - marketing)
