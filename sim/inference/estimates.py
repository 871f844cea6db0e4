"""The estimate of a key figure over replicates and its interval; and of a difference of two.

One home: every table, sentence, figure and verdict has its intervals from here. An interval is
Student's on the scale on which the figure's kind can be anything: logarithms of what is never
negative, log-odds of shares, so that no interval leaves what is possible, and nothing is cut.
Where all events are in one replicate or none, no spread tells of chance: then the bounds are those
of so few events (Garwood 1936, Biometrika 28:437; Clopper & Pearson 1934, Biometrika 26:404).
What has no spread otherwise has no interval, and neither have fewer than three replicates.
docs/statistics.md says what was measured of this.
"""

import math
from typing import Any

import numpy as np
from scipy.special import betaincinv, expit, gammaincinv, logit

from sim.inference.intervals import CONFIDENCE, LEAST, Interval, interval, means, student
from sim.inference.jackknife import half_width
from sim.inference.kinds import Kind
from sim.inference.samples import ROUNDING, Numbers, Sample, by_replicate, total, varies, without


def estimate(found: Sample, comparisons: int = 1) -> Interval:
    """The estimate that the replicates make together, with its 95 % interval.

    With ``comparisons``, as many intervals hold together with 95 % (Bonferroni). ``replicates`` is
    the number in which the figure is defined.
    """
    there, middle, kind = found.at(found.known), total(found), found.kind
    if kind is Kind.RETURN:
        back = estimate(Sample(Kind.RATIO, found.part + found.whole, found.whole), comparisons)
        return Interval(back.mean - 1.0, back.low - 1.0, back.high - 1.0, back.replicates)
    if len(there.part) < LEAST:
        return Interval(middle, np.nan, np.nan, there.defined)
    if not math.isfinite(middle) or kind in (Kind.MEAN, Kind.SIGNED):
        ends = _student(by_replicate(there), comparisons)
    elif kind.within_one:
        ends = _within_one(there, middle, comparisons)
    else:
        ends = _positive(there, middle, comparisons)
    return Interval(middle, *ends, found.defined)


def each(kind: Kind, parts: Any, wholes: Any) -> Interval:
    """The estimate of every column, from parts [replicate, …] and wholes that broadcast to them."""
    part = np.asarray(parts, np.float64)
    whole = np.broadcast_to(np.asarray(wholes, np.float64), part.shape)
    columns = zip(*(side.reshape(len(part), -1).T for side in (part, whole)), strict=True)
    found = [estimate(Sample(kind, *column)) for column in columns]
    table = np.array(found, np.float64).reshape(-1, 4)
    return Interval(*table.T.reshape(4, *part.shape[1:]))


def difference(a: Sample, b: Sample, comparisons: int = 1) -> Interval:
    """The estimate of b − a, replicate by replicate, over those that both have.

    Where no pair differs in its events, at most so few lie between them as none allows. Two shares
    differ by no more than one.
    """
    both = a.known & b.known
    first, second = a.at(both), b.at(both)
    gaps = by_replicate(second) - by_replicate(first)
    pairs = int((both & (a.whole != 0.0) & (b.whole != 0.0)).sum())
    found = interval(gaps, comparisons)._replace(replicates=pairs)
    least = least_apart(first, second, comparisons)
    if len(gaps) < LEAST or (not varies(gaps) and (np.any(gaps) or not least)):
        return found._replace(low=np.nan, high=np.nan)
    ends = np.minimum(found.low, found.mean - least), np.maximum(found.high, found.mean + least)
    most = 1.0 if a.kind.within_one else np.inf
    return found._replace(low=max(float(ends[0]), -most), high=min(float(ends[1]), most))


def apart(a: Sample, b: Sample, comparisons: int = 1) -> Interval:
    """The estimate of b − a where their replicates have nothing to do with each other (Welch)."""
    _, error, count = (np.array(each, np.float64) for each in zip(
        *(means(by_replicate(one)) for one in (a, b)), strict=True))  # fmt: skip
    variance = error**2
    freedom = variance.sum() ** 2 / float((variance**2 / np.maximum(count - 1, 1)).sum() or np.nan)
    half = float(student(freedom, comparisons)) * math.sqrt(variance.sum())
    middle, most = total(b) - total(a), 1.0 if a.kind.within_one else np.inf
    ends = (max(middle - half, -most), min(middle + half, most)) if half > 0 else (np.nan, np.nan)
    return Interval(middle, *ends, int(count.min()))


def least_apart(a: Sample, b: Sample, comparisons: int = 1, differing: int = 0) -> float:
    """The distance between two figures that so few differing pairs allow; 0 if more differ."""
    gaps = [b.part - a.part, (b.whole - b.part) - (a.whole - a.part)]
    sides = gaps if a.kind is Kind.SHARE else gaps[:1]
    whole = max(a.whole.sum(), b.whole.sum())
    if not (a.kind.counted and whole) or min(map(np.count_nonzero, sides)) > differing:
        return 0.0
    return _most_events(0.0, comparisons) / float(whole)


def _student(values: Numbers, comparisons: int) -> tuple[float, float]:
    found = interval(values, comparisons)
    return (found.low, found.high) if varies(values) else (np.nan, np.nan)


def _positive(found: Sample, middle: float, comparisons: int) -> tuple[float, float]:
    """Ends on the scale of logarithms; the fewest events are those above or those below."""
    left = without(found)
    if len(left) < 2:
        return np.nan, np.nan
    if np.isfinite(left).all() and (left > 0.0).all():
        half = half_width(np.log(left), comparisons)
        return middle * math.exp(-half), middle * math.exp(half)
    if (found.part != 0.0).sum() <= 1:
        return _few(found.part.sum(), found.kind.counted, found.whole.sum(), comparisons)
    low, high = _few(found.whole.sum(), False, found.part.sum(), comparisons)
    return 1.0 / high, 1.0 / low


def _few(events: float, counted: bool, whole: float, comparisons: int) -> tuple[float, float]:
    """Ends of events over a whole where all of them are in one replicate, as if they were one."""
    if events == 0.0:
        return (0.0, _most_events(0.0, comparisons) / whole) if counted else (np.nan, np.nan)
    least = gammaincinv(1.0, _tail(comparisons))
    return events * least / whole, events * _most_events(1.0, comparisons) / whole


def _most_events(events: float, comparisons: int) -> float:
    """The largest mean that leaves so few events or fewer a chance."""
    return float(gammaincinv(events + 1.0, 1.0 - _tail(comparisons)))


def _within_one(found: Sample, middle: float, comparisons: int) -> tuple[float, float]:
    """Ends on the scale of log-odds, or those of so few events on either side."""
    left = without(found)
    if len(left) < 2:
        return np.nan, np.nan
    rest = found.whole - found.part
    sides = [side[np.abs(side) > ROUNDING * found.whole.max()] for side in (found.part, rest)]
    if np.isfinite(left).all() and min(map(len, sides)) > 1:
        half = half_width(logit(left), comparisons)
        return float(expit(logit(middle) - half)), float(expit(logit(middle) + half))
    if found.kind is not Kind.SHARE:
        return np.nan, np.nan
    # All of a side's events are in one replicate: they are taken for one.
    size = max([1.0, *(float(side.sum()) for side in sides if len(side) == 1)])
    events, tries = middle * found.whole.sum() / size, found.whole.sum() / size
    tail = _tail(comparisons)
    low = betaincinv(events, tries - events + 1.0, tail) if events > ROUNDING else 0.0
    high = (
        betaincinv(events + 1.0, tries - events, 1.0 - tail) if tries - events > ROUNDING else 1.0
    )
    return float(low), float(high)


def _tail(comparisons: int) -> float:
    return (1 - CONFIDENCE) / 2 / max(comparisons, 1)
