"""The scores: paired by seed, with 95 % intervals."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.studies.content.arms import FIRST, OFF, WEEKS
from sim.inference.bootstrap import bootstrap
from sim.inference.intervals import Interval
from sim.inference.intervals import interval as mean

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
    return bootstrap(lambda a, b: b.mean(axis=-2)[..., 0] / a.mean(axis=-2)[..., 0] - 1.0,
                     during(before, weeks), during(after, weeks))  # fmt: skip


def elasticity(before: Rows, after: Rows) -> Interval:
    """How much ln of the firm's yeses in a promotion changes per ln of its price."""
    return bootstrap(
        lambda a, b: np.log(b.mean(axis=-2)[..., 0] / a.mean(axis=-2)[..., 0]) / np.log(1.0 - OFF),
        during(before),
        during(after),
    )


def from_rivals(before: Rows, after: Rows) -> Interval:
    """The part of the firm's bump that rivals lose meanwhile."""

    def part(a: Any, b: Any) -> Any:
        change = (b - a).mean(axis=-2)
        return -change[..., 1:].sum(axis=-1) / change[..., 0]

    return bootstrap(part, during(before), during(after))


def dip(before: Rows, after: Rows) -> Interval:
    """Needs of the whole market in the quarter after the promotion, over those without, less 1."""
    return _needs(before, after, slice(FIRST + WEEKS, FIRST + WEEKS + AFTER))


def bump(before: Rows, after: Rows) -> Interval:
    """The same in the promotion's own weeks."""
    return _needs(before, after, slice(FIRST, FIRST + WEEKS))


def _needs(before: Rows, after: Rows, span: slice) -> Interval:
    return bootstrap(lambda a, b: b.sum(axis=(-2, -1)) / a.sum(axis=(-2, -1)) - 1.0,
                     weekly(before, "needs")[:, span], weekly(after, "needs")[:, span])  # fmt: skip


def change(before: Rows, after: Rows, kpi: str) -> Interval:
    """A KPI of the year less its value without, paired by seed."""
    return mean(np.array([b[kpi] - a[kpi] for a, b in zip(before, after, strict=True)], float))


def relative(before: Rows, after: Rows, kpi: str) -> Interval:
    """A KPI of the year over its mean without, less 1."""
    level = float(np.mean([row[kpi] for row in before]))
    found = change(before, after, kpi)
    return Interval(found.mean / level, found.low / level, found.high / level, found.replicates)
