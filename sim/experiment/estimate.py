"""The estimate for a hypothesis: one number a seed, their mean, and an interval.

Arms share each seed's luck, so every statistic is taken seed by seed. Ratios are ratios of sums
over seeds with the jackknife. Intervals are corrected for the number of a question's hypotheses
(Bonferroni): all of them hold together with 95 %.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from sim.experiment.question import Hypothesis
from sim.inference.intervals import Interval, interval
from sim.inference.outcomes import Outcomes
from sim.inference.ranking import ranking
from sim.inference.ratios import ratio, relative
from sim.inference.samples import Numbers

# A KPI by arm: one number a seed.
Values = Mapping[str, Numbers]


def estimate(asked: Hypothesis, kpi: Values, per: Values | None, family: int) -> Interval:
    """The statistic that a hypothesis is about; ``family`` is the number of its question's."""
    arms = list(asked.among or kpi) if asked.form == "best" else list(asked.of)
    table = np.array([kpi[arm] for arm in arms])
    over = np.array([per[arm] for arm in arms]) if per else np.ones_like(table)
    there = ~(np.isnan(table) | np.isnan(over)).any(axis=0)
    table, over = table[:, there], over[:, there]
    seeds = table.shape[1]
    if seeds < 2:
        return Interval(math.nan, math.nan, math.nan, seeds)
    if asked.form == "best":
        chance = _best(asked, arms, table / over)
        return Interval(chance, chance, chance, seeds)
    values = [ratio(*both) for both in zip(table, over, strict=True)] if per else list(table)
    return interval(_statistic(asked.form, values), family)


def _statistic(form: str, arm: Sequence[Numbers]) -> Numbers:
    if form == "level":
        return arm[0]
    if form == "difference":
        return arm[0] - arm[1]
    if form == "change":
        return relative(arm[0], arm[1]) - 1.0
    return arm[0] - arm[1] - arm[2] + arm[3]


def _best(asked: Hypothesis, arms: Sequence[str], table: Numbers) -> float:
    """The chance that the best arm is one of those named, as scenarios are ranked."""
    found = Outcomes(asked.kpi, tuple(arms), np.arange(table.shape[1]), table.T)
    best = ranking(found, largest_is_best=not asked.least).best
    return min(float(best[[arm in asked.of for arm in arms]].sum()), 1.0)
