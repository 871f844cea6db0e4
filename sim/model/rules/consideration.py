"""Consideration: which firms come to mind when a need arises."""

import math

from sim.engine.compiled import compiled


@compiled
def comes_to_mind(salience: float, scale: float) -> float:
    """Chance that a firm of this salience is considered at entry: 1 − exp(−G/κ).

    Mental availability by memory strength (Nedungadi 1990, J Consumer Research 17:263-276).
    """
    return 1.0 - math.exp(-salience / scale)
