"""Contact: read on, call a rep, or wait."""

import math

from sim.compiled import compiled
from sim.rules.normal import cumulative, density


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
