"""Belief: progress hangs on the precision heard alone, and honest signals persuade nobody."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.config import Config, Market, Marketing
from sim.config.buyer import Buyer
from sim.config.content_kinds import Content, Product
from sim.engine.luck import key_of, normal
from sim.engine.slots import Purpose
from sim.facts import Fact, Finding, equal, estimate
from sim.facts.limits.reduced import SILENT, Numbers, days_of, monopoly
from sim.model.customers.mind import belief_variance, beliefs_of
from sim.model.day.notice import wake
from sim.model.market import Market as Model
from sim.model.rules.belief import progress
from sim.model.state.customers import SEARCHING
from sim.model.state.world import World

SEED, CUSTOMERS, DAYS = 5, 20_000, 40
PRIOR_VARIANCE, TOLD, FORGETFUL = 1.5, 0.08, 0.93


@dataclass(frozen=True)
class Lives:
    """Each customer's true value, belief at a quarter of the time, and belief and progress now."""

    prior: float
    value: Numbers
    early: Numbers
    belief: Numbers
    precision: Numbers
    x: Numbers


def check(customers: int = CUSTOMERS, memory_noise: bool = True) -> Sequence[Finding]:
    """Customers who search notice one product page a day, of the same precision each.

    Reach is so wide that nobody misses a page, and true values are drawn from the prior, as a
    belief needs for being right on average. Without forgetting T = n·t, so x = T/(T + 1/v₀) is
    one number for all; how beliefs spread shows whether it is the truth. With forgetting the same
    must hold of what is left. Seed 5; standard errors are those of a mean, a variance and a slope
    of 20,000 customers (DeGroot 1970, *Optimal Statistical Decisions*, ch. 9).
    """
    whole = live(reduced(customers, 1.0, memory_noise), SEED)
    fading = live(reduced(customers, FORGETFUL, memory_noise), SEED)
    return [*_progress(whole), *_martingale(whole), *_calibrated("with forgetting", fading)]


def _progress(lives: Lives) -> list[Finding]:
    total = TOLD * DAYS
    exact = total / (total + 1.0 / PRIOR_VARIANCE)
    error = lives.value - lives.belief
    resolved = 1.0 - float(error.var()) / PRIOR_VARIANCE
    spread = (1.0 - exact) * math.sqrt(2.0 / len(error))
    return [
        equal("x of the customer who knows least", exact, float(lives.x.min()), 1e-9),
        equal("x of the customer who knows most", exact, float(lives.x.max()), 1e-9),
        estimate("share of variance resolved, against x", exact, resolved, spread, (SEED,)),
    ]


def _martingale(lives: Lives) -> list[Finding]:
    early, late = lives.early, lives.belief
    move = late - early
    many = len(move)
    slope = float(np.cov(early, move)[0, 1] / early.var(ddof=1))
    error = float(move.std() / (early.std() * math.sqrt(many)))
    mean, mean_error = float(late.mean()), float(late.std()) / math.sqrt(many)
    return [
        estimate("mean belief, against the prior", lives.prior, mean, mean_error, (SEED,)),
        estimate("slope of later moves on belief", 0.0, slope, error, (SEED,)),
        *_calibrated("without forgetting", lives),
    ]


def _calibrated(name: str, lives: Lives) -> list[Finding]:
    """Value on belief has slope 1, and varies around it by v = 1/(1/v₀ + T)."""
    value, belief, total = lives.value, lives.belief, float(lives.precision.mean())
    v, many = 1.0 / (1.0 / PRIOR_VARIANCE + total), len(value)
    slope = float(np.cov(value, belief)[0, 1] / belief.var(ddof=1))
    left = float((value - belief).var())
    error, spread = math.sqrt(v / (many * belief.var())), v * math.sqrt(2.0 / many)
    return [
        estimate(f"slope of value on belief, {name}", 1.0, slope, error, (SEED,)),
        estimate(f"variance left, against v, {name}", v, left, spread, (SEED,)),
    ]


def reduced(customers: int, memory: float, memory_noise: bool) -> Config:
    """So many product pages every morning that everybody sees one."""
    page = Product(reach=5.0, precision=TOLD * 51.0 / 50.0, half_life_days=0.5)
    page = replace(page, lead_chance=0.0, hours=0.0)
    buyer = Buyer(entry_per_year=0.0, patience_days=2600.0, prior_variance=PRIOR_VARIANCE)
    buyer = replace(buyer, memory=memory, memory_noise=memory_noise, late_consideration=0.0)
    buyer = replace(buyer, clarity_start=50.0, clarity_memory=1.0)
    buyer = replace(buyer, attention_sd=0.0, no_decision_value=-5.0)
    market = Market(customers=customers, buyer=buyer, content=Content(product=page))
    daily = replace(SILENT, weekdays=[0, 1, 2, 3, 4], product=100)
    return monopoly(market, days=DAYS, marketing=Marketing(marketers=1), cadence=daily)


def live(config: Config, seed: int) -> Lives:
    """Draw true values from the prior, let everybody search, and note their beliefs."""
    model = Model(config, seed)
    world = model.world
    prior = float(world.catalogue.prior[0])
    key = key_of(config.world_seed, Purpose.TRAIT, 1)
    spread = math.sqrt(PRIOR_VARIANCE)
    rows = np.arange(len(world.customers.rows), dtype=np.int32)
    world.customers.rows["value"][:, 0] = [prior + spread * normal(key, int(i), 0) for i in rows]
    wake(world, rows)
    early = np.zeros(0)
    for day in days_of(model):
        if day == DAYS // 4:
            early = _beliefs(world)
    stayed = world.customers.rows["stage"] == SEARCHING
    precision = world.customers.rows["precision"][stayed, 0]
    x = np.array([_progress_of(row, world) for row in world.customers.rows[stayed]])
    value, belief = world.customers.rows["value"][stayed, 0], _beliefs(world)[stayed]
    return Lives(prior, value, early[stayed], belief, precision, x)


def _progress_of(row: Any, world: World) -> float:
    return float(progress(belief_variance(row, 0, world.customers.buyer), PRIOR_VARIANCE))


def _beliefs(world: World) -> Numbers:
    return np.array([beliefs_of(world, i)[0] for i in range(len(world.customers.rows))])


FACT = Fact(12, "Belief from honest signals", "DeGroot 1970", check)
