"""Contact: whether to read on, call a rep, or wait."""

import math

import numpy as np

from sim.engine.compiled import compiled
from sim.model.rules.normal import cumulative, density

# Gains for a spread of 1, this many gaps a standard deviation: bounds where no more is asked.
_STEPS = 16.0


@compiled
def information_value(gap: float, moved: float) -> float:
    """Expected gain in utility from signals about one option (utility).

    ``gap`` is the distance between the belief and its best alternative. The signals move the
    belief's mean by N(0, s²), ``moved`` being s²; the gain is the expected value of switching
    (Raiffa & Schlaifer 1961, *Applied Statistical Decision Theory*, ch. 5).
    """
    spread = math.sqrt(moved)
    if spread <= 0.0:
        return 0.0
    z = abs(gap) / spread
    if z > 8.0:
        return 0.0
    return spread * (density(z) - z * cumulative(-z))


def _gain(z: float) -> float:
    return math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi) - 0.5 * z * math.erfc(z / math.sqrt(2))


_GAINS = np.array([_gain(n / _STEPS) for n in range(int(8 * _STEPS) + 2)])


@compiled
def worthwhile(gap: float, moved: float, cost: float) -> bool:
    """Whether the information's value exceeds a cost: by its bounds where they tell."""
    spread = math.sqrt(moved)
    steps = _STEPS * abs(gap)
    if steps >= 8.0 * _STEPS * spread:
        return information_value(gap, moved) > cost
    below = int(steps / spread)
    if spread * _GAINS[below] <= cost * (1.0 - 1e-9):
        return False
    if spread * _GAINS[below + 1] > cost * (1.0 + 1e-9):
        return True
    return information_value(gap, moved) > cost
