"""Payout: the height of a pay plan's curve, and the worth of one more unit on it."""

import math

from sim.engine.compiled import compiled
from sim.engine.rows import Floats
from sim.model.rules.normal import cumulative, density


@compiled
def payout(x: float, at: Floats, jump: Floats, slope: Floats, pieces: int) -> float:
    """Height of a piecewise-linear curve with jumps at x: Σ 1[x ≥ xₛ](jumpₛ + slopeₛ·length)."""
    height = 0.0
    for s in range(pieces):
        if x < at[s]:
            break
        end = x
        if s + 1 < pieces and at[s + 1] < x:
            end = at[s + 1]
        height += jump[s] + slope[s] * (end - at[s])
    return height


@compiled
def marginal_payout(
    expected: float, spread: float, at: Floats, jump: Floats, slope: Floats, pieces: int
) -> float:
    """Worth of one more unit to the expected payout of a period that ends at N(expected, spread²).

    The slope is averaged over where the period may end; a jump counts by the chance density of
    ending on it, so a bonus pulls hardest near its threshold and near the deadline. The normal
    approximation to the value of the remaining period (after Steenburgh 2008, QME 6:235-256).
    """
    if spread <= 0.0:
        worth = 0.0
        for s in range(pieces):
            if expected >= at[s]:
                worth = slope[s]
        return worth
    worth = 0.0
    for s in range(pieces):
        low = (at[s] - expected) / spread
        # Credit cannot be negative: the first piece reaches down without end, and has no jump.
        above = 1.0 if s == 0 else 1.0 - cumulative(low)
        beyond = 0.0
        if s + 1 < pieces:
            beyond = 1.0 - cumulative((at[s + 1] - expected) / spread)
        worth += slope[s] * (above - beyond)
        if s > 0:
            worth += jump[s] * density(low) / spread
    return worth


@compiled
def period_spread(daily_credit: float, deal_value: float, deal_spread: float, days: float) -> float:
    """SD of the credit that is still to come: deals arrive as a Poisson stream (money)."""
    return math.sqrt(max(daily_credit, 0.0) * deal_value * (1.0 + deal_spread) * max(days, 0.0))
