"""A quarter of doubled paid communication at the focal firm, and its consequences.

Twice the money is behind its news and promotion items for one quarter: published elasticities are
with respect to spend, so money is doubled, not the number of items that people write.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.config import Config
from sim.config.content_kinds import ADVERTISING
from sim.config.dotted import changed
from sim.config.working_days import QUARTER
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.inference.ratios import logarithm, ratio
from sim.records import Outcome, Records

Numbers = np.ndarray[Any, np.dtype[np.float64]]
QUARTERS, FACTOR = 6, 2.0
# Few wins answer, so the market is large.
WORDS = ("market.customers=80000", "warmup_days=130", f"days={QUARTERS * QUARTER}")


def pulse(config: Config) -> Config:
    """The config with a quarter of doubled spend on news and promotion after the warm-up."""
    doubled = {
        "cadence.pulse_from_day": 0,
        "cadence.pulse_days": QUARTER,
        "cadence.pulse_factor": FACTOR,
        "cadence.pulse_kinds": list(ADVERTISING),
    }
    return changed(config, doubled, rivals=False)


def quarterly_wins(records: Records, config: Config) -> Numbers:
    """The focal firm's wins in each quarter after the warm-up."""
    deals = records.deals.happened
    won = deals[(deals["firm"] == 0) & (deals["outcome"] == Outcome.WON)]
    quarter = np.floor((won["closed"] - config.warmup_days) / QUARTER)
    counts = [(quarter == q).sum() for q in range(math.ceil(config.days / QUARTER))]
    return np.array(counts, float)


def with_and_without() -> tuple[list[Numbers], list[Numbers]]:
    """Wins by quarter of every seed, without and with the pulse in the first quarter."""
    base = scenario(*WORDS)
    runs = observe.paired({"base": base, "pulse": pulse(base)}, quarterly_wins)
    return runs["base"], runs["pulse"]


def elasticity(base: Sequence[Numbers], pulsed: Sequence[Numbers], quarters: int) -> Numbers:
    """ln(1 + Δ/W) / ln 2: Δ, the wins added in so many quarters; W, the wins of the first one."""
    first = np.array([one[0] for one in base])
    added = np.array([(b - a)[:quarters].sum() for a, b in zip(base, pulsed, strict=True)])
    return logarithm(ratio(first + added, first)) / math.log(FACTOR)
