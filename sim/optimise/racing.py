"""Races: a trial is given up once another one is surely better on every goal, with equal luck.

A race (Maron & Moore 1994; Birattari et al. 2002): replicates run in order, so a trial shares its
seeds with every complete one, and differences are paired. The level is strict, as there are many
looks; it guards the search, and no interval is reported on it.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from sim.inference.intervals import chance_below, means
from sim.optimise.search import Search

Values = Mapping[str, NDArray[np.float64]]
FEWEST = 4
LEVEL = 0.005


def lost(search: Search, values: Values, complete: Iterable[Values]) -> bool:
    """Whether any complete trial is surely better on every goal than these first replicates."""
    return any(_surely_worse(search, values, other) for other in complete)


def front(search: Search, means: Mapping[int, Mapping[str, float]]) -> list[int]:
    """The trials that none is better than: the Pareto front, or the best one, in their order."""
    known = {n: one for n, one in means.items() if all(map(np.isfinite, one.values()))}
    beaten = {n for n, one in known.items() if any(search.better(o, one) for o in known.values())}
    return [number for number in known if number not in beaten]


def _surely_worse(search: Search, values: Values, other: Values) -> bool:
    return all(
        _p_not_worse(sign * (values[kpi] - other[kpi][: len(values[kpi])])) < LEVEL
        for kpi, sign in search.goals.items()
    )


def _p_not_worse(gaps: NDArray[np.float64]) -> float:
    """One-sided p-value of the gap not being below zero; 1 while there are too few."""
    found = means(gaps)
    return float(chance_below(*found)) if found.count >= FEWEST else 1.0
