"""Student's interval of a mean, from which every other interval of a mean is made.

A value that is NaN or infinite is undefined, and left out. Where fewer than three are left there is
no interval: two values show one gap, and Student's interval of them would reach nine standard
deviations to either side. ``comparisons`` widens intervals so that as many hold together with 95 %
(Bonferroni).
"""

from typing import Any, NamedTuple

import numpy as np
from scipy.special import stdtr, stdtrit

CONFIDENCE = 0.95
# Replicates from which on there are intervals.
LEAST = 3


class Interval(NamedTuple):
    """A mean or another estimate with its 95 % interval, over so many replicates.

    All four are numbers, or arrays with one number a column. NaN where there is none.
    """

    mean: Any
    low: Any
    high: Any
    replicates: Any

    def inside(self, low: float, high: float) -> bool:
        """Whether the whole interval lies in a band."""
        return bool(low <= self.low and self.high <= high)

    @property
    def nonzero(self) -> bool:
        """Whether the interval leaves zero out."""
        return bool(self.low > 0.0 or self.high < 0.0)

    def __str__(self) -> str:
        return f"{self.mean:.3g} ({self.low:.3g} to {self.high:.3g})"


class Means(NamedTuple):
    """The mean of each column, its standard error, and how many values it has."""

    mean: Any
    error: Any
    count: Any


def interval(values: Any, comparisons: int = 1) -> Interval:
    """The mean of one number per replicate, with its interval."""
    return Interval(*(part.item() for part in intervals(values, comparisons)))


def intervals(values: Any, comparisons: int = 1) -> Interval:
    """The mean and interval of each column, from a row per replicate."""
    mean, error, count = means(values)
    half = student(count - 1, comparisons) * error
    return Interval(mean, mean - half, mean + half, count)


def difference(a: Any, b: Any) -> Interval:
    """The mean of b − a, over the replicates in which both are defined."""
    return interval(np.asarray(b, np.float64) - np.asarray(a, np.float64))


def means(values: Any) -> Means:
    """Mean and standard error of each column, from a row per replicate."""
    table = np.asarray(values, np.float64)
    known = np.isfinite(table)
    count = known.sum(axis=0)
    many = np.maximum(count, 1)
    mean = np.where(known, table, 0.0).sum(axis=0) / many
    squares = (np.where(known, table, mean) - mean) ** 2
    error = np.sqrt(squares.sum(axis=0) / np.maximum(count - 1, 1) / many)
    return Means(np.where(count > 0, mean, np.nan), np.where(count >= LEAST, error, np.nan), count)


def student(freedom: Any, comparisons: int = 1) -> Any:
    """Standard errors that an interval reaches to either side, by its degrees of freedom."""
    tail = (1 - CONFIDENCE) / 2 / max(comparisons, 1)
    return stdtrit(np.maximum(freedom, 1.0), 1 - tail)


def chance_below(mean: Any, error: Any, count: Any) -> Any:
    """The chance of a mean this low or lower if only luck kept it from zero (one-sided p-value)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where((mean == 0) & (error == 0), 0.0, np.divide(mean, error))
    return np.where(np.isnan(error), np.nan, stdtr(np.maximum(count - 1.0, 1.0), ratio))
