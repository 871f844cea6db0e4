"""Ratios of sums over seeds, and what is reckoned from them, as one number a seed.

Their mean is the estimate, and its interval that of the jackknife (``sim.inference.samples``).
"""

from typing import Any

import numpy as np

from sim.inference.kinds import Kind
from sim.inference.samples import Numbers, Sample, by_replicate

__all__ = ["Numbers", "logarithm", "ratio", "relative"]


def ratio(parts: Any, wholes: Any) -> Numbers:
    """Pseudo-values of Σ parts / Σ wholes, seed by seed; undefined over nothing."""
    part, whole = (np.asarray(values, np.float64) for values in (parts, wholes))
    return by_replicate(Sample(Kind.SIGNED, part, whole))


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
