"""When a scenario, or a paired difference, has replicates enough for an interval that narrow.

Stopping as soon as an interval looks narrow stops where chance made it so, and the interval then
holds less often than it says. Here a first stage of fixed size comes before any look; its spread
alone says how many replicates there must be at least (Stein 1945, Ann. Math. Stat. 16:243-258), and
beyond that the interval must itself be narrow enough. It is taken with the wider of Stein's error
and Student's, and corrected for skewness by Hall's transformation (1992, JRSS B 54:221-228).
docs/statistics.md gives the coverage that was measured.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.config.refusal import Refusal
from sim.inference.intervals import student
from sim.inference.outcomes import Numbers, Outcomes

FIRST, MOST = 20, 1000
LEAST_FIRST = 10
STRAIGHT = 1e-9


@dataclass(frozen=True)
class Target:
    """An interval of a KPI that reaches at most ``half_width`` to either side on average.

    ``first`` replicates are run before the first look, ``most`` at most. The width is in the KPI's
    own unit: one relative to the mean would hang on the luck of the mean.
    """

    kpi: str
    half_width: float
    first: int = FIRST
    most: int = MOST

    def __post_init__(self) -> None:
        """Refuse what no number of replicates can meet."""
        if not (math.isfinite(self.half_width) and self.half_width > 0):
            raise Refusal(f"half_width={self.half_width} is not a width: more than 0")
        if self.first < LEAST_FIRST:
            raise Refusal(
                f"first={self.first} is too few to judge a spread by: {LEAST_FIRST} or more"
            )
        if self.most < self.first:
            raise Refusal(f"most={self.most} is less than first={self.first}")


@dataclass(frozen=True)
class Reached:
    """A mean with its 95 % interval after ``replicates``, and whether it is as narrow as asked."""

    mean: float
    low: float
    high: float
    replicates: int
    narrow: bool


def more(values: Numbers, target: Target) -> int:
    """The number of further replicates to run before the next look; 0 is enough of them.

    ``values`` has one number a replicate in the order of replicates, NaN where undefined. Call it
    when all replicates asked for are there, never between: it is the looks that are counted. What
    is undefined in all of the first stage is given up.
    """
    known, run = _known(values), len(values)
    left = max(target.most - run, 0)
    if run < target.first:
        return target.first - run
    if not len(known):
        return 0
    if len(known) < target.first:
        return min(target.first - len(known), left)
    least = _least(known, target)
    if len(known) < least:
        return min(least - len(known), left)
    half = (reached(values, target).high - reached(values, target).low) / 2
    if half <= target.half_width:
        return 0
    wanted = math.ceil(len(known) * (half / target.half_width) ** 2)
    return min(max(wanted - len(known), 1), left)


def reached(values: Numbers, target: Target) -> Reached:
    """The mean and the interval to report; NaN while the first stage is not complete."""
    known = _known(values)
    count = len(known)
    if count < target.first:
        mean = float(known.mean()) if count else math.nan
        return Reached(mean, math.nan, math.nan, count, False)
    mean, spread = float(known.mean()), float(known.std(ddof=1))
    if spread == 0.0:
        return Reached(mean, mean, mean, count, True)
    least = student(target.first - 1) * _stage(known, target) / spread
    quantile = float(max(student(count - 1), least))
    skew = _skewness(known) / math.sqrt(count)
    error = spread / math.sqrt(count)
    low = mean - _hall(quantile, skew) * error
    high = mean - _hall(-quantile, skew) * error
    return Reached(mean, low, high, count, (high - low) / 2 <= target.half_width)


def further(
    found: Outcomes, run: Sequence[int], target: Target, base: int | None = None
) -> list[int]:
    """The number of further replicates that each scenario needs before the next look.

    Rows stand in the order of replicates; ``run`` says how many of the first ones each scenario has
    run, as it may have run some in which the KPI is undefined. With ``base``, what must be narrow
    is each scenario's difference to that one, seed by seed, and the base gets as many replicates as
    the most demanding of them.
    """
    if base is None:
        return [more(found.values[: run[n], n], target) for n in range(len(found.names))]
    wanted = []
    for n in range(len(found.names)):
        both = min(run[n], run[base])
        gaps = found.values[:both, n] - found.values[:both, base]
        wanted.append(run[base] if n == base else both + more(gaps, target))
    wanted[base] = max(wanted)
    return [max(want - done, 0) for want, done in zip(wanted, run, strict=True)]


def _least(known: Numbers, target: Target) -> int:
    """Stein's number of replicates, from the spread of the first stage alone."""
    reach = student(target.first - 1) * _stage(known, target) / target.half_width
    return max(target.first, math.ceil(reach**2))


def _stage(known: Numbers, target: Target) -> float:
    return float(known[: target.first].std(ddof=1))


def _known(values: Numbers) -> Numbers:
    values = np.asarray(values, np.float64)
    known: Numbers = values[~np.isnan(values)]
    return known


def _skewness(known: Numbers) -> float:
    """Sample skewness, with the correction for a small sample."""
    n = len(known)
    away = known - known.mean()
    return float((away**3).mean() / (away**2).mean() ** 1.5 * math.sqrt(n * (n - 1)) / (n - 2))


def _hall(quantile: float, skew: float) -> float:
    """The quantile of Student's ratio whose transform, free of skewness, is this one.

    ``skew`` is the skewness of the mean. The transform is g(t) = t + γt²/3 + γ²t³/27 + γ/6.
    """
    if abs(skew) < STRAIGHT:
        return quantile
    return 3 / skew * (math.cbrt(1 + skew * (quantile - skew / 6)) - 1)
