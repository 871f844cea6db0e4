"""The scores: paired by seed, with 95 % intervals."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.studies.content.arms import FIRST, OFF, WEEKS
from sim.inference.estimates import estimate
from sim.inference.intervals import Interval
from sim.inference.kinds import Kind
from sim.inference.samples import Numbers, sample

Rows = Sequence[Mapping[str, Any]]
AFTER = 13


def weekly(rows: Rows, name: str) -> NDArray[np.float64]:
    """One weekly count [seed, week, …]."""
    return np.array([row[name] for row in rows], float)


def during(rows: Rows, weeks: int = WEEKS) -> NDArray[np.float64]:
    """Yeses from the promotion's or the release's first week on [seed, firm]."""
    found: NDArray[np.float64] = weekly(rows, "yeses")[:, FIRST : FIRST + weeks].sum(axis=1)
    return found


def lift(before: Rows, after: Rows, weeks: int = WEEKS) -> Interval:
    """The focal firm's yeses over those without, less 1."""
    return _gain(during(before, weeks)[:, 0], during(after, weeks)[:, 0])


def elasticity(before: Rows, after: Rows) -> Interval:
    """How much ln of the firm's yeses in a promotion changes per ln of its price."""
    found = _ratio(Kind.RATIO, during(after)[:, 0], during(before)[:, 0])
    mean, high, low = (float(np.log(end) / np.log(1.0 - OFF)) for end in found[:3])
    return Interval(mean, low, high, found.replicates)


def from_rivals(before: Rows, after: Rows) -> Interval:
    """The part of the firm's bump that rivals lose meanwhile."""
    change = during(after) - during(before)
    return _ratio(Kind.SIGNED, -change[:, 1:].sum(axis=1), change[:, 0])


def dip(before: Rows, after: Rows) -> Interval:
    """Needs of the whole market in the quarter after the promotion, over those without, less 1."""
    return _needs(before, after, slice(FIRST + WEEKS, FIRST + WEEKS + AFTER))


def bump(before: Rows, after: Rows) -> Interval:
    """The same in the promotion's own weeks."""
    return _needs(before, after, slice(FIRST, FIRST + WEEKS))


def _needs(before: Rows, after: Rows, span: slice) -> Interval:
    usual, changed = (weekly(rows, "needs")[:, span].sum(axis=1) for rows in (before, after))
    return _gain(usual, changed)


def _gain(usual: Numbers, changed: Numbers) -> Interval:
    """What is changed over what is usual, less 1."""
    found = _ratio(Kind.RATIO, changed, usual)
    return Interval(found.mean - 1.0, found.low - 1.0, found.high - 1.0, found.replicates)


def _ratio(kind: Kind, part: Numbers, whole: Numbers) -> Interval:
    """A ratio of sums over seeds."""
    return estimate(sample(kind, part, whole, part))


def relative(before: Rows, after: Rows, kpi: str) -> Interval:
    """A KPI of the year over its mean without, less 1, paired by seed."""
    usual, changed = (np.array([row[kpi] for row in rows], float) for rows in (before, after))
    return _ratio(Kind.SIGNED, changed - usual, usual)
