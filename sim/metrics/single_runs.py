"""Scenarios of one run each: no key figure has an interval, so all scenarios are told at once.

The numbers are those that ``sim.metrics.estimates`` has for one scenario after the other.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from sim.inference.intervals import Interval
from sim.inference.kinds import Kind
from sim.inference.samples import Numbers, Sample, over
from sim.metrics.columns import Columns
from sim.metrics.estimates import Runs, sample_of

Told = dict[str, Interval]


class SingleRuns:
    """The runs of such scenarios as one table, a row a scenario."""

    def __init__(self, tables: Sequence[Columns]) -> None:
        first = tables[0]
        self.runs: Any = Columns(
            first.columns, len(tables), lambda name: np.concatenate([one[name] for one in tables])
        )

    @property
    def one_luck(self) -> bool:
        """Whether all of them had the same luck."""
        return len(np.unique(self.runs["seed"])) == 1

    def estimates(self, kpis: Sequence[str]) -> list[Told]:
        """KPIs of every scenario."""
        return _by_scenario(self._estimates, kpis)

    def differences(self, kpis: Sequence[str]) -> list[Told]:
        """KPIs of every scenario minus those of the first, where all had the same luck."""
        return _by_scenario(self._differences, kpis)

    def _estimates(self, kpi: str) -> list[Interval]:
        found = sample_of(self.runs, kpi)
        part, less = found.part, 0.0
        if found.kind is Kind.RETURN:
            part, less = found.part + found.whole, 1.0
        known = np.isfinite(part) & np.isfinite(found.whole)
        values = over(np.where(known, part, 0.0) + 0.0, np.where(known, found.whole, 0.0)) - less
        return _without_ends(values, known & (found.whole != 0.0))

    def _differences(self, kpi: str) -> list[Interval]:
        found = sample_of(self.runs, kpi)
        values, there = _as_a_replicate(found), found.known & (found.whole != 0.0)
        gaps = values - values[0]
        known = np.isfinite(gaps)
        return _without_ends(np.where(known, gaps + 0.0, np.nan), there & there[0])


def single_runs(results: Sequence[Runs]) -> SingleRuns | None:
    """Scenarios as :class:`SingleRuns`; None where they are not."""
    tables = [one.tables["runs"] for one in results]
    columns = tables[0].columns
    for one, runs in zip(results, tables, strict=True):
        if len(runs) != 1 or getattr(one, "target", None) is not None or runs.columns != columns:
            return None
    return SingleRuns(tables)


def _by_scenario(of: Callable[[str], list[Interval]], kpis: Sequence[str]) -> list[Told]:
    return [dict(zip(kpis, row, strict=True)) for row in zip(*map(of, kpis), strict=True)]


def _as_a_replicate(found: Sample) -> Numbers:
    """Each run's one number, reckoned as that of a replicate among several is."""
    if not found.kind.over_a_whole:
        return np.where(found.known, found.part / np.where(found.known, found.whole, 1.0), np.nan)
    known = found.known
    estimate = over(np.where(known, found.part, 0.0) + 0.0, np.where(known, found.whole, 0.0))
    away: Any = over(found.part - estimate * found.whole, found.whole)
    return estimate + away


def _without_ends(values: Numbers, defined: Any) -> list[Interval]:
    numbers = zip(values.tolist(), defined.astype(np.int64).tolist(), strict=True)
    return [Interval(value, np.nan, np.nan, count) for value, count in numbers]
