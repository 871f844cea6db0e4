"""The level of a lever at which an outcome is best, with the levels that it may be as well."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.facts import Finding
from sim.facts.conditions import observe
from sim.inference.intervals import CONFIDENCE, chance_below, means
from sim.inference.samples import Numbers, varies


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

    The interval reaches over all levels that are not surely worse than another: it holds the best
    one with 95 %.
    """
    table, places = np.asarray(outcomes, np.float64), np.asarray(levels, np.float64)
    open_ = [place for n, place in enumerate(places) if not _surely_worse(table, n)]
    found = float(places[table.mean(axis=1).argmax()])
    seeds, ends = observe.SEEDS[: table.shape[1]], (float(min(open_)), float(max(open_)))
    return Finding(what, None, found, float(low), float(high), basis, seeds, ends, under)


def _surely_worse(table: Numbers, level: int) -> bool:
    """Whether some other level is better by a paired one-sided test, corrected for their number.

    The best level is then called worse in at most one of twenty sets of runs (Bonferroni).
    """
    gaps = [table[level] - other for n, other in enumerate(table) if n != level]
    known = [gap for gap in gaps if varies(gap)]
    return any(len(gaps) * chance_below(*means(gap)) <= 1 - CONFIDENCE for gap in known)
