"""Differences between scenarios, seed by seed, each with its interval and corrected for many.

Per comparison: Student's t on the differences. For the family of comparisons of one KPI: p-values
after Holm (1979, Scand. J. Statist. 6:65-70), and Bonferroni intervals that hold all together with
95 %. Both are valid however the comparisons hang together; an interval that leaves zero out implies
that Holm rejects. KPIs are families of their own.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.inference.estimates import difference
from sim.inference.intervals import CONFIDENCE, Interval, chance_below, means
from sim.inference.outcomes import Outcomes
from sim.inference.samples import Numbers, by_replicate, varies


class Differences(NamedTuple):
    """Scenario ``b`` minus scenario ``a``, one entry a comparison; NaN where seeds are too few."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    mean: Numbers
    low: Numbers
    high: Numbers
    joint_low: Numbers
    joint_high: Numbers
    p: Numbers
    p_holm: Numbers
    replicates: NDArray[np.int64]

    @property
    def surely(self) -> NDArray[np.int64]:
        """1 and −1 where the difference is told from zero after Holm, by its sign; else 0."""
        told = np.nan_to_num(self.p_holm, nan=1.0) <= 1 - CONFIDENCE
        return np.where(told, np.sign(self.mean), 0).astype(np.int64)


def against(found: Outcomes, base: int = 0) -> Differences:
    """Every other scenario minus one."""
    return differences(found, [(base, b) for b in range(len(found.names)) if b != base])


def differences(found: Outcomes, pairs: Sequence[tuple[int, int]]) -> Differences:
    """The family of comparisons (a, b), over the seeds that both scenarios of a pair have."""
    a, b = (np.asarray([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    alone = [_compared(found, pair, 1) for pair in pairs]
    joint = [_compared(found, pair, len(pairs)) for pair in pairs]
    mean, low, high, count = (_column(alone, name) for name in Interval._fields)
    p = np.array([_chance(found, pair) for pair in pairs], np.float64)
    ends = (low, high, _column(joint, "low"), _column(joint, "high"))
    return Differences(a, b, mean, *ends, p, holm(p), count.astype(np.int64))


def _compared(found: Outcomes, pair: tuple[int, int], comparisons: int) -> Interval:
    if not found.shared:
        return Interval(np.nan, np.nan, np.nan, 0)
    a, b = map(found.sample, pair)
    return difference(a, b, comparisons)


def _column(found: Sequence[Interval], name: str) -> Numbers:
    return np.array([getattr(one, name) for one in found], np.float64)


def _chance(found: Outcomes, pair: tuple[int, int]) -> float:
    """The two-sided chance of a difference this large if there were none; NaN without a spread.

    Where no pair differs at all nothing speaks for a difference: 1.
    """
    a, b = map(found.sample, pair)
    both = a.known & b.known
    gaps = by_replicate(b.at(both)) - by_replicate(a.at(both))
    if not found.shared or len(gaps) < 2:
        return math.nan
    if not varies(gaps):
        return math.nan if np.any(gaps) else 1.0
    mean, error, count = means(gaps)
    return float(2 * chance_below(-abs(mean), error, count))


def holm(p: Numbers) -> Numbers:
    """Holm's adjusted p-values; NaN stays and does not count as a comparison."""
    adjusted = np.full(len(p), np.nan)
    order = [number for number in np.argsort(p, kind="stable") if not np.isnan(p[number])]
    steps = [(len(order) - place) * p[number] for place, number in enumerate(order)]
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if steps else []
    return adjusted
