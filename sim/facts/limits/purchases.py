"""Purchases: how often customers buy (NBD), and how often a brand's buyers buy it (Dirichlet)."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
from scipy.special import betaln, gammaincinv

from sim.config import Config, Market
from sim.config.market import Service
from sim.config.working_days import YEAR
from sim.engine.luck import Purpose, key_of, uniform
from sim.facts import Fact, Finding, estimate
from sim.facts.limits.reduced import NEVER, Numbers, days_of, ready, rivalry
from sim.model.market import Market as Model
from sim.model.state.world import World
from sim.records import Outcome

SEED, CUSTOMERS, DAYS, SCALE = 9, 40_000, 1300, 2.0
MEAN, SHAPE = 2.0, 0.8
# Parameters α of the brands, largest first, and of all others together, which the market has as
# doing nothing. Their sum says how unlike tastes are.
TASTES = (0.30, 0.15, 0.04, 0.71)
BRANDS = len(TASTES) - 1


def check(claimed_shape: float = SHAPE, customers: int = CUSTOMERS) -> Sequence[Finding]:
    """Needs at individual hazards spread as Gamma; each ends in the choice of a brand by taste.

    M = 2 choices a period, K = .8, the period being five years of 1,300 days, so that at most one
    choice a day hardly matters: that difference, computed for the binomial of days, is left open.
    Tastes are Dirichlet: a customer believes ln(g_j/g_others)/β of brand j, so that logit chooses
    it with chance g_j (Ehrenberg 1959; Goodhardt, Ehrenberg & Chatfield 1984). Double jeopardy:
    w(1 − b) is nearly the same for all brands, by this law to the ratio given (Ehrenberg, Uncles &
    Goodhardt 2004, J Business Research 57:1307-1325).
    """
    bought = purchases(reduced(customers), SEED)
    total = bought.sum(axis=1)
    return [*_frequencies(total, claimed_shape), *_brands(bought, claimed_shape)]


def _frequencies(total: Numbers, shape: float) -> Iterable[Finding]:
    many, buyers = len(total), total > 0
    none = (1.0 + MEAN / shape) ** -shape
    variance = MEAN + MEAN**2 / shape
    open_mean, open_variance = _left_open(shape)
    own = float(total.var(ddof=1))
    fourth = float(((total - total.mean()) ** 4).mean())
    repeat = MEAN / (1.0 - none)
    yield estimate("purchases a customer, M", MEAN, total.mean(), math.sqrt(variance / many),
                   (SEED,), open_mean)  # fmt: skip
    yield estimate("bought nothing, (1 + M/K)^−K", none, 1.0 - buyers.mean(),
                   math.sqrt(none * (1.0 - none) / many), (SEED,))  # fmt: skip
    yield estimate("purchases a buyer, M/(1 − P(0))", repeat, total[buyers].mean(),
                   float(total[buyers].std()) / math.sqrt(buyers.sum()), (SEED,),
                   open_mean / (1.0 - none))  # fmt: skip
    yield estimate("variance, M + M²/K", variance, own, math.sqrt((fourth - own**2) / many),
                   (SEED,), open_variance)  # fmt: skip


def _left_open(shape: float) -> tuple[float, float]:
    """How far mean and variance of a binomial of days are from Poisson's, over Gamma hazards.

    To first order in a day: a hazard λ a period gives λ − λ²/2n purchases in n days, of variance
    λ − 3λ²/2n.
    """
    scale = MEAN / shape
    second = MEAN**2 + MEAN * scale
    third = scale**3 * shape * (shape + 1.0) * (shape + 2.0)
    mean = second / (2.0 * DAYS)
    return mean, 1.5 * second / DAYS + (third - MEAN * second) / DAYS


def _brands(bought: Numbers, shape: float) -> Iterable[Finding]:
    """Penetration b and purchases a buyer w, and how nearly constant w(1 − b) is over brands."""
    constants, theory, relative = [], [], 0.0
    for brand in range(BRANDS):
        own = bought[:, brand]
        buyers = own > 0
        b, w = dirichlet(TASTES[brand], shape)
        b_error = math.sqrt(b * (1.0 - b) / len(own))
        w_error = float(own[buyers].std()) / math.sqrt(buyers.sum())
        name = f"brand {brand + 1}"
        yield estimate(f"penetration b, {name}", b, buyers.mean(), b_error, (SEED,), 0.002 * b)
        yield estimate(f"purchases a buyer w, {name}", w, own[buyers].mean(), w_error, (SEED,),
                       0.002 * w)  # fmt: skip
        constants.append(float(own[buyers].mean() * (1.0 - buyers.mean())))
        theory.append(w * (1.0 - b))
        if brand in (0, BRANDS - 1):
            relative += (w_error / w) ** 2 + (b_error / (1.0 - b)) ** 2
    exact = theory[0] / theory[-1]
    yield estimate("w(1 − b), largest brand over smallest", exact,
                   constants[0] / constants[-1], exact * math.sqrt(relative), (SEED,))  # fmt: skip


def dirichlet(taste: float, shape: float) -> tuple[float, float]:
    """Penetration and purchase frequency of a brand under the NBD-Dirichlet."""
    number = np.arange(2000)
    log_gamma = np.array([math.lgamma(shape + n) - math.lgamma(n + 1.0) for n in number])
    ratio = MEAN / (MEAN + shape)
    chance = np.exp(log_gamma - math.lgamma(shape) + number * math.log(ratio)
                    + shape * math.log(1.0 - ratio))  # fmt: skip
    rest = sum(TASTES) - taste
    never = np.exp(betaln(taste, rest + number) - betaln(taste, rest))
    b = 1.0 - float(chance @ never)
    return b, MEAN * taste / sum(TASTES) / b


def reduced(customers: int) -> Config:
    """Three brands of which nothing is learned and nothing forgotten, so that tastes stay."""
    return rivalry(
        BRANDS,
        Market(
            customers=customers,
            buyer=ready(MEAN * YEAR / DAYS, entry_shape=SHAPE, rest_days=0, choice="logit",
                        deliberation_days=1.0, logit_scale=SCALE, no_decision_value=0.0,
                        memory=1.0),
            service=Service(term_days=NEVER, churn=0.0, experience_precision=0.0),
        ),
        days=DAYS,
    )  # fmt: skip


def purchases(config: Config, seed: int) -> Numbers:
    """How often each customer chose each brand, the others last [customer, brand]."""
    model = Model(config, seed)
    give_tastes(model.world)
    for _ in days_of(model):
        pass
    journeys = model.world.records.journeys.happened
    brand = np.where(journeys["outcome"] == Outcome.WON, journeys["firm"], BRANDS)
    found = np.zeros((config.market.customers, len(TASTES)))
    np.add.at(found, (journeys["customer"], brand), 1.0)
    return found


def give_tastes(world: World) -> None:
    """Let each customer believe ln(g_j/g_others)/β of brand j, g being Dirichlet, as if told so."""
    many = len(world.customers.rows)
    key = key_of(world.config.world_seed, Purpose.TRAIT, 1)
    luck = np.array([[uniform(key, i, j) for j in range(len(TASTES))] for i in range(many)])
    weight = np.maximum(gammaincinv(np.array(TASTES), luck), 1e-30)
    belief = np.log(weight[:, :BRANDS] / weight[:, BRANDS:]) / SCALE
    prior, variance = world.catalogue.prior, world.customers.buyer.prior_variance
    world.customers.rows["precision"] = 1.0
    world.customers.rows["evidence"] = belief * (1.0 / variance + 1.0) - prior / variance


FACT = Fact(6, "Purchase frequency and double jeopardy", "Ehrenberg 1959; Goodhardt et al. 1984",
            check)  # fmt: skip
