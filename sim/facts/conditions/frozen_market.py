"""The market as it is when a fit is frozen, on seeds that only registered facts use."""

from typing import Any

from sim.config import Config
from sim.facts import Finding, in_band
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.frozen import Frozen, frozen

# Root seeds of the registered facts' runs, each with a world of its own; nothing else uses them.
SEEDS = tuple(range(82_001, 82_031))


def band(what: str, low: float, high: float, values: Any, basis: str, under: str = "") -> Finding:
    """A mean over :data:`SEEDS` beside its band; ``under`` is a condition of its own."""
    return in_band(what, low, high, values, basis, SEEDS, under)


def market(config: Config) -> list[Frozen]:
    """A market on all seeds; two markets have each seed's luck and world in common."""
    return observe.observed(config, frozen, SEEDS)


def usual() -> list[Frozen]:
    """The default on all seeds."""
    return market(scenario())


def against_usual(changed: Config) -> tuple[list[Frozen], list[Frozen]]:
    """The default, and a market with one change, on the same luck."""
    return usual(), market(changed)
