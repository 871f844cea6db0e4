"""Contact: read on, call a rep, or wait."""

import math

from sim.compiled import compiled
from sim.rules.normal import cumulative, density


@compiled
def information_value(gap: float, variance: float, precision: float) -> float:
    """Expected gain in utility from a signal of this precision about one option (utility).

    ``gap`` is the distance between the belief and its best alternative, ``variance`` the belief's.
    The signal moves the mean by N(0, s²), s² = v²t/(1 + vt); the gain is the expected value of
    switching (Raiffa & Schlaifer 1961, *Applied Statistical Decision Theory*, ch. 5).
    """
    spread = variance * math.sqrt(precision / (1.0 + variance * precision))
    if spread <= 0.0:
        return 0.0
    z = abs(gap) / spread
    if z > 8.0:
        return 0.0
    return spread * (density(z) - z * cumulative(-z))
