"""The score: outcomes by year, start and size, and whether they stay within a margin.

A difference *stays* when its 95 % interval lies within the margin (two points for shares, 5 % of
the value for the rest), *moves* when the interval lies beyond it, and is *open* otherwise.
"""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import t as student

from experiments.measures.outcomes import OUTCOMES
from sim.inference.intervals import Interval, difference
from sim.inference.intervals import interval as mean

LOOKED_AT = (
    "decided_before_contact", "progress_at_contact", "favourite_wins", "no_decision_contacted",
    "no_decision_all", "in_market", "wins_market", "lead_to_win_market", "talks_per_win",
    "accounts",
)  # fmt: skip
TEXTS = {name: OUTCOMES[name].text if name in OUTCOMES else "customers with a supplier"
         for name in LOOKED_AT}  # fmt: skip
POINTS, PART = 0.02, 0.05


def drift(runs: pd.DataFrame, start: str, first: int, last: int) -> dict[str, Interval]:
    """Each outcome in the last year less the first, paired by seed."""
    found = runs[runs["start"] == start].set_index(["year", "seed"])
    a, b = found.loc[first], found.loc[last]
    return {name: difference(a[name].to_numpy(), b[name].to_numpy()) for name in LOOKED_AT}


def apart(a: pd.DataFrame, b: pd.DataFrame) -> dict[str, Interval]:
    """Each outcome in b less that in a, which share no luck (Welch's interval)."""
    return {name: _welch(a[name].to_numpy(float), b[name].to_numpy(float)) for name in LOOKED_AT}


def levels(rows: pd.DataFrame) -> dict[str, Interval]:
    """Each outcome's mean over seeds."""
    return {name: mean(rows[name].to_numpy(float)) for name in LOOKED_AT}


def settled(runs: pd.DataFrame, start: str, outcome: str, last: Sequence[int]) -> int:
    """The first year from which an outcome's mean stays within the margin of the settled market's.

    That is the mean over the ``last`` years from the stationary start. One year more than there are
    if it never does.
    """
    by_year = runs.groupby(["start", "year"])[outcome].mean()
    goal = float(by_year.loc["stationary"].loc[list(last)].mean())
    off = (by_year.loc[start] - goal).abs() > margin(outcome, goal)
    return int(off[off].index.max()) + 1 if off.any() else int(off.index.min())


def margin(outcome: str, value: float) -> float:
    """How much an outcome may move before it counts."""
    share = outcome == "accounts" or OUTCOMES[outcome].unit == "share"
    small = outcome == "lead_to_win_market"
    return POINTS if share and not small else PART * abs(value)


def verdict(outcome: str, change: Interval, value: float) -> str:
    """Stays, moves or open."""
    if not math.isfinite(change.low):
        return "open"
    allowed = margin(outcome, value)
    if change.inside(-allowed, allowed):
        return "stays"
    return "moves" if change.low > allowed or change.high < -allowed else "open"


def _welch(a: np.ndarray, b: np.ndarray) -> Interval:
    a, b = a[np.isfinite(a)], b[np.isfinite(b)]
    n = min(len(a), len(b))
    if n == 0:
        return Interval(np.nan, np.nan, np.nan, 0)
    gap = float(b.mean() - a.mean())
    if n == 1:
        return Interval(gap, np.nan, np.nan, 1)
    of_a, of_b = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    both = of_a + of_b
    if both == 0.0:
        return Interval(gap, gap, gap, n)
    freedom = both**2 / (of_a**2 / (len(a) - 1) + of_b**2 / (len(b) - 1))
    half = float(student.ppf(0.975, freedom) * math.sqrt(both))
    return Interval(gap, gap - half, gap + half, n)
