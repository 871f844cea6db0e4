"""Waiting: how long lasts what may end at any time, however long it has lasted already."""

import math

from sim.engine.compiled import compiled


@compiled
def lasting(luck: float, mean: float) -> float:
    """A time that is exponential with this mean, in its unit; ``luck`` in (0, 1)."""
    return -math.log(luck) * mean


@compiled
def rounds(luck: float, goes_on: float) -> int:
    """Whole rounds survived, each with the chance ``goes_on`` in (0, 1): geometric from 0."""
    return int(math.log(luck) / math.log(goes_on))
