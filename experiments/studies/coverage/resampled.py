"""Experiments drawn from a pool of runs: how often do their intervals hold the pool's value?"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from experiments.runs import over
from experiments.studies.coverage.pools import HARD, JUDGED, PLANS
from sim.inference import estimates
from sim.inference.intervals import Interval
from sim.inference.samples import Sample, by_replicate, total
from sim.metrics.estimates import sample_of

REPLICATES = (3, 10, 30)
SINGLE, PAIRED = "single", "paired"


def score(found: dict[str, pd.DataFrame], repetitions: int, workers: int) -> pd.DataFrame:
    """A row per market, KPI, number of replicates, and single or paired."""
    tasks = [
        (market, pool, kpi, repetitions) for market, pool in found.items() for kpi in JUDGED + HARD
    ]
    rows = over(of_kpi, tasks, workers, "a KPI of a market")
    return pd.DataFrame([row for some in rows for row in some])


def of_kpi(market: str, pool: pd.DataFrame, kpi: str, repetitions: int) -> list[dict[str, Any]]:
    """A KPI's coverage in experiments that draw runs from a pool, with replacement, in pairs."""
    first, second = (sample_of(pool[pool["plan"] == plan], kpi) for plan in PLANS)
    truth = {SINGLE: total(first), PAIRED: _apart(first, second)}
    rows = []
    for count in REPLICATES:
        drawn = list(_drawn(first, second, count, repetitions))
        for kind, pick in ((SINGLE, 0), (PAIRED, 1)):
            row = {"market": market, "kpi": kpi, "replicates": count, "of": kind}
            rows.append(row | covered([one[pick] for one in drawn], truth[kind]))
    return rows


def covered(found: list[Interval], truth: float) -> dict[str, float]:
    """How many of the intervals hold the truth, how many are none, and how wide half are at most.

    Width is the median: of so few replicates that hardly an event is seen, some have no end.
    """
    ends = np.array([(one.low, one.high) for one in found])
    there = np.isfinite(ends).all(axis=1)
    low, high = ends[there].T
    return {
        "truth": truth,
        "coverage": float(np.mean((low <= truth) & (truth <= high))) if len(low) else np.nan,
        "none": float(1.0 - there.mean()),
        "width": float(np.median(high - low)) if len(low) else np.nan,
    }


def _drawn(
    first: Sample, second: Sample, count: int, repetitions: int
) -> Iterator[tuple[Interval, Interval]]:
    for seed in range(repetitions):
        rows = np.random.default_rng([count, seed]).integers(0, len(first.part), count)
        one, other = first.at(rows), second.at(rows)
        yield estimates.estimate(one), estimates.difference(one, other)


def _apart(first: Sample, second: Sample) -> float:
    both = first.known & second.known
    gaps = by_replicate(second.at(both)) - by_replicate(first.at(both))
    return float(gaps.mean())
