"""Heterogeneity: how unlike customers are in a trait, as a table of equally likely values.

A customer's value is looked up by luck, so that no column is needed. Each value is the mean of the
distribution within its slice, so that the mean over customers is exact.
"""

from typing import Any

import numpy as np
from scipy.special import betainc, betaincinv, gammainc, gammaincinv

SLICES = 4096
Values = np.ndarray[Any, np.dtype[np.float64]]


def gamma(shape: float) -> Values:
    """Values of a Gamma trait of mean 1; all alike for a shape of 0."""
    if shape <= 0.0:
        return np.ones(1)
    edges = gammaincinv(shape, np.linspace(0.0, 1.0, SLICES + 1))
    below = gammainc(shape + 1.0, edges)
    below[-1] = 1.0
    values: Values = np.diff(below) * SLICES
    return values


def beta(mean: float, shape: float) -> Values:
    """Values of a Beta(α, β) trait of this mean, ``shape`` being α; all alike for a shape of 0."""
    if shape <= 0.0 or not 0.0 < mean < 1.0:
        return np.full(1, mean)
    other = shape * (1.0 - mean) / mean
    edges, below = _beta_slices(shape, other)
    _, missing = _beta_slices(other, shape)
    # Near 1 a number has no room for how little is missing: there, the rest to 1 is reckoned.
    values: Values = np.where(edges[1:] <= 0.5, below * mean, 1.0 - missing[::-1] * (1.0 - mean))
    return values


def _beta_slices(shape: float, other: float) -> tuple[Values, Values]:
    """Edges of the slices of a Beta trait, and the mean within each relative to the whole's."""
    edges: Values = betaincinv(shape, other, np.linspace(0.0, 1.0, SLICES + 1))
    return edges, np.diff(betainc(shape + 1.0, other, edges)) * SLICES
