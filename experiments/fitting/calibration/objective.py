"""The objective: the weighted mean of squared distances from the targets, in half-bands.

    J = Σ wₖ·dₖ² ÷ Σ wₖ

0 is every target met exactly; 1 is every target at the edge of its band. Elasticities take many
paired runs, so they are measured only where the rest is promising: where its own J is at most
:data:`PROMISING`, or little worse than the best so far. Elsewhere, and where one is further off,
it counts as two half-bands off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from experiments.fitting.calibration.targets import (
    OF_REPS,
    PAIRED,
    SHORT_RUN,
    TARGETS,
    Target,
)
from experiments.measures import elasticity, outcomes, personal_selling
from experiments.seeds import some
from sim.config import Config
from sim.config.dotted import Settings, changed
from sim.inference.intervals import interval as mean

PROMISING = 0.08
FURTHEST = 2.0


class Effort(NamedTuple):
    """How large and how long the runs of one trial are, and on which seeds."""

    customers: int = 20_000
    warmup_days: int = 260
    days: int = 260
    level_seeds: Sequence[int] = tuple(some("calibration", 3))
    elasticity_seeds: Sequence[int] = tuple(some("calibration, pairs", 30))
    selling_seeds: Sequence[int] = tuple(some("calibration, more reps", 12))


class Score(NamedTuple):
    """The objective of some settings, and what it was made of."""

    objective: float
    levels: float
    found: dict[str, float]
    measured_pairs: bool


def ready(config: Config, effort: Effort) -> Config:
    """The scenario as a trial runs it."""
    market = replace(config.market, customers=effort.customers)
    return replace(config, market=market, warmup_days=effort.warmup_days, days=effort.days)


def evaluate(
    config: Config, settings: Settings, effort: Effort, promising: float = PROMISING
) -> Score:
    """Run one trial: levels first, then elasticities if their J is at most ``promising``."""
    tried = ready(changed(config, settings), effort)
    levels = outcomes.measure(tried, effort.level_seeds, workers=1)
    found = {name: mean(levels[name].to_numpy()).mean for name in levels}
    if score(found).levels <= promising:
        pairs = elasticity.pulses(tried, effort.elasticity_seeds, workers=1, quarters=1)
        found[SHORT_RUN] = elasticity.short(pairs)
        teams = personal_selling.responses(tried, effort.selling_seeds, workers=1)
        found[OF_REPS] = personal_selling.elasticity(teams)
    return score(found)


def score(found: Mapping[str, float]) -> Score:
    """The objective of outcomes; a pure function of them."""
    squares = [target.weight * _distance(target, found[target.outcome]) ** 2 for target in TARGETS]
    weight = sum(target.weight for target in TARGETS)
    total, whole, measured = sum(squares), weight, True
    for target in PAIRED:
        value = found.get(target.outcome)
        measured &= value is not None
        off = FURTHEST if value is None else min(_distance(target, value), FURTHEST)
        total += target.weight * off**2
        whole += target.weight
    return Score(total / whole, sum(squares) / weight, dict(found), measured)


def _distance(target: Target, found: Any) -> float:
    """Half-bands off; an outcome that is undefined is as far off as ten."""
    return 10.0 if not np.isfinite(found) else min(target.distance(float(found)), 10.0)
