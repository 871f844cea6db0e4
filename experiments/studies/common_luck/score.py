"""The score: Var(difference) ÷ (Var A + Var B) over paired seeds, with a bootstrap interval."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 4000
Numbers = NDArray[np.float64]


class Ratio(NamedTuple):
    """A variance ratio with its 95 % interval, and the same with seeds paired wrongly."""

    ratio: float
    low: float
    high: float
    mismatched: float
    pairs: int


def score(a: Numbers, b: Numbers, seed: int = 1) -> Ratio:
    """How much of the variance two scenarios have left when their outcomes are paired seed by seed.

    Pairs in which either outcome is undefined are left out. The interval resamples pairs
    (percentile bootstrap). ``mismatched`` pairs each seed of A with the next seed's B, where luck
    is independent: it should be about 1.
    """
    known = np.isfinite(a) & np.isfinite(b)
    a, b = a[known], b[known]
    if len(a) < 3 or a.std() + b.std() == 0.0:
        return Ratio(np.nan, np.nan, np.nan, np.nan, len(a))
    picks = np.random.default_rng(seed).integers(len(a), size=(RESAMPLES, len(a)))
    low, high = np.nanpercentile(_left(a[picks], b[picks]), [2.5, 97.5])
    return Ratio(
        float(_left(a, b)), float(low), float(high), float(_left(a, np.roll(b, 1))), len(a)
    )


def _left(a: Numbers, b: Numbers) -> Numbers:
    both = a.var(axis=-1, ddof=1) + b.var(axis=-1, ddof=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        left: Numbers = (a - b).var(axis=-1, ddof=1) / both
    return left
