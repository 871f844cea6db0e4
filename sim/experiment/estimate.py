"""The estimate for a hypothesis: one number a seed, their mean, and an interval.

Arms share each seed's luck, so every statistic is taken seed by seed. Ratios are ratios of sums
over seeds with the jackknife (Tukey 1958). Intervals are Student's, corrected for the number of a
question's hypotheses (Bonferroni): all of them hold together with 95 %.
"""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from sim.experiment.question import Hypothesis

Numbers = NDArray[np.float64]
# A KPI by arm: one number a seed.
Values = Mapping[str, Numbers]
CONFIDENCE = 0.95
RESAMPLES, LUCK = 4000, 1


class Estimate(NamedTuple):
    """A mean with its interval, over so many seeds; NaN where they are too few."""

    mean: float
    low: float
    high: float
    seeds: int


def estimate(asked: Hypothesis, kpi: Values, per: Values | None, family: int) -> Estimate:
    """The statistic that a hypothesis is about; ``family`` is the number of its question's."""
    arms = list(asked.among or kpi) if asked.form == "best" else list(asked.of)
    table = np.array([kpi[arm] for arm in arms])
    over = np.array([per[arm] for arm in arms]) if per else np.ones_like(table)
    there = ~(np.isnan(table) | np.isnan(over)).any(axis=0)
    table, over = table[:, there], over[:, there]
    if table.shape[1] < 2:
        return Estimate(math.nan, math.nan, math.nan, table.shape[1])
    if asked.form == "best":
        chance = _best(table / over, [arm in asked.of for arm in arms], asked.least)
        return Estimate(chance, chance, chance, table.shape[1])
    values = [_ratio(one, other) for one, other in zip(table, over, strict=True)]
    return _student(_statistic(asked.form, values), family)


def _statistic(form: str, arm: list[Numbers]) -> Numbers:
    if form == "level":
        return arm[0]
    if form == "difference":
        return arm[0] - arm[1]
    if form == "change":
        return _relative(arm[0], arm[1]) - 1.0
    return arm[0] - arm[1] - arm[2] + arm[3]


def _student(values: Numbers, family: int) -> Estimate:
    count, mean = len(values), float(values.mean())
    error = float(values.std(ddof=1)) / math.sqrt(count)
    half = float(stdtrit(count - 1, 1 - (1 - CONFIDENCE) / 2 / max(family, 1))) * error
    return Estimate(mean, mean - half, mean + half, count)


def _ratio(part: Numbers, whole: Numbers) -> Numbers:
    """Pseudo-values of Σ part / Σ whole; the parts themselves where the wholes are all one."""
    if (whole == 1.0).all():
        return part
    count, without = len(part), (part.sum() - part) / (whole.sum() - whole)
    made: Numbers = count * part.sum() / whole.sum() - (count - 1) * without
    return made


def _relative(values: Numbers, to: Numbers) -> Numbers:
    """Pseudo-values of mean over mean, to first order."""
    a, b = values.mean(), to.mean()
    made: Numbers = a / b + (values - a) / b - a * (to - b) / b**2
    return made


def _best(table: Any, named: list[bool], least: bool) -> float:
    """The chance, over resampled seeds, that the best arm is one of those named."""
    luck = np.random.default_rng(LUCK)
    seeds = luck.integers(0, table.shape[1], (RESAMPLES, table.shape[1]))
    means = (-table if least else table)[:, seeds].mean(axis=2)
    return float(np.asarray(named)[means.argmax(axis=0)].mean())
