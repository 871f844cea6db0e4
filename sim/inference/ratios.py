"""The jackknife: ratios of sums over seeds, as one number a seed whose mean has an interval."""

from typing import Any

import numpy as np

from sim.inference.samples import Numbers

__all__ = ["Numbers", "logarithm", "ratio", "relative"]


def ratio(parts: Any, wholes: Any) -> Numbers:
    """Pseudo-values of Σ parts / Σ wholes, seed by seed.

    The mean of ratios of small counts is biased, the ratio of sums hardly; leaving out one seed at
    a time takes the rest of the bias away and tells how far chance goes (the jackknife, Tukey
    1958; Efron & Stein 1981). Where nothing is left to divide by, all are undefined.
    """
    part, whole = (np.asarray(values, np.float64) for values in (parts, wholes))
    seeds = len(part)
    if seeds < 2:
        return _over(part, whole)
    without = _over(part.sum() - part, whole.sum() - whole)
    if np.isnan(without).any():
        return np.full(seeds, np.nan)
    return seeds * _over(part.sum(), whole.sum()) - (seeds - 1) * without


def _over(part: Any, whole: Any) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        made: Numbers = np.where(np.asarray(whole) == 0.0, np.nan, np.divide(part, whole))
    return made


def logarithm(values: Numbers) -> Numbers:
    """Pseudo-values of the logarithm of an estimate, to first order."""
    mean = values.mean()
    made: Numbers = np.log(mean) + (values - mean) / mean
    return made


def relative(values: Numbers, to: Numbers) -> Numbers:
    """Pseudo-values of one estimate over another: a/b near both means, to first order."""
    a, b = np.float64(values.mean()), np.float64(to.mean())
    with np.errstate(divide="ignore", invalid="ignore"):
        made: Numbers = a / b + (values - a) / b - a * (to - b) / b**2
    return made
