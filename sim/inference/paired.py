"""Differences between scenarios, seed by seed, each with its interval and corrected for many.

Per comparison: Student's t on the differences. For the family of comparisons of one KPI: p-values
after Holm (1979, Scand. J. Statist. 6:65-70), and Bonferroni intervals that hold all together with
95 %. Both are valid however the comparisons hang together; an interval that leaves zero out implies
that Holm rejects. KPIs are families of their own.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.inference.intervals import CONFIDENCE, chance_below, means, student
from sim.inference.outcomes import Numbers, Outcomes


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
    gaps = found.values[:, b] - found.values[:, a]
    if not found.shared:
        gaps = np.full_like(gaps, np.nan)
    mean, error, count = means(gaps)
    half, joint = (student(count - 1, family) * error for family in (1, len(pairs)))
    # Two-sided, of no difference; differences that are all alike leave no doubt.
    p = 2 * chance_below(-np.abs(mean), error, count)
    return Differences(
        a, b, mean, mean - half, mean + half, mean - joint, mean + joint, p, holm(p), count
    )


def holm(p: Numbers) -> Numbers:
    """Holm's adjusted p-values; NaN stays and does not count as a comparison."""
    adjusted = np.full(len(p), np.nan)
    order = [number for number in np.argsort(p, kind="stable") if not np.isnan(p[number])]
    steps = [(len(order) - place) * p[number] for place, number in enumerate(order)]
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if steps else []
    return adjusted
