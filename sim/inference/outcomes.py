"""A KPI of every scenario under every seed: the matrix that a sweep's statistics start from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pandas import DataFrame

Numbers = NDArray[np.float64]
DEFAULT = "default"


@dataclass(frozen=True)
class Outcomes:
    """A KPI as [seed, scenario]; NaN where a scenario did not run a seed or the KPI is undefined.

    Scenarios under one seed share their luck, so a row is one draw of all of them together. Where
    no two scenarios have a seed in common they are not ``shared``: a row is then everybody's n-th
    replicate, and nothing can be paired.
    """

    kpi: str
    names: tuple[str, ...]
    seeds: NDArray[np.int64]
    values: Numbers
    shared: bool = True

    @property
    def means(self) -> Numbers:
        """The mean of every scenario over the seeds in which it is defined; NaN if none."""
        known = ~np.isnan(self.values)
        total = np.where(known, self.values, 0.0).sum(axis=0)
        return np.divide(
            total, known.sum(axis=0), out=np.full(len(self.names), np.nan), where=known.any(axis=0)
        )


def outcomes(runs: "DataFrame", kpi: str) -> Outcomes:
    """The matrix of a KPI, from a table with a row per run: ``scenario``, ``seed``, the KPI.

    Raises ValueError if a scenario has two rows under one seed.
    """
    table = runs.pivot(index="seed", columns="scenario", values=kpi)
    names = tuple(dict.fromkeys(runs["scenario"]))
    seeds = np.asarray(list(dict.fromkeys(runs["seed"])), np.int64)
    values = table.loc[list(seeds), list(names)].to_numpy(np.float64, copy=True)
    return Outcomes(kpi, names, seeds, values)


def of_results(results: Sequence[Any], kpi: str) -> Outcomes:
    """The matrix of a KPI, from results each with a name and its table of runs."""
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
    values = np.full((len(seeds), len(names)), np.nan)
    for n, (row, runs) in enumerate(zip(rows, tables, strict=True)):
        values[row, n] = runs[kpi].to_numpy(np.float64)
    return Outcomes(kpi, names, seeds, values, shared)


def swept(overrides: Sequence[Any]) -> dict[str, list[Any]]:
    """The keys whose values differ between scenarios, with a value for each scenario.

    ``overrides`` has an entry per scenario: ``key=value`` words, or a mapping.
    """
    given = [_values(one) for one in overrides]
    keys = dict.fromkeys(key for one in given for key in one)
    columns = {key: [one.get(key, DEFAULT) for one in given] for key in keys}
    return {key: values for key, values in columns.items() if len(set(map(str, values))) > 1}


def levels(values: Sequence[Any]) -> list[Any]:
    """The different values of an axis: numbers in their order, words in the order of the sweep."""
    found = list(dict.fromkeys(values))
    return sorted(found) if all(isinstance(one, int | float) for one in found) else found


def _values(given: Any) -> dict[str, Any]:
    pairs = (
        given.items()
        if hasattr(given, "items")
        else (word.split("=", 1) for word in given if "=" in word)
    )
    return {key.lstrip("+~"): _number(value) for key, value in pairs}


def _number(text: Any) -> Any:
    for kind in (int, float):
        try:
            return kind(text) if isinstance(text, str) else text
        except ValueError:
            continue
    return text
