"""The estimate for a hypothesis: one number a seed, what they make together, and an interval.

Arms share each seed's world and luck, so every statistic is taken seed by seed, and every ratio is
one of sums (``sim.inference.estimates``). Intervals are corrected for the number of a question's
hypotheses (Bonferroni): all of them hold together with 95 %.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sim.experiment.question import Hypothesis
from sim.inference import estimates
from sim.inference.intervals import Interval, interval
from sim.inference.kinds import Kind
from sim.inference.outcomes import Outcomes
from sim.inference.quotients import SIGNED, change, changes
from sim.inference.ranking import TOLD_FROM, TOO_FEW, ranking
from sim.inference.samples import Numbers, Sample, by_replicate, total, varies

# A KPI by arm, in the order of seeds.
Values = Mapping[str, Sample]


class Estimate(NamedTuple):
    """An estimate with its interval, one number a seed behind it, and why there is no interval."""

    found: Interval
    values: Numbers
    why: str = ""


def estimate(asked: Hypothesis, kpi: Values, per: Values | None, family: int) -> Estimate:
    """The statistic that a hypothesis is about; ``family`` is the number of its question's."""
    arms = list(asked.among or kpi) if asked.form == "best" else list(asked.of)
    known = np.all([each[arm].known for each in (kpi, per) if each for arm in arms], axis=0)
    values, seeds = np.full(len(known), np.nan), int(known.sum())
    samples = [kpi[arm].at(known) for arm in arms]
    if per:
        samples = [_over(one, per[arm].at(known)) for one, arm in zip(samples, arms, strict=True)]
    if seeds < 2:
        return Estimate(Interval(math.nan, math.nan, math.nan, seeds), values, "too few replicates")
    if asked.form == "best":
        chance = _best(asked, arms, samples)
        why = "" if chance == chance else TOO_FEW
        return Estimate(Interval(chance, math.nan, math.nan, seeds), values, why)
    if asked.form == "change" and not _above_zero(samples[1], family):
        why = f"{arms[1]}, of which it would be a part, is not surely above 0"
        return Estimate(Interval(math.nan, math.nan, math.nan, seeds), values, why)
    values[known], found = _statistic(asked.form, samples, family)
    if found.low == found.low:
        return Estimate(found, values)
    few = "too few events" if varies(values) else "no spread over replicates"
    return Estimate(found, values, few if math.isfinite(found.mean) else "nothing to divide by")


def _above_zero(base: Sample, family: int) -> bool:
    """Whether a part of it is a number: nothing that may be 0 or less can be a whole."""
    return total(base) > 0.0 and not estimates.estimate(base, family).low <= 0.0


def _statistic(form: str, arm: Sequence[Sample], family: int) -> tuple[Numbers, Interval]:
    values = [by_replicate(one) for one in arm]
    if form == "level":
        return values[0], estimates.estimate(arm[0], family)
    if form == "difference":
        return values[0] - values[1], estimates.difference(arm[1], arm[0], family)
    if form == "change":
        return changes(arm[0], arm[1]), change(arm[0], arm[1], family)
    both = values[0] - values[1] - values[2] + values[3]
    found = interval(both, family)
    return both, found if varies(both) else found._replace(low=math.nan, high=math.nan)


def _over(kpi: Sample, other: Sample) -> Sample:
    """One KPI over another: of both, the numbers whose sums stand to each other as they do."""
    kind = Kind.SIGNED if {kpi.kind, other.kind} & set(SIGNED) else Kind.RATIO
    return Sample(kind, by_replicate(kpi), by_replicate(other))


def _best(asked: Hypothesis, arms: Sequence[str], samples: Sequence[Sample]) -> float:
    """The chance that the best arm is one of those named, as scenarios are ranked."""
    seeds = np.arange(len(samples[0].part))
    found = Outcomes.of(asked.kpi, tuple(arms), seeds, samples)
    best = ranking(found, not asked.least, TOLD_FROM).best
    return min(float(best[[arm in asked.of for arm in arms]].sum()), 1.0)
