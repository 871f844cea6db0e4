"""Choice: how sure a customer is that the best option beats the rest, doing nothing among them."""

import math

from sim.compiled import compiled


@compiled
def sureness(gap: float, variance: float) -> float:
    """How many standard deviations an option leads another by; Φ of it is the chance it is better.

    Pairwise comparison of uncertain utilities (Thurstone 1927, case V with unequal variances).
    Kept on this scale because comparing it with a quantile is cheaper than evaluating Φ.
    """
    if variance <= 0.0:
        return 40.0 if gap > 0.0 else 0.0
    return gap / math.sqrt(variance)


@compiled
def surely(gap: float, variance: float, enough: float) -> bool:
    """Whether sureness reaches ``enough`` (positive), without its root and quotient."""
    return gap > 0.0 and gap * gap >= enough * enough * variance
