"""A KPI of every scenario under every seed: the matrix that a sweep's statistics start from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.inference.kinds import Kind
from sim.inference.samples import Numbers, Sample, by_replicate, sample

DEFAULT = "default"


@dataclass(frozen=True)
class Outcomes:
    """A KPI as [seed, scenario]; NaN where a scenario did not run a seed or the KPI is undefined.

    Scenarios under one seed share their world and luck, so a row is one draw of all of them
    together. Where no two scenarios have a seed in common they are not ``shared``: a row is then
    everybody's n-th replicate, and nothing can be paired. Of ratios, ``values`` are one number a
    seed whose mean is the ratio of sums (:func:`sim.inference.samples.by_replicate`), and
    ``samples`` what they are made of.
    """

    kpi: str
    names: tuple[str, ...]
    seeds: NDArray[np.int64]
    values: Numbers
    shared: bool = True
    samples: tuple[Sample, ...] = ()

    @classmethod
    def of(
        cls,
        kpi: str,
        names: tuple[str, ...],
        seeds: NDArray[np.int64],
        samples: Sequence[Sample],
        shared: bool = True,
    ) -> "Outcomes":
        """The matrix of samples, one a scenario, whose replicates stand in the order of seeds."""
        columns = [by_replicate(one) for one in samples]
        values = np.column_stack(columns) if columns else np.zeros((len(seeds), 0))
        return cls(kpi, names, seeds, values, shared, tuple(samples))

    def some(self, scenarios: Sequence[int]) -> "Outcomes":
        """The matrix of some of the scenarios."""
        chosen = list(scenarios)
        samples = tuple(self.samples[n] for n in chosen) if self.samples else ()
        names = tuple(self.names[n] for n in chosen)
        return Outcomes(self.kpi, names, self.seeds, self.values[:, chosen], self.shared, samples)

    def sample(self, scenario: int) -> Sample:
        """The parts and wholes of one scenario, replicate by replicate."""
        if self.samples:
            return self.samples[scenario]
        return sample(Kind.MEAN, self.values[:, scenario])

    @property
    def means(self) -> Numbers:
        """The mean of every scenario over the seeds in which it is defined; NaN if none."""
        known = ~np.isnan(self.values)
        total = np.where(known, self.values, 0.0).sum(axis=0)
        return np.divide(
            total, known.sum(axis=0), out=np.full(len(self.names), np.nan), where=known.any(axis=0)
        )


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
