"""Content: how published items become exposures, and how the stock of items ages."""

import math

from sim.engine.compiled import compiled
from sim.model.rules.calendar import cycle, publishes

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
    """Exposures a day at a stock of items: concave, ``per_day`` at the reference stock.

    ln(1 + G) response to goodwill G (Nerlove & Arrow 1962 for the stock; logarithmic response as
    in the advertising literature surveyed by Simon & Arndt 1980).
    """
    return per_day * math.log(1.0 + stock / reference) / _LN_2


@compiled
def part_of_reach(per_day: float, stock: float, pooled: float, reference: float) -> float:
    """Exposures a day that a stock has in a public that it shares: its part of the pool's reach.

    Items of one kind on one channel compete for the same people, whatever their topic; ``pooled``
    is the stock of all of them.
    """
    if pooled == 0.0:
        return 0.0
    return reach(per_day, pooled, reference) * (stock / pooled)


@compiled
def settled_stock(
    day: int, kept: float, weekday_bits: int, every_weeks: int, on_weeks: int, off_weeks: int
) -> float:
    """The stock at the end of a day, had one item come out every publishing day for ever."""
    days = cycle(every_weeks, on_weeks, off_weeks)
    stock, left = 0.0, 1.0
    for age in range(days):
        if publishes((day - age) % days, weekday_bits, every_weeks, on_weeks, off_weeks):
            stock += left
        # Not a power: compiled and interpreted ones differ in the last bit.
        left *= kept
    return stock / (1.0 - left)


@compiled
def affordable(hours_wanted: float, hours_had: float) -> float:
    """Share of the items asked for that the marketers' hours allow."""
    return min(1.0, hours_had / hours_wanted) if hours_wanted > 0.0 else 1.0
