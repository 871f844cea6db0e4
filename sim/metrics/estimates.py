"""The one home of KPIs over replicates: what a scenario's runs say of each, and of differences.

Every table, sentence, figure and verdict asks here, so that one number has one interval. Where
runs were added until an interval was narrow enough, it is the interval that holds after that.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from sim.inference import estimates
from sim.inference.intervals import Interval
from sim.inference.kinds import Kind
from sim.inference.outcomes import Outcomes
from sim.inference.samples import Sample, sample
from sim.inference.stopping import Target, held
from sim.metrics.glossary import KPIS

if TYPE_CHECKING:
    from pandas import DataFrame


# Of totals and other means, those of either sign.
EITHER_SIGN = ("profit",)


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
    return possible(kpi, estimates.estimate(sample_of(runs, kpi)))


def estimate(result: Runs, kpi: str) -> Interval:
    """A KPI of a scenario with its 95 % interval over replicates."""
    found, target = sample_of(result.tables["runs"], kpi), _target(result)
    if target is None or target.compare or target.kpi != kpi:
        return possible(kpi, estimates.estimate(found))
    return possible(kpi, held(found, target))


def possible(kpi: str, found: Interval) -> Interval:
    """An interval without what its KPI cannot be: revenue, a pipeline or a median below zero."""
    if KPIS[kpi].kind is not Kind.MEAN or kpi in EITHER_SIGN:
        return found
    return found._replace(low=np.maximum(found.low, 0.0))


def difference(a: Runs, b: Runs, kpi: str) -> Interval:
    """A KPI of ``b`` minus that of ``a`` with its 95 % interval, over the seeds that both ran."""
    return differences(a, b, [kpi])[0]


def differences(a: Runs, b: Runs, kpis: Sequence[str]) -> list[Interval]:
    """The :func:`difference` of each of several KPIs."""
    seeds, target = _seeds([a, b]), _target(a)
    if not seeds.shared:
        return [Interval(np.nan, np.nan, np.nan, 0) for _ in kpis]
    found = []
    for kpi in kpis:
        first, second = (seeds.of(n, sample_of(one.tables["runs"], kpi))
                         for n, one in enumerate((a, b)))  # fmt: skip
        if target is None or not target.compare or target.kpi != kpi:
            found.append(estimates.difference(first, second))
        else:
            found.append(held(second, target, first))
    return found


def outcomes(results: Sequence[Runs], kpi: str) -> Outcomes:
    """The matrix of a KPI, a row a seed and a column a scenario."""
    seeds = _seeds(results)
    samples = [seeds.of(n, sample_of(one.tables["runs"], kpi)) for n, one in enumerate(results)]
    names = tuple(result.name for result in results)
    return Outcomes.of(kpi, names, seeds.seeds, samples, seeds.shared)


class _Seeds(NamedTuple):
    """The seeds that scenarios ran, the row of each of their replicates, and if any was shared."""

    seeds: Any
    rows: list[list[int]]
    shared: bool

    def of(self, scenario: int, found: Sample) -> Sample:
        """A scenario's sample with a replicate for each row; NaN where it has none."""
        row = self.rows[scenario]
        if row == list(range(len(self.seeds))):
            return found
        columns = np.full((2, len(self.seeds)), np.nan)
        columns[:, row] = found.part, found.whole
        return Sample(found.kind, *columns)


def _seeds(results: Sequence[Runs]) -> _Seeds:
    place: dict[int, int] = {}
    rows = [
        [place.setdefault(seed, len(place)) for seed in result.tables["runs"]["seed"].tolist()]
        for result in results
    ]
    seeds = np.fromiter(place, np.int64, len(place))
    shared = len(results) < 2 or len(seeds) < sum(map(len, rows))
    if not shared:
        rows = [list(range(len(row))) for row in rows]
        seeds = np.arange(max(map(len, rows), default=0))
    return _Seeds(seeds, rows, shared)


def _target(result: Runs) -> Target | None:
    found: Target | None = getattr(result, "target", None)
    return found


def _column(runs: Any, name: str) -> Any:
    return np.asarray(runs[name], np.float64)
