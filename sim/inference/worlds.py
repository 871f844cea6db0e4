"""The part of the spread between replicates that lies between worlds; the rest is luck.

Some worlds are lived through twice, with luck of their own each time. What differs within such a
pair is luck; what differs between replicates is luck and world (variance components of a one-way
layout: Searle, Casella & McCulloch 1992, Variance Components, section 3.6). The interval is that of
the ratio of two variances, as if outcomes were normal: rough, and wide on purpose.
"""

import numpy as np
from scipy.special import fdtri

from sim.inference.intervals import CONFIDENCE, Interval
from sim.inference.samples import Numbers, varies


def between_worlds(first: Numbers, again: Numbers) -> Interval:
    """The part, from a number a replicate, and that of the first worlds when lived once more.

    NaN where it cannot be told: fewer than two worlds again, or no spread at all.
    """
    known = np.isfinite(again) & np.isfinite(first[: len(again)])
    pairs = int(known.sum())
    values = first[np.isfinite(first)]
    if pairs < 2 or not varies(values):
        return Interval(np.nan, np.nan, np.nan, pairs)
    luck = float(((again - first[: len(again)])[known] ** 2).sum()) / 2 / pairs
    left = luck / float(values.var(ddof=1))
    tails = ((1 + CONFIDENCE) / 2, (1 - CONFIDENCE) / 2)
    edges = fdtri(pairs, len(values) - 1, tails)
    high, low = (float(np.clip(1.0 - left / edge, 0.0, 1.0)) for edge in edges)
    return Interval(max(1.0 - left, 0.0), low, high, pairs)
