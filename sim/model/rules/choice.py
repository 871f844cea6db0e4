"""Choice: sure enough that one option beats the rest, by chance among them, or good enough."""

import math

from sim.engine.compiled import compiled
from sim.engine.rows import Floats


@compiled
def sureness(gap: float, variance: float) -> float:
    """Standard deviations by which an option leads another; Φ of it is the chance it is better.

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


@compiled
def drawn(luck: float, utility: Floats, options: int, scale: float) -> int:
    """Number of the option chosen when the chance of each goes with e^(scale·utility).

    Multinomial logit (McFadden 1974). ``utility`` [options]; a scale of 0 chooses evenly, a large
    one the best.
    """
    best = utility[0]
    for option in range(1, options):
        best = max(best, utility[option])
    total = 0.0
    for option in range(options):
        total += math.exp(scale * (utility[option] - best))
    left = luck * total
    for option in range(options):
        left -= math.exp(scale * (utility[option] - best))
        if left < 0.0:
            return option
    return options - 1


@compiled
def aspiration(days: float, first: float, doing_nothing: float, patience: float) -> float:
    """Utility that is good enough after days of search: it falls towards that of doing nothing.

    Satisficing (Simon 1955, Quarterly J Economics 69:99-118).
    """
    return doing_nothing + (first - doing_nothing) * math.exp(-days / patience)
