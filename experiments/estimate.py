"""An estimate and its 95 % interval, over seeds."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

RESAMPLES = 4000
Numbers = NDArray[np.float64]


class Estimate(NamedTuple):
    """A value, its 95 % interval, and over how many seeds it was taken."""

    value: float
    low: float
    high: float
    seeds: int

    def inside(self, low: float, high: float) -> bool:
        """Whether the whole interval lies in a band."""
        return low <= self.low and self.high <= high

    @property
    def nonzero(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0.0 or self.high < 0.0

    def __str__(self) -> str:
        return f"{self.value:.3g} ({self.low:.3g} to {self.high:.3g})"


def mean(values: Numbers) -> Estimate:
    """The mean over seeds with Student's interval; seeds on which it is undefined are left out."""
    known = np.asarray(values, float)
    known = known[np.isfinite(known)]
    n = len(known)
    if n == 0:
        return Estimate(np.nan, np.nan, np.nan, 0)
    centre = float(known.mean())
    if n == 1:
        return Estimate(centre, np.nan, np.nan, 1)
    half = float(student.ppf(0.975, n - 1) * known.std(ddof=1) / np.sqrt(n))
    return Estimate(centre, centre - half, centre + half, n)


def difference(a: Numbers, b: Numbers) -> Estimate:
    """The mean of b − a over seeds that both have."""
    return mean(np.asarray(b, float) - np.asarray(a, float))


def bootstrap(statistic: Callable[..., Numbers], *samples: Numbers, seed: int = 1) -> Estimate:
    """A statistic of samples with one row a seed, and the percentile interval over resampled seeds.

    ``statistic`` gets arrays [..., seed, ...] of which the seed axis is second to last, and returns
    one number per leading index.
    """
    n = len(samples[0])
    picks = np.random.default_rng(seed).integers(n, size=(RESAMPLES, n))
    with np.errstate(invalid="ignore", divide="ignore"):
        value = float(statistic(*samples))
        spread = np.asarray(statistic(*(sample[picks] for sample in samples)))
    spread = np.where(np.isfinite(spread), spread, np.nan)
    sure = n > 1 and np.isfinite(spread).any()
    low, high = np.nanpercentile(spread, [2.5, 97.5]) if sure else (np.nan, np.nan)
    return Estimate(value, float(low), float(high), n)
