"""Growth exponents: the slope of a log-log line and how far it can be trusted."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit


class Slope(NamedTuple):
    """An exponent and the half-width of its 95 % interval."""

    exponent: float
    half_width: float


def slope(sizes: Sequence[float], amounts: Sequence[float]) -> Slope:
    """Least-squares slope of ln(amount) on ln(size), with a Student-t interval over the sizes."""
    x, y = np.log(np.asarray(sizes, float)), np.log(np.asarray(amounts, float))
    if len(x) < 3:
        raise ValueError(f"{len(x)} sizes give no interval: measure at least 3")
    x = x - x.mean()
    squares = float(x @ x)
    exponent = float(x @ y) / squares
    left = y - y.mean() - exponent * x
    error = np.sqrt(float(left @ left) / (len(x) - 2) / squares)
    return Slope(exponent, float(error * stdtrit(len(x) - 2.0, 0.975)))
