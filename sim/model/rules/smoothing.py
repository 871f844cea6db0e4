"""Smoothing: what people expect follows what they see, a part of the way each time."""

from sim.engine.compiled import compiled

# Reps take stock of pay and sales once a quarter, the last quarter as much as all before it.
TAKING_STOCK = 0.5


@compiled
def smoothed(before: float, seen: float, weight: float) -> float:
    """Running mean after one more value: moved by ``weight``, 0 to 1, of the way to it.

    Adaptive expectations (Cagan 1956; Nerlove 1958): a value counts (1 − w)ⁿ·w after n more.
    """
    return before + weight * (seen - before)
