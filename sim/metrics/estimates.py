"""The one home of KPIs over replicates: what a scenario's runs say of each, and of differences.

Every table, sentence, figure and verdict asks here, so that one number has one interval. Where
runs were added until an interval was narrow enough, it is the interval that holds after that.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from sim.inference import estimates
from sim.inference.intervals import Interval
from sim.inference.outcomes import Outcomes
from sim.inference.samples import Sample, sample
from sim.inference.stopping import Target, held
from sim.metrics.glossary import KPIS

if TYPE_CHECKING:
    from pandas import DataFrame


class Runs(Protocol):
    """A scenario that was run; it may have a ``target``, for which replicates were added."""

    @property
    def name(self) -> str:
        """The scenario's name."""

    @property
    def tables(self) -> Any:
        """Its tables, of which ``runs`` has a row a replicate."""


def sample_of(runs: "DataFrame", kpi: str) -> Sample:
    """A KPI of every run of a table, with what it is over where the table has that."""
    about, values = KPIS[kpi], _column(runs, kpi)
    if not about.kind.over_a_whole or about.whole not in runs.columns:
        return sample(about.kind, values)
    parts = _column(runs, about.part) if about.part in runs.columns else None
    return sample(about.kind, values, _column(runs, about.whole), parts)


def estimate_of(runs: "DataFrame", kpi: str) -> Interval:
    """A KPI of a table of runs with its 95 % interval over replicates."""
    return estimates.estimate(sample_of(runs, kpi))


def estimate(result: Runs, kpi: str) -> Interval:
    """A KPI of a scenario with its 95 % interval over replicates."""
    found, target = sample_of(result.tables["runs"], kpi), _target(result)
    if target is None or target.compare or target.kpi != kpi:
        return estimates.estimate(found)
    return held(found, target)


def difference(a: Runs, b: Runs, kpi: str) -> Interval:
    """A KPI of ``b`` minus that of ``a`` with its 95 % interval, over the seeds that both ran."""
    found = outcomes([a, b], kpi)
    if not found.shared:
        return Interval(np.nan, np.nan, np.nan, 0)
    first, second = found.sample(0), found.sample(1)
    target = _target(a)
    if target is None or not target.compare or target.kpi != kpi:
        return estimates.difference(first, second)
    return held(second, target, first)


def outcomes(results: Sequence[Runs], kpi: str) -> Outcomes:
    """The matrix of a KPI, a row a seed and a column a scenario."""
    tables = [result.tables["runs"] for result in results]
    names = tuple(result.name for result in results)
    place: dict[int, int] = {}
    rows = [
        [place.setdefault(seed, len(place)) for seed in runs["seed"].tolist()] for runs in tables
    ]
    seeds = np.fromiter(place, np.int64, len(place))
    shared = len(results) < 2 or len(seeds) < sum(map(len, rows))
    if not shared:
        rows = [list(range(len(row))) for row in rows]
        seeds = np.arange(max(map(len, rows), default=0))
    samples = []
    for row, runs in zip(rows, tables, strict=True):
        found, columns = sample_of(runs, kpi), np.full((2, len(seeds)), np.nan)
        columns[:, row] = found.part, found.whole
        samples.append(Sample(found.kind, *columns))
    return Outcomes.of(kpi, names, seeds, samples, shared)


def _target(result: Runs) -> Target | None:
    found: Target | None = getattr(result, "target", None)
    return found


def _column(runs: "DataFrame", name: str) -> Any:
    return runs[name].to_numpy(np.float64)
