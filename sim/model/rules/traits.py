"""Traits: how unlike people are where a trait is log-normal. A log-SD of 0 makes all alike."""

import math

from sim.engine.compiled import compiled


@compiled
def times_mean(luck: float, log_sd: float) -> float:
    """A person's trait as a multiple of its mean: exp(σz − σ²/2), z being luck that is N(0, 1)."""
    return math.exp(log_sd * luck - 0.5 * log_sd * log_sd)


@compiled
def times_median(luck: float, log_sd: float) -> float:
    """A person's trait as a multiple of its median: exp(σz), z being luck that is N(0, 1)."""
    return math.exp(log_sd * luck)
