"""The interval of any statistic of several seeds: one seed after the other is left out.

The spread of what is found without each seed tells how far chance goes (the jackknife, Tukey 1958;
Efron & Stein 1981), with Student's quantile; of what is never negative on the scale of logarithms,
as Miller (1968, Ann. Math. Statist. 39:567-582) does for variances.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from sim.inference.intervals import LEAST, Interval, student
from sim.inference.samples import Numbers, varies

Statistic = Callable[..., Any]


def jackknife(statistic: Statistic, *samples: Numbers, positive: bool = False) -> Interval:
    """A statistic of samples that have a row a seed, with its 95 % interval over seeds.

    ``statistic`` gets the samples and returns a number. There is no interval of fewer
    than three seeds, where it is undefined without one of the seeds, or the same without each; nor,
    of what is ``positive``, where it is 0.
    """
    seeds = len(samples[0])
    with np.errstate(invalid="ignore", divide="ignore"):
        found = float(statistic(*samples))
        some = [[np.delete(sample, n, axis=0) for sample in samples] for n in range(seeds)]
        left = np.array([statistic(*one) for one in some] if seeds >= LEAST else [], np.float64)
        scaled = np.log(left) if positive else left
    half = half_width(scaled) if np.isfinite(scaled).all() else math.nan
    if positive:
        with np.errstate(over="ignore"):
            low, high = found * np.exp([-half, half])
        return Interval(found, float(low), float(high), seeds)
    return Interval(found, found - half, found + half, seeds)


def half_width(left: Numbers, comparisons: int = 1) -> float:
    """Half an interval from the estimates that leave one seed out; NaN where they are all alike."""
    if not varies(left):
        return math.nan
    count = len(left)
    error = math.sqrt((count - 1) / count * float(((left - left.mean()) ** 2).sum()))
    return float(student(count - 1, comparisons)) * error
