"""Observing the market: a measure of a scenario, seed by seed, each run looked at once."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sim.config import Config
from sim.facts import Finding, in_band
from sim.records import Records
from sim.runs import replicates

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Measure = Callable[[Records, Config], Any]
Seeds = tuple[int, ...]

# Root seeds of the facts' runs, each with a world of its own; no search has used them.
SEEDS = tuple(range(80_001, 80_031))
_SEEN: dict[tuple[str, str, Seeds], list[Any]] = {}


def band(what: str, low: float, high: float, values: Any, basis: str, under: str = "") -> Finding:
    """A mean over :data:`SEEDS` beside a published band; ``under`` is a condition of its own."""
    return in_band(what, low, high, values, basis, SEEDS, under)


def positive(what: str, values: Any, basis: str, under: str = "") -> Finding:
    """A mean that should be above zero."""
    return band(what, 0.0, math.inf, values, basis, under)


def negative(what: str, values: Any, basis: str, under: str = "") -> Finding:
    """A mean that should be below zero."""
    return band(what, -math.inf, 0.0, values, basis, under)


def observed(config: Config, measure: Measure, seeds: Seeds = ()) -> list[Any]:
    """Measure runs of a scenario on all :data:`SEEDS`, in their order, or on seeds that are given.

    A scenario is run once with each measure, however many facts look.
    """
    return paired({"": config}, measure, seeds)[""]


def paired(
    scenarios: Mapping[str, Config], measure: Measure, seeds: Seeds = ()
) -> dict[str, list[Any]]:
    """The same for several scenarios that share each seed's world and luck, by their names."""
    used = tuple(seeds or SEEDS)
    measured = f"{measure.__module__}.{measure.__qualname__}"
    keys = {name: (repr(config), measured, used) for name, config in scenarios.items()}
    missing = {name: config for name, config in scenarios.items() if keys[name] not in _SEEN}
    if missing:
        found = replicates.paired(missing, measure, used, own_worlds=True)
        _SEEN.update({keys[name]: runs for name, runs in found.items()})
    return {name: _SEEN[key] for name, key in keys.items()}
