"""One estimate over another on the same seeds: a relative change, and what is left of an effect.

Of two means, the limits are all quotients that the replicates do not speak against (Fieller 1954,
JRSS B 16:175-185); there are none where the mean below is not told from zero. Of figures that are
never negative, they are the jackknife's on the scale of logarithms.
"""

import math

import numpy as np
from scipy.special import stdtrit

from sim.inference.intervals import CONFIDENCE, LEAST, Interval, student
from sim.inference.kinds import Kind
from sim.inference.samples import Numbers, Sample, by_replicate, over, total, varies, without

SIGNED = (Kind.MEAN, Kind.SIGNED, Kind.RETURN)


def quotient(above: Numbers, below: Numbers, tail: float) -> Interval:
    """One mean over another, with limits that leave so large a chance on either side."""
    count, nothing = len(above), (math.nan, math.nan)
    if count < 2 or not below.mean():
        return Interval(math.nan, *nothing, count)
    a, b = float(above.mean()), float(below.mean())
    if count < LEAST:
        return Interval(a / b, *nothing, count)
    # Student's t of above − quotient × below is at most this in size between the limits.
    squared = float(stdtrit(count - 1, 1 - tail)) ** 2 / count
    (vary_a, both), (_, vary_b) = squared * np.cov(above, below)
    least, middle = b * b - vary_b, a * b - both
    if least <= 0.0:
        return Interval(a / b, *nothing, count)
    half = math.sqrt(max(middle**2 - least * (a * a - vary_a), 0.0)) / least
    return Interval(a / b, middle / least - half, middle / least + half, count)


def change(a: Sample, b: Sample, comparisons: int = 1) -> Interval:
    """The change from ``b`` to ``a`` as a part of ``b``: .1 is 10 % more. Seeds are the same."""
    count, times, left = len(a.part), *_times(a, b)
    if a.kind in SIGNED or b.kind in SIGNED:
        tail = (1 - CONFIDENCE) / 2 / max(comparisons, 1)
        times, low, high, _ = quotient(by_replicate(a), by_replicate(b), tail)
        return Interval(times - 1.0, low - 1.0, high - 1.0, count)
    if count < LEAST or not (np.isfinite(left).all() and (left > 0.0).all() and varies(left)):
        return Interval(times - 1.0, math.nan, math.nan, count)
    error = math.sqrt((count - 1) * float(np.log(left).var()))
    by = math.exp(float(student(count - 1, comparisons)) * error)
    return Interval(times - 1.0, times / by - 1.0, times * by - 1.0, count)


def changes(a: Sample, b: Sample) -> Numbers:
    """One number a seed whose mean is the change: the jackknife's, as in ``by_replicate``."""
    times, left = _times(a, b)
    if not np.isfinite(left).all():
        return np.full(len(left), math.nan)
    made: Numbers = times - 1.0 + (len(left) - 1) * (left.mean() - left)
    return made


def _times(a: Sample, b: Sample) -> tuple[float, Numbers]:
    """One estimate over the other, and the same without one seed each."""
    left: Numbers = over(without(a), without(b))
    return float(over(total(a), total(b))), left
