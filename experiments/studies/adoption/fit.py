"""Bass's curve and its fit: yearly adoptions are m times the differences of F.

F(t) = (1 − e^{−(p+q)t}) ÷ (1 + (q/p)·e^{−(p+q)t}); nonlinear least squares on differences of F
(Srinivasan & Mason 1986).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import curve_fit

Numbers = NDArray[np.float64]


class Bass(NamedTuple):
    """Innovation p and imitation q (1/year), and market size m."""

    p: float
    q: float
    m: float


def adoptions(years: Numbers, p: float, q: float, m: float) -> Numbers:
    """Adoptions in each year that ends at one of ``years``."""
    found: Numbers = m * (_share(years, p, q) - _share(years - 1.0, p, q))
    return found


def fit(counts: Numbers) -> Bass:
    """The parameters that lie closest to yearly counts; raises RuntimeError if none is found."""
    years = np.arange(1.0, len(counts) + 1.0)
    total = float(counts.sum())
    peak = float(years[int(np.argmax(counts))])
    q = min(max(4.0 / peak, 0.2), 1.5)
    found, _ = curve_fit(
        adoptions, years, counts, p0=(q * np.exp(-q * peak), q, 1.1 * total),
        bounds=([1e-7, 1e-3, 0.2 * total], [0.5, 3.0, 20.0 * total]),
        x_scale=(1e-3, 0.1, total), max_nfev=20_000,
    )  # fmt: skip
    return Bass(*(float(value) for value in found))


def _share(t: Numbers, p: float, q: float) -> Numbers:
    left = np.exp(-(p + q) * t)
    found: Numbers = (1.0 - left) / (1.0 + q / p * left)
    return found
