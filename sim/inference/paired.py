"""Scenarios against the first, seed by seed, each with its interval and corrected for their number.

All comparisons that are shown together are one family: every other scenario minus the first, on
every KPI. Its p-values are adjusted by Holm (1979, Scand. J. Statist. 6:65-70), and its Bonferroni
intervals hold all together with 95 %. Both are valid however the comparisons hang together; where a
joint interval leaves zero out, Holm rejects too.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.inference.estimates import difference, least_apart
from sim.inference.intervals import CONFIDENCE, Interval, chance_below, means
from sim.inference.outcomes import Outcomes
from sim.inference.samples import Numbers, by_replicate, varies
from sim.inference.stopping import Target, held


class Differences(NamedTuple):
    """A KPI of every other scenario minus that of the first; NaN where seeds are too few."""

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
        return np.where(survives(self.p_holm), np.sign(self.mean), 0).astype(np.int64)


class Family(NamedTuple):
    """Comparisons that are corrected together: the differences by KPI, and their number in all."""

    kpis: dict[str, Differences]
    comparisons: int


def family(found: Sequence[Outcomes], tried: int = 0, target: Target | None = None) -> Family:
    """Every other scenario minus the first on each KPI, corrected for all that are defined.

    ``tried`` is the number of scenarios there were, where only the best of them are given. With a
    ``target`` replicates were added until a difference was narrow enough.
    """
    p = [_chances(one, target) for one in found]
    unseen = sum(
        max(tried - len(one.names), 0)
        for one, own in zip(found, p, strict=True)
        if np.isfinite(own).any()
    )
    every = np.concatenate([*p, np.zeros(0)])
    count = int(np.isfinite(every).sum()) + unseen
    adjusted = np.split(holm(every, unseen), np.cumsum([len(own) for own in p]))
    kpis = {}
    for one, own, after in zip(found, p, adjusted, strict=False):
        alone, joint = ([between(one, 0, b, size, target) for b in range(1, len(one.names))]
                        for size in (1, count))  # fmt: skip
        mean, low, high, replicates = (_column(alone, name) for name in Interval._fields)
        ends = (low, high, _column(joint, "low"), _column(joint, "high"))
        kpis[one.kpi] = Differences(mean, *ends, own, after, replicates.astype(np.int64))
    return Family(kpis, count)


def between(
    found: Outcomes, a: int, b: int, comparisons: int = 1, target: Target | None = None
) -> Interval:
    """Scenario ``b`` minus scenario ``a`` with its 95 % interval, one of so many."""
    if not found.shared:
        return Interval(np.nan, np.nan, np.nan, 0)
    first, second = found.sample(a), found.sample(b)
    added = _added(found, target)
    if added is None:
        return difference(first, second, comparisons)
    return held(second, added, first, comparisons)


def survives(p_holm: Numbers) -> NDArray[np.bool_]:
    """Whether a difference is told from zero: at most one false claim in twenty families."""
    return np.nan_to_num(p_holm, nan=1.0) <= 1 - CONFIDENCE


def holm(p: Numbers, unseen: int = 0) -> Numbers:
    """Holm's adjusted p-values; NaN stays and does not count as a comparison.

    ``unseen`` comparisons of the family are not given, and may each have any p-value.
    """
    adjusted = np.full(len(p), np.nan)
    order = [number for number in np.argsort(p, kind="stable") if not np.isnan(p[number])]
    steps = [(len(order) + unseen - place) * p[number] for place, number in enumerate(order)]
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if steps else []
    return adjusted


def _chances(found: Outcomes, target: Target | None) -> Numbers:
    added = _added(found, target)
    return np.array([_chance(found, b, added) for b in range(1, len(found.names))], np.float64)


def _chance(found: Outcomes, b: int, added: Target | None) -> float:
    """The two-sided chance of a difference this large if there were none; NaN without a spread.

    Where no pair differs, or none in its events, nothing speaks for a difference: 1. Where
    replicates were added after a first stage, it is the larger of Student's and Stein's.
    """
    one, other = found.sample(0), found.sample(b)
    both = one.known & other.known
    gaps = by_replicate(other.at(both)) - by_replicate(one.at(both))
    if not found.shared or len(gaps) < (added.first if added else 2):
        return math.nan
    if not np.any(gaps) or least_apart(one.at(both), other.at(both)):
        return 1.0
    if not varies(gaps):
        return math.nan
    mean, error, count = means(gaps)
    p = float(2 * chance_below(-abs(mean), error, count))
    if added is None:
        return p
    stage = gaps[: added.first].std(ddof=1) / math.sqrt(len(gaps))
    return max(p, float(2 * chance_below(-abs(mean), stage, added.first)))


def _added(found: Outcomes, target: Target | None) -> Target | None:
    """The target, if replicates were added for the sake of these differences."""
    for_these = target is not None and target.compare and target.kpi == found.kpi
    return target if for_these else None


def _column(found: Sequence[Interval], name: str) -> Numbers:
    return np.array([getattr(one, name) for one in found], np.float64)
