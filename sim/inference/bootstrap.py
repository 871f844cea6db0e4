"""The bootstrap: seeds are drawn again, with replacement, and keep whatever belongs to them.

Percentile intervals: of few seeds they are too narrow. ``scipy.stats.bootstrap`` gives no interval
where the statistic is undefined in a single resample, and needs seeds along the last axis.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.inference.intervals import Interval
from sim.inference.samples import Numbers

RESAMPLES, LUCK = 4000, 1
LIMITS = (0.025, 0.975)


def resamples(count: int, times: int = RESAMPLES, luck: Any = LUCK) -> NDArray[np.int64]:
    """The places [resample, draw] that are drawn from so many; ``luck`` is a seed or generator."""
    return np.random.default_rng(luck).integers(count, size=(times, count))


def bootstrap(
    statistic: Callable[..., Any],
    *samples: Numbers,
    times: int = RESAMPLES,
    method: Any = "linear",
) -> Interval:
    """A statistic of samples that have a row a seed, with its 95 % interval over resampled seeds.

    ``statistic`` gets arrays [..., seed, ...] of which the seed axis is second to last, and returns
    one number per leading index. Resamples in which it is undefined are left out. ``method`` is the
    quantile's, as in :func:`numpy.quantile`.
    """
    count = len(samples[0])
    drawn = resamples(count, times)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = float(statistic(*samples))
        again = np.asarray(statistic(*(sample[drawn] for sample in samples)), np.float64)
    again = again[np.isfinite(again)]
    if count < 2 or not len(again):
        return Interval(found, np.nan, np.nan, count)
    low, high = np.quantile(again, LIMITS, method=method)
    return Interval(found, float(low), float(high), count)
