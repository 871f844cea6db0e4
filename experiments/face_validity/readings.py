"""Readings: a benchmark's number from a table of runs, a row a replicate, with its interval."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from sim.inference.estimates import estimate
from sim.inference.intervals import Interval, interval
from sim.inference.kinds import Kind
from sim.inference.ratios import Numbers, ratio, relative
from sim.inference.samples import Sample, by_replicate
from sim.metrics.bases import PREFIX
from sim.metrics.estimates import estimate_of, sample_of
from sim.metrics.glossary import KPIS

Reading = Callable[[pd.DataFrame], Interval]
NOTHING = Interval(np.nan, np.nan, np.nan, 0)


def kpi(name: str, times: float = 1.0) -> Reading:
    """A key figure of the glossary, in another unit where ``times`` says so."""

    def read(runs: pd.DataFrame) -> Interval:
        if name not in KPIS or name not in runs:
            return NOTHING
        found = estimate_of(runs, name)
        middle, low, high = (times * end for end in found[:3])
        return Interval(middle, low, high, found.replicates)

    return read


def over(top: str, bottom: str, kind: Kind = Kind.RATIO) -> Reading:
    """The ratio of the sums of two columns: totals of the glossary, or sums of this page."""

    def read(runs: pd.DataFrame) -> Interval:
        if top not in runs or bottom not in runs:
            return NOTHING
        return estimate(Sample(kind, _numbers(runs, top), _numbers(runs, bottom)))

    return read


def share(top: str, bottom: str) -> Reading:
    """The same of a part and its whole."""
    return over(top, bottom, Kind.PORTION)


def own(name: str, kind: Kind = Kind.PORTION) -> Reading:
    """A sum of this page over the one that it is a part of."""
    return over(f"{name}/part", f"{name}/whole", kind)


def base(name: str) -> str:
    """The column of a sum that key figures are over."""
    return PREFIX + name


def mean(name: str) -> Reading:
    """The mean over replicates of a number a run."""

    def read(runs: pd.DataFrame) -> Interval:
        return interval(_numbers(runs, name)) if name in runs else NOTHING

    return read


def constant(name: str) -> Reading:
    """A parameter: the same in every run, without an interval."""

    def read(runs: pd.DataFrame) -> Interval:
        value = float(_numbers(runs, name)[0]) if name in runs else np.nan
        return Interval(value, value, value, len(runs))

    return read


def quotient(a: str, b: str) -> Reading:
    """One of this page's ratios over another."""
    return _relative(lambda runs: _ratio(runs, a), lambda runs: _ratio(runs, b))


def kpi_over_kpi(a: str, b: str) -> Reading:
    """One key figure over another."""
    return _relative(
        lambda runs: by_replicate(sample_of(runs, a)), lambda runs: by_replicate(sample_of(runs, b))
    )


def rest(*names: str) -> Reading:
    """What is left of a whole after key figures that are shares of it."""

    def read(runs: pd.DataFrame) -> Interval:
        if any(name not in KPIS for name in names):
            return NOTHING
        parts = [by_replicate(sample_of(runs, name)) for name in names]
        return interval(1.0 - np.sum(parts, axis=0))

    return read


def less(a: str, b: str) -> Reading:
    """One key figure less another, of the same whole."""

    def read(runs: pd.DataFrame) -> Interval:
        if a not in KPIS or b not in KPIS:
            return NOTHING
        first, second = (by_replicate(sample_of(runs, name)) for name in (a, b))
        return interval(first - second)

    return read


def _relative(
    top: Callable[[pd.DataFrame], Numbers], bottom: Callable[[pd.DataFrame], Numbers]
) -> Reading:
    def read(runs: pd.DataFrame) -> Interval:
        return interval(relative(top(runs), bottom(runs)))

    return read


def _ratio(runs: pd.DataFrame, name: str) -> Numbers:
    return ratio(_numbers(runs, f"{name}/part"), _numbers(runs, f"{name}/whole"))


def _numbers(runs: pd.DataFrame, name: str) -> Numbers:
    return np.asarray(runs[name].to_numpy(np.float64))
