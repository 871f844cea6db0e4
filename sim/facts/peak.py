"""The level of a lever at which an outcome is best, with an interval over seeds."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.facts import Finding
from sim.facts.conditions import observe
from sim.inference.bootstrap import bootstrap
from sim.inference.samples import Numbers

RESAMPLES = 2000


def peak(
    what: str,
    low: float,
    high: float,
    outcomes: Any,
    levels: Sequence[float],
    basis: str,
    under: str = "",
) -> Finding:
    """A comparison of the level with the highest mean of ``outcomes`` [level, seed] with a band.

    The interval holds 95 % of the best levels of seeds drawn anew from those there are.
    """
    table, places = np.asarray(outcomes, np.float64).T, np.asarray(levels, np.float64)

    def best(runs: Numbers) -> Any:
        return places[runs.mean(axis=-2).argmax(axis=-1)]

    found = bootstrap(best, table, times=RESAMPLES, method="closest_observation")
    seeds, ends = observe.SEEDS[: len(table)], (found.low, found.high)
    return Finding(what, None, found.mean, float(low), float(high), basis, seeds, ends, under)
