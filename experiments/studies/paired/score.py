"""The score: a difference over shared seeds, and over as many seeds of their own."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import ttest_ind, ttest_rel

from sim.inference.jackknife import jackknife

Numbers = NDArray[np.float64]


class Width(NamedTuple):
    """Both intervals of a KPI's difference, from the same number of runs.

    ``ratio`` is the paired width over the independent one, with its 95 % interval over
    seeds; ``runs`` is how many times as many runs independent seeds would need for the same width.
    """

    kpi: str
    paired: tuple[float, float, float]
    independent: tuple[float, float, float]
    ratio: float
    ratio_low: float
    ratio_high: float

    @property
    def runs(self) -> float:
        """How many times as many independent runs are as good: widths shrink with their root."""
        return 1 / self.ratio**2 if self.ratio else float("inf")


def score(
    a: pd.DataFrame, b: pd.DataFrame, b_apart: pd.DataFrame, kpis: Sequence[str]
) -> list[Width]:
    """Both widths per KPI. ``a`` and ``b`` share seeds row by row; ``b_apart`` has its own.

    A KPI that never varies, or is undefined somewhere, is left out: it has no interval.
    """
    found = []
    for kpi in kpis:
        rows = (a[kpi].to_numpy(float), b[kpi].to_numpy(float), b_apart[kpi].to_numpy(float))
        if not np.isfinite(rows).all() or np.ptp(rows[0]) == 0 or np.ptp(rows[2]) == 0:
            continue
        paired, independent = together(*rows[:2]), apart(rows[0], rows[2])
        ratio = (paired[2] - paired[1]) / (independent[2] - independent[1])
        errors = jackknife(_errors, *rows, positive=True)
        # Widths have quantiles in them too, which seeds do not move.
        scale = ratio / errors.mean if ratio else np.nan
        found.append(
            Width(kpi, paired, independent, ratio, scale * errors.low, scale * errors.high)
        )
    return found


def together(a: Numbers, b: Numbers) -> tuple[float, float, float]:
    """Mean and 95 % interval of b − a, seed by seed (Student)."""
    limits = ttest_rel(b, a).confidence_interval(0.95)
    return float((b - a).mean()), float(limits.low), float(limits.high)


def apart(a: Numbers, b: Numbers) -> tuple[float, float, float]:
    """Mean and 95 % interval of the difference of two independent means (Welch)."""
    limits = ttest_ind(b, a, equal_var=False).confidence_interval(0.95)
    return float(b.mean() - a.mean()), float(limits.low), float(limits.high)


def _errors(a: Numbers, b: Numbers, b_apart: Numbers) -> float:
    """The standard error of a paired difference over that of an independent one."""
    independent = a.var(ddof=1) + b_apart.var(ddof=1)
    return float(np.sqrt((b - a).var(ddof=1) / independent))
