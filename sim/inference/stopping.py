"""Replicates enough for an interval that narrow, of a scenario or of a paired difference.

Stopping as soon as an interval looks narrow stops where chance made it so, and the interval then
holds less often than it says. Here a first stage of fixed size comes before any look; its spread
alone says how many replicates there must be at least (Stein 1945, Ann. Math. Stat. 16:243-258), and
beyond that the interval must itself be narrow enough. It is taken with the wider of Stein's error
and Student's, on the scale of the figure's kind; of what has either sign, corrected for skewness by
Hall's transformation (1992, JRSS B 54:221-228). What has not varied so far is not taken for
certain. docs/statistics.md gives the coverage that was measured.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from sim.config.refusal import Refusal
from sim.inference import estimates
from sim.inference.intervals import Interval, student
from sim.inference.kinds import Kind
from sim.inference.outcomes import Outcomes
from sim.inference.samples import Numbers, Sample, by_replicate, varies

FIRST, MOST = 20, 1000
LEAST_FIRST = 10
STRAIGHT = 1e-9


@dataclass(frozen=True)
class Target:
    """An interval of a KPI that reaches at most ``half_width`` to either side on average.

    ``first`` replicates are run before the first look, ``most`` at most. The width is in the KPI's
    own unit: one relative to the mean would hang on the luck of the mean. With ``compare``, what is
    to be that narrow are differences to the first scenario.
    """

    kpi: str
    half_width: float
    first: int = FIRST
    most: int = MOST
    compare: bool = False

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


def more(found: Sample, target: Target, base: Sample | None = None) -> int:
    """The number of further replicates to run before the next look; 0 is enough of them.

    Replicates stand in their order, NaN where undefined; with ``base``, the difference to it is
    meant. Call it when all replicates asked for are there, never between: it is the looks that are
    counted. What is undefined in all of the first stage is given up.
    """
    values, run = _values(found, base), len(found.part)
    known, left = values[~np.isnan(values)], max(target.most - run, 0)
    if run < target.first:
        return target.first - run
    if not len(known):
        return 0
    if len(known) < target.first:
        return min(target.first - len(known), left)
    least = _least(known, target)
    if len(known) < least:
        return min(least - len(known), left)
    so_far = held(found, target, base)
    half = (so_far.high - so_far.low) / 2
    if half <= target.half_width:
        return 0
    # Of what has not varied, the bounds come closer as replicates are added, or there are none.
    power = 2 if varies(known) else 1
    wanted = len(known) * (half / target.half_width) ** power if half == half else math.inf
    return min(max(math.ceil(min(wanted, 1e9)) - len(known), 1), left)


def held(
    found: Sample, target: Target, base: Sample | None = None, comparisons: int = 1
) -> Interval:
    """The interval that holds although runs were added until it was narrow enough.

    NaN while the first stage is not complete. With ``base``, of the difference to it; with
    ``comparisons``, as many hold together.
    """
    if base is None and found.kind is Kind.RETURN:
        lifted = Sample(Kind.RATIO, found.part + found.whole, found.whole)
        back = held(lifted, target, comparisons=comparisons)
        return Interval(back.mean - 1.0, back.low - 1.0, back.high - 1.0, back.replicates)
    values = _values(found, base)
    known = values[~np.isnan(values)]
    count = len(known)
    if count < target.first:
        mean = float(known.mean()) if count else math.nan
        return Interval(mean, math.nan, math.nan, count)
    if not varies(known):
        if base is None:
            return estimates.estimate(found, comparisons)
        return estimates.difference(base, found, comparisons)
    mean, spread = float(known.mean()), float(known.std(ddof=1))
    least = student(target.first - 1, comparisons) * _stage(known, target) / spread
    quantile = float(max(student(count - 1, comparisons), least))
    error = spread / math.sqrt(count)
    kind = found.kind if base is None else Kind.SIGNED
    low, high = _ends(kind, mean, error, quantile, known)
    if base is not None and (least := _least_apart(base, found, comparisons)):
        low, high = min(low, mean - least), max(high, mean + least)
    return Interval(mean, low, high, count)


def narrow(found: Interval, target: Target) -> bool:
    """Whether an interval is as narrow as asked."""
    return bool((found.high - found.low) / 2 <= target.half_width)


def further(
    found: Outcomes, run: Sequence[int], target: Target, base: int | None = None
) -> list[int]:
    """The number of further replicates that each scenario needs before the next look.

    Rows stand in the order of replicates; ``run`` says how many of the first ones each scenario has
    run, as it may have run some in which the KPI is undefined. With ``base``, what must be narrow
    is each scenario's difference to that one, seed by seed, and the base gets as many replicates as
    the most demanding of them.
    """
    samples = [found.sample(n) for n in range(len(found.names))]
    if base is None:
        return [more(one.at(slice(run[n])), target) for n, one in enumerate(samples)]
    wanted = []
    for n, one in enumerate(samples):
        both = slice(min(run[n], run[base]))
        needed = 0 if n == base else more(one.at(both), target, samples[base].at(both))
        wanted.append(run[base] if n == base else both.stop + needed)
    wanted[base] = max(wanted)
    return [max(want - done, 0) for want, done in zip(wanted, run, strict=True)]


def _values(found: Sample, base: Sample | None) -> Numbers:
    """One number a replicate: of the figure, or of its difference to another's."""
    if base is None:
        return by_replicate(found)
    both = found.known & base.known
    values = np.full(len(both), np.nan)
    values[both] = by_replicate(found.at(both)) - by_replicate(base.at(both))
    return values


def _least_apart(a: Sample, b: Sample, comparisons: int) -> float:
    """As for a fixed number of pairs; with a single pair that differs, too, as that stops early."""
    both = a.known & b.known
    return estimates.least_apart(a.at(both), b.at(both), comparisons, differing=1)


def _ends(
    kind: Kind, mean: float, error: float, quantile: float, known: Numbers
) -> tuple[float, float]:
    """The ends of an interval on the scale of its kind."""
    if kind.within_one and 0.0 < mean < 1.0:
        half = quantile * error / (mean * (1.0 - mean))
        return float(expit(logit(mean) - half)), float(expit(logit(mean) + half))
    if kind not in (Kind.MEAN, Kind.SIGNED) and mean > 0.0:
        half = quantile * error / mean
        return mean * math.exp(-half), mean * math.exp(half)
    skew = _skewness(known) / math.sqrt(len(known))
    return mean - _hall(quantile, skew) * error, mean - _hall(-quantile, skew) * error


def _least(known: Numbers, target: Target) -> int:
    """Stein's number of replicates, from the spread of the first stage alone."""
    reach = student(target.first - 1) * _stage(known, target) / target.half_width
    return max(target.first, math.ceil(reach**2))


def _stage(known: Numbers, target: Target) -> float:
    return float(known[: target.first].std(ddof=1))


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
