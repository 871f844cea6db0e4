"""Observing the market: what a measure says of a scenario, seed by seed, looked at once."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sim.config import Config
from sim.records import Records
from sim.runs import replicates

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Measure = Callable[[Records, Config], Any]

# Root seeds of the facts' runs, each with a world of its own; no search has used them.
SEEDS = tuple(range(80_001, 80_031))
_SEEN: dict[tuple[str, str], list[Any]] = {}


def observed(config: Config, measure: Measure) -> list[Any]:
    """What is measured in runs of a scenario on all :data:`SEEDS`, in their order."""
    return paired({"": config}, measure)[""]


def paired(scenarios: Mapping[str, Config], measure: Measure) -> dict[str, list[Any]]:
    """The same for several scenarios that share each seed's world and luck, by their names."""
    keys = {name: (repr(config), f"{measure.__module__}.{measure.__qualname__}")
            for name, config in scenarios.items()}  # fmt: skip
    missing = {name: config for name, config in scenarios.items() if keys[name] not in _SEEN}
    if missing:
        found = replicates.paired(missing, measure, SEEDS, own_worlds=True)
        _SEEN.update({keys[name]: runs for name, runs in found.items()})
    return {name: _SEEN[key] for name, key in keys.items()}
