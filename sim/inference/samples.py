"""One key figure over replicates, and the estimate that they make together.

The mean of ratios is not the ratio: replicates with next to nothing below the line count as much
as all others. So a ratio over replicates is the ratio of their sums, and the spread of chance is
told by leaving out one replicate at a time (the jackknife, Tukey 1958; Efron & Stein 1981).
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.inference.kinds import Kind

Numbers = NDArray[np.float64]
# A spread this small beside the numbers is what is left of subtracting.
ROUNDING = 1e-12


class Sample(NamedTuple):
    """A key figure of each replicate as part and whole; the whole is 1 where it is over nothing.

    NaN in a replicate that says nothing of it at all. A whole of 0 leaves the replicate's own
    figure undefined, and its part still counts in the sum.
    """

    kind: Kind
    part: Numbers
    whole: Numbers

    @property
    def known(self) -> NDArray[np.bool_]:
        """The replicates that count."""
        return np.isfinite(self.part) & np.isfinite(self.whole)

    @property
    def defined(self) -> int:
        """The number of replicates whose own figure is defined."""
        return int((self.known & (self.whole != 0.0)).sum())

    def at(self, replicates: Any) -> "Sample":
        """Some of the replicates."""
        return Sample(self.kind, self.part[replicates], self.whole[replicates])


def sample(kind: Kind, values: Any, wholes: Any = None, parts: Any = None) -> Sample:
    """The sample of a figure's values; of a ratio with its wholes, and its parts where known.

    A ratio of which no whole was kept is taken as it is, replicate by replicate.
    """
    value = np.asarray(values, np.float64)
    if not kind.over_a_whole or wholes is None:
        return Sample(kind, value, np.where(np.isfinite(value), 1.0, np.nan))
    whole = np.asarray(wholes, np.float64)
    if parts is None:
        parts = np.where(whole == 0.0, 0.0, value * whole)
    return Sample(kind, np.asarray(parts, np.float64), whole)


def total(found: Sample) -> float:
    """The estimate: the sum of the parts over that of the wholes; NaN of nothing."""
    known = found.known
    whole = float(found.whole[known].sum())
    return float(found.part[known].sum()) / whole if whole else math.nan


def without(found: Sample) -> Numbers:
    """The estimates that leave out one known replicate each; NaN where nothing is left."""
    known = found.known
    part, whole = found.part[known], found.whole[known]
    # What is left of a sum after its only entry is taken away is nothing, not a rounding error.
    there = whole != 0.0
    others = np.count_nonzero(there) - there
    return over(part.sum() - part, np.where(others > 0, whole.sum() - whole, 0.0))


def by_replicate(found: Sample) -> Numbers:
    """One number a replicate, whose mean is the estimate and whose spread is that of chance.

    Of a mean, the values themselves; of a ratio, the jackknife's pseudo-values, moved so that their
    mean is the ratio of sums. NaN in replicates that do not count; where leaving one out leaves
    nothing to divide by, the first-order term of the same.
    """
    known = found.known
    if not found.kind.over_a_whole:
        return np.where(known, found.part / np.where(known, found.whole, 1.0), np.nan)
    values, estimate = np.full(len(found.part), np.nan), total(found)
    if not math.isfinite(estimate):
        return values
    there, left = found.at(known), without(found)
    if np.isfinite(left).all():
        away = (len(left) - 1) * (left.mean() - left)
    else:
        away = (there.part - estimate * there.whole) / there.whole.mean()
    values[known] = estimate + away
    return values


def varies(values: Numbers) -> bool:
    """Whether numbers differ by more than rounding: without that no spread tells of chance."""
    known = values[np.isfinite(values)]
    return len(known) > 1 and bool(np.ptp(known) > ROUNDING * np.abs(known).max())


def over(part: Any, whole: Any) -> Any:
    """One number over another; NaN over nothing."""
    below = np.asarray(whole)
    out = np.full(np.broadcast(part, below).shape, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.divide(part, below, out=out, where=below != 0.0)
