"""Content: how published items become exposures, and how the stock of items ages."""

import math

from sim.compiled import compiled

_LN_2 = 0.6931471805599453


@compiled
def kept_per_day(half_life_days: float) -> float:
    """Part of an item's reach that is left a day later."""
    return math.exp(-_LN_2 / half_life_days)


@compiled
def reference_stock(half_life_days: float) -> float:
    """The mean stock that one item a week sustains (items)."""
    return 0.2 / (1.0 - kept_per_day(half_life_days))


@compiled
def reach(per_day: float, stock: float, reference: float) -> float:
    """Exposures a day at this stock: concave, equal to ``per_day`` at the reference stock.

    ln(1 + G) response to goodwill G (Nerlove & Arrow 1962 for the stock; logarithmic response as
    in the advertising literature surveyed by Simon & Arndt 1980).
    """
    return per_day * math.log(1.0 + stock / reference) / _LN_2
