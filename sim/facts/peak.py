"""The level of a lever at which an outcome is best, with an interval over seeds."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.facts import Finding
from sim.facts.conditions import observe

RESAMPLES, LUCK = 2000, 1


def peak(
    what: str,
    low: float,
    high: float,
    outcomes: Any,
    levels: Sequence[float],
    basis: str,
    under: str = "",
) -> Finding:
    """The level at which the mean of ``outcomes`` [level, seed] is highest, beside a band.

    So are 95 % of the levels found with seeds drawn anew from those there are (the bootstrap).
    """
    table = np.asarray(outcomes, np.float64)
    seeds = table.shape[1]
    drawn = np.random.default_rng(LUCK).integers(0, seeds, (RESAMPLES, seeds))
    places = np.asarray(levels, np.float64)
    best = places[table[:, drawn].mean(axis=2).argmax(axis=0)]
    ends = np.quantile(best, (0.025, 0.975), method="closest_observation")
    found = float(places[table.mean(axis=1).argmax()])
    drawn_from, both = observe.SEEDS[:seeds], (float(ends[0]), float(ends[1]))
    return Finding(what, None, found, float(low), float(high), basis, drawn_from, both, under)
