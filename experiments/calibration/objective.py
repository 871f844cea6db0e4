"""The objective: the weighted mean of squared distances from the targets, in half-bands.

    J = Σ wₖ·dₖ² ÷ Σ wₖ

0 is every target met exactly; 1 is every target at the edge of its band. The elasticity takes many
paired runs, so it is measured only where the rest is promising: where its own J is at most
:data:`PROMISING`, or little worse than the best so far. Elsewhere, and where it is further off, it
counts as two half-bands off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from experiments.buyer import elasticity, outcomes
from experiments.calibration.targets import ELASTICITY, SHORT_RUN, TARGETS, Target
from experiments.estimate import mean
from experiments.settings import Settings, changed
from sim.config import Config
from sim.config.working_days import YEAR

PROMISING = 0.15
FURTHEST = 2.0
# Root seeds of calibration: no other experiment may use 20,001 to 29,999.
LEVEL_SEEDS = tuple(range(20_001, 20_005))
ELASTICITY_SEEDS = tuple(range(21_001, 21_061))
CHECK_SEEDS = tuple(range(22_001, 22_061))
CHECK_ELASTICITY_SEEDS = tuple(range(23_001, 23_121))


class Effort(NamedTuple):
    """How large and how long the runs of one trial are, and on which seeds."""

    customers: int = 10_000
    warmup_days: int = YEAR
    days: int = YEAR
    level_seeds: Sequence[int] = LEVEL_SEEDS
    elasticity_seeds: Sequence[int] = ELASTICITY_SEEDS


class Score(NamedTuple):
    """The objective of some settings, and what it was made of."""

    objective: float
    levels: float
    found: dict[str, float]
    measured_elasticity: bool


def ready(config: Config, effort: Effort) -> Config:
    """The scenario as a trial runs it."""
    market = replace(config.market, customers=effort.customers)
    return replace(config, market=market, warmup_days=effort.warmup_days, days=effort.days)


def evaluate(
    config: Config, settings: Settings, effort: Effort, promising: float = PROMISING
) -> Score:
    """Run one trial: levels first, then the elasticity if their J is at most ``promising``."""
    tried = ready(changed(config, settings), effort)
    levels = outcomes.measure(tried, effort.level_seeds, workers=1)
    found = {name: mean(levels[name].to_numpy()).value for name in levels}
    if score(found).levels <= promising:
        pairs = elasticity.pulses(tried, effort.elasticity_seeds, workers=1, quarters=1)
        found[SHORT_RUN] = elasticity.short(pairs)
    return score(found)


def score(found: Mapping[str, float]) -> Score:
    """The objective of outcomes; a pure function of them."""
    short = found.get(SHORT_RUN)
    off = FURTHEST if short is None else min(_distance(ELASTICITY, short), FURTHEST)
    squares = [target.weight * _distance(target, found[target.outcome]) ** 2 for target in TARGETS]
    weight = sum(target.weight for target in TARGETS)
    total = sum(squares) + ELASTICITY.weight * off**2
    return Score(
        total / (weight + ELASTICITY.weight), sum(squares) / weight, dict(found), short is not None
    )


def _distance(target: Target, found: Any) -> float:
    """Half-bands off; an outcome that is undefined is as far off as ten."""
    return 10.0 if not np.isfinite(found) else min(target.distance(float(found)), 10.0)
