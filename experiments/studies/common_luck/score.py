"""The score: Var(difference) ÷ (Var A + Var B) over paired seeds, with its interval."""

from typing import NamedTuple

import numpy as np

from sim.inference.jackknife import jackknife
from sim.inference.samples import Numbers


class Ratio(NamedTuple):
    """A variance ratio with its 95 % interval, and the same with seeds paired wrongly."""

    ratio: float
    low: float
    high: float
    mismatched: float
    pairs: int


def score(a: Numbers, b: Numbers) -> Ratio:
    """How much of the variance two scenarios have left when their outcomes are paired seed by seed.

    Pairs in which either outcome is undefined are left out. ``mismatched`` pairs each seed of A
    with the next seed's B, where luck is independent: it should be about 1.
    """
    known = np.isfinite(a) & np.isfinite(b)
    a, b = a[known], b[known]
    if len(a) < 3 or a.std() + b.std() == 0.0:
        return Ratio(np.nan, np.nan, np.nan, np.nan, len(a))
    found = jackknife(_left, a, b, positive=True)
    return Ratio(found.mean, found.low, found.high, _left(a, np.roll(b, 1)), len(a))


def _left(a: Numbers, b: Numbers) -> float:
    return float((a - b).var(ddof=1) / (a.var(ddof=1) + b.var(ddof=1)))
