"""The score: parameters fitted to simulated adoptions over those the market was given."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from experiments.studies.adoption.fit import Bass, Numbers, fit
from experiments.studies.adoption.series import Series
from sim.inference.intervals import Interval
from sim.inference.intervals import interval as mean

WITHIN = 0.10


class Recovery(NamedTuple):
    """Recovered over given, with 95 % intervals over seeds, and the mean of the fits."""

    series: Series
    ratios: dict[str, Interval]
    fitted: Bass

    @property
    def recovered(self) -> bool:
        """Whether each parameter's whole interval is within ten per cent of what was given."""
        return all(one.inside(1.0 - WITHIN, 1.0 + WITHIN) for one in self.ratios.values())


def score(series: Series, shares: Sequence[Numbers]) -> Recovery:
    """Fit every seed's yearly adoptions, given as shares of the market, and compare.

    m is a matter of scale: shares are multiplied by the given m, and m is fitted with the rest.
    """
    fits = np.array([fit(series.m * np.asarray(one)) for one in shares])
    given = np.array([series.p, series.q, series.m])
    ratios = fits / given
    return Recovery(
        series,
        {name: mean(ratios[:, n]) for n, name in enumerate(Bass._fields)},
        Bass(*fits.mean(axis=0)),
    )
