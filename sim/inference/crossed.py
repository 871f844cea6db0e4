"""Points of a design crossed with seeds: products in which luck has no part, and their spread.

Under one seed a point's outcome is what is expected of it, and luck. Different seeds have nothing
to do with each other, so a product of outcomes under two different seeds is on average the product
of what is expected, however luck hangs together between points (a U-statistic: Hoeffding 1948, Ann.
Math. Stat. 19:293-325). What all points have in common under a seed goes when they are subtracted.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.config.refusal import Refusal
from sim.inference.intervals import Interval, student
from sim.inference.jackknife import jackknife
from sim.inference.outcomes import Outcomes
from sim.inference.samples import Numbers, by_replicate, varies

HALF = 0.5
# Fewer seeds show no spread of what they say together.
LEAST = 3


class Luck(NamedTuple):
    """Luck's share of the variance between the means of points; whether the rest is told from it.

    ``replicates`` are the seeds under which the key figure is defined at every point, ``left_out``
    the others. With fewer than three replicates nothing is told of luck.
    """

    share: float
    told: bool
    replicates: int
    left_out: int

    @property
    def remark(self) -> str:
        """The reason why indices claim nothing; empty where they may."""
        if self.replicates < LEAST:
            many = "two replicates" if self.replicates > 1 else "one replicate"
            return f"{many} cannot tell luck from interaction (replicates=4 or more)"
        if not self.told:
            return "what differs between points is not told from luck"
        if self.share > HALF:
            return f"most of what differs between points is luck ({100 * self.share:.0f} %)"
        return ""


def complete(found: Outcomes) -> tuple[Numbers, Luck]:
    """The outcomes [seed, point] under the seeds that know every point, and what luck is in them.

    Where seeds are too few to tell luck, one row of means. Raises :class:`Refusal` where no seed
    knows every point, or all points are alike.
    """
    samples = [found.sample(n) for n in range(len(found.names))]
    known = np.array([one.known for one in samples])
    kept = known.all(axis=0)
    if not kept.any():
        raise _undefined(found, int(known.sum(axis=1).argmin()))
    values = np.column_stack([by_replicate(one.at(kept)) for one in samples])
    undefined = np.isnan(values).any(axis=0)
    if undefined.any():
        raise _undefined(found, int(undefined.argmax()))
    if not varies(values.mean(axis=0)):
        raise Refusal(f"{found.kpi} is the same at every point")
    seeds, left_out = len(values), int((~kept).sum())
    if seeds < LEAST:
        return values.mean(axis=0, keepdims=True), Luck(math.nan, False, seeds, left_out)
    away = values - values.mean(axis=1, keepdims=True)
    beyond = jackknife(_beyond, away)
    # Where the seeds agree throughout, there is no luck and no interval.
    told = beyond.mean > 0.0 and not beyond.low <= 0.0
    kept = max(beyond.mean, 0.0) ** 2 / float((away.mean(axis=0) ** 2).mean())
    return values, Luck(1.0 - kept, bool(told), seeds, left_out)


def _beyond(away: Numbers) -> float:
    """The spread between points that luck does not make, with the sign of its square."""
    square = float(products(away, away).mean())
    return math.copysign(math.sqrt(abs(square)), square)


def _undefined(found: Outcomes, point: int) -> Refusal:
    where = f"{found.kpi} is undefined in {found.names[point]}"
    return Refusal(
        f"{where}, and under no seed defined at every point: no index can be taken of it"
    )


def products(x: Numbers, y: Numbers) -> Numbers:
    """Numbers [seed, row] whose mean over seeds is that of all products of x and y of two seeds.

    Their spread over seeds is that of chance (the statistic's first-order terms). Of one seed, its
    plain products.
    """
    if len(x) < 2:
        return x * y
    twice = x * _of_others(y) + y * _of_others(x)
    return twice - twice.mean(axis=0) / 2.0


def _of_others(x: Numbers) -> Numbers:
    return (x.sum(axis=0) - x) / (len(x) - 1)


def size(values: Numbers) -> float:
    """The mean size of numbers [seed, row], less what luck adds to sizes.

    Means over seeds are spread by luck on top of their own spread; what that adds to a mean size is
    taken of normal numbers (folded normal: Leone, Nelson & Nottingham 1961, Technometrics 3:543).
    """
    means = values.mean(axis=0)
    found, luck = float(np.abs(means).mean()), _luck(values)
    if not luck > 0.0:
        return found
    middle, own = float(means.mean()), max(means.var(ddof=1) - luck, 0.0) if len(means) > 1 else 0.0
    return found - _folded(middle, own + luck) + _folded(middle, own)


def floor(values: Numbers) -> float:
    """The mean size of numbers [seed, row] if they were luck alone; NaN of one seed."""
    return _folded(0.0, _luck(values))


def _luck(values: Numbers) -> float:
    """The variance of a row's mean over seeds that luck makes, on average over rows."""
    seeds = len(values)
    return float(values.var(axis=0, ddof=1).mean() / seeds) if seeds > 1 else math.nan


def _folded(middle: float, variance: float) -> float:
    """The mean size of normal numbers."""
    if variance == 0.0:
        return abs(middle)
    spread = math.sqrt(variance)
    away = middle / spread
    peak = spread * math.sqrt(2.0 / math.pi) * math.exp(-away * away / 2.0)
    return peak + middle * math.erf(away / math.sqrt(2.0))


def jackknifed(statistic: Callable[[Numbers], float], values: Numbers) -> Interval:
    """A statistic of numbers [seed, row] with its 95 % interval over rows and seeds together.

    Seeds and rows are left out one at a time (Tukey 1958), and what both tell of chance is added.
    """
    middle, spreads = statistic(values), []
    for axis in (1, 0):
        count = values.shape[axis]
        left = [statistic(np.delete(values, n, axis)) for n in range(count) if count > 1]
        spreads.append(
            (count - 1) * float(np.var(left)) if left else 0.0 if axis == 0 else math.nan
        )
    # What changed nowhere has not shown any spread.
    half = _quantile(values, *spreads) * math.sqrt(sum(spreads)) if values.any() else math.nan
    return Interval(middle, middle - half, middle + half, len(values))


def ratio(part: Numbers, whole: Numbers) -> Interval:
    """The mean of a part over that of a whole, over rows and seeds together.

    The interval is Fieller's (1954, JRSS B 16:175-185), as a whole from which luck was taken may be
    known badly; there is none where the whole is not told from 0, or the part is 0 throughout.
    """
    both = np.stack([part, whole])
    top, bottom = both.mean(axis=(1, 2))
    if not bottom > 0.0:
        return Interval(math.nan, math.nan, math.nan, len(part))
    index, spreads = float(top / bottom), _spread(both)
    away = np.array([1.0, -index])
    quantile = _quantile(part, *(float(away @ one @ away) for one in spreads))
    a, b, _, c = (np.outer([top, bottom], [top, bottom]) - quantile**2 * sum(spreads)).ravel()
    if not (c > 0.0 and part.any()):
        return Interval(index, math.nan, math.nan, len(part))
    half = math.sqrt(max(b * b - a * c, 0.0))
    return Interval(index, float((b - half) / c), float((b + half) / c), len(part))


def _spread(values: Numbers) -> tuple[Numbers, Numbers]:
    """The covariance of means of numbers [which, seed, row]: what rows add, and what seeds do.

    Rows and seeds are both drawn, so each adds its own, and what both share is counted once
    (Cameron, Gelbach & Miller 2011, JBES 29:238-249).
    """
    which, seeds, rows = values.shape
    by_row, by_seed = values.mean(axis=1, keepdims=True), values.mean(axis=2, keepdims=True)
    middle = values.mean(axis=(1, 2), keepdims=True)
    if rows < 2:
        return np.full((which, which), np.nan), np.zeros((which, which))
    of_rows = _gram(by_row - middle) / (rows * (rows - 1))
    if seeds < 2:
        return of_rows, np.zeros((which, which))
    both = _gram(values - by_row - by_seed + middle) / (rows - 1) / (seeds - 1) / rows / seeds
    size, way = np.linalg.eigh(_gram(by_seed - middle) / (seeds * (seeds - 1)) - both)
    return of_rows, (way * np.maximum(size, 0.0)) @ way.T


def _gram(values: Numbers) -> Numbers:
    flat = values.reshape(len(values), -1)
    return flat @ flat.T


def _quantile(values: Numbers, rows: float, seeds: float) -> float:
    """Student's, with the degrees of freedom of a sum of two variances (Satterthwaite 1946)."""
    many, count = values.shape[1], len(values)
    each = rows**2 / max(many - 1, 1) + seeds**2 / max(count - 1, 1)
    return float(student((rows + seeds) ** 2 / each if each > 0.0 else many - 1))
