"""Cold reach: strangers answer a call less often than people who left their name.

Of cold calls 5 to 13 in a hundred reach somebody, by hundreds of millions of calls that vendors
counted (Gong; Cognism; Belkins), where leads answer 36 to 47 in a hundred.
"""

import math

from sim.engine.compiled import compiled


@compiled
def reach_of_strangers(cold: float, leads: float) -> float:
    """Chance to reach a stranger at one call: its own, or the leads' where none is given (NaN)."""
    return leads if math.isnan(cold) else cold
