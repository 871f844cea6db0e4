"""Logit: shares of choices, their answer to a price, and the surplus that they leave."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from sim.config import Config, Market
from sim.config.market import Catalogue
from sim.facts import Fact, Finding, equal, estimate
from sim.facts.limits.reduced import FOR_GOOD, Numbers, binomial, days_of, ready, rivalry
from sim.model.market import Market as Model
from sim.model.rules.choice import drawn
from sim.model.state.catalogue import best_value
from sim.model.state.world import World
from sim.records import Outcome

SEED, CUSTOMERS, SCALE, NOTHING = 7, 40_000, 2.0, 0.3
DEARER = 1.2
SAMPLE = 2000


def check(claimed_scale: float = SCALE, customers: int = CUSTOMERS) -> Sequence[Finding]:
    """Customers who know nothing but the prior choose once, among three firms and doing nothing.

    In the market, with fixed luck: shares, and what a dearer firm loses under the same luck (the
    standard error counts those who change their choice). In the rule that the market uses, without
    luck: the share of an option is the part of the luck that leads to it, found by bisection to
    1e-12 (McFadden 1974; surplus: Small & Rosen 1981, Econometrica 49:105-130).
    """
    model = Model(reduced(customers), SEED)
    utility = np.append(model.world.catalogue.prior, NOTHING)
    sensitivity = claimed_scale * price_weight(model.world)
    chosen = choices(model)
    return [
        *_shares(chosen, softmax(utility, claimed_scale)),
        _dearer(chosen, customers, utility, claimed_scale, sensitivity),
        *_rule(utility, claimed_scale, sensitivity),
    ]


def softmax(utility: Numbers, scale: float) -> Numbers:
    """The shares of multinomial logit."""
    weight: Numbers = np.exp(scale * (utility - utility.max()))
    return weight / weight.sum()


def price_weight(world: World) -> float:
    """Utility lost when one firm's price rises by 100 %, averaged over customers."""
    dear, cheap = (_prior_at(world, factor) for factor in (2.0, 1.0))
    return cheap - dear


def _prior_at(world: World, factor: float) -> float:
    """Mean utility of the focal firm's offering at so many times its price."""
    price = world.catalogue.price.copy()
    price[0] *= factor
    priced = world.catalogue._replace(price=price)
    values = [best_value(i, 0, priced, world.customers.buyer)[1] for i in range(SAMPLE)]
    return float(np.mean(values))


def reduced(customers: int) -> Config:
    """Three firms of one offering each, nothing published, and every need ends in one choice."""
    buyer = ready(5.0, choice="logit", deliberation_days=1.0, logit_scale=SCALE, price_weight=1.0)
    buyer = replace(buyer, no_decision_value=NOTHING)
    goods = Catalogue(offerings=1, price_sd=0.3)
    market = Market(customers=customers, service=FOR_GOOD, catalogue=goods, buyer=buyer)
    return rivalry(3, market, days=130)


def choices(model: Model) -> dict[int, int]:
    """The firm that each customer chose, −1 for doing nothing."""
    for _ in days_of(model):
        pass
    journeys = model.world.records.journeys.happened
    won = journeys["outcome"] == Outcome.WON
    firms = np.where(won, journeys["firm"], -1)
    return dict(zip(journeys["customer"].tolist(), firms.tolist(), strict=True))


def _shares(chosen: dict[int, int], exact: Numbers) -> Iterable[Finding]:
    firms = np.array(list(chosen.values()))
    names = ["firm 0", "firm 1", "firm 2", "doing nothing"]
    for name, option, share in zip(names, (0, 1, 2, -1), exact, strict=True):
        error, found = binomial(share, len(firms)), float((firms == option).mean())
        yield estimate(f"market: share of {name}", share, found, error, (SEED,))


def _dearer(
    chosen: dict[int, int], customers: int, utility: Numbers, scale: float, sensitivity: float
) -> Finding:
    """Firm 0 raises its price by a fifth: the fall of ln of its share per ln of its price."""
    model = Model(reduced(customers), SEED)
    world = model.world
    lost = _prior_at(world, 1.0) - _prior_at(world, DEARER)
    prior = world.catalogue.prior.copy()
    prior[0] -= lost
    world.customers.known = world.customers.known._replace(prior=prior)
    after = choices(model)
    both = [i for i in chosen if i in after]
    before = np.array([chosen[i] == 0 for i in both])
    now = np.array([after[i] == 0 for i in both])
    log_price = math.log(DEARER)
    found = math.log(now.mean() / before.mean()) / log_price
    moved = utility.copy()
    moved[0] -= sensitivity / scale * (DEARER - 1.0)
    start, end = softmax(utility, scale)[0], softmax(moved, scale)[0]
    exact = math.log(end / start) / log_price
    error = math.sqrt(float((before != now).sum())) / before.sum() / log_price
    return estimate("market: price elasticity, at a fifth more", exact, found, error, (SEED,))


def shares(utility: Sequence[float] | Numbers, scale: float) -> Numbers:
    """The part of the luck that leads to each option under the model's rule."""
    options = np.array(utility, float)
    edges = [0.0]
    for option in range(len(options) - 1):
        low, high = edges[-1], 1.0
        for _ in range(60):
            middle = 0.5 * (low + high)
            if drawn(middle, options, len(options), scale) <= option:
                low = middle
            else:
                high = middle
        edges.append(low)
    return np.diff([*edges, 1.0])


def _rule(utility: Numbers, scale: float, sensitivity: float) -> Iterable[Finding]:
    ours, exact = shares(utility, SCALE), softmax(utility, scale)
    worst = int(np.abs(ours - exact).argmax())
    yield equal("rule: share farthest from e^u/Σe^u", exact[worst], ours[worst], 1e-9)
    fewer = shares(utility[[0, 1]], SCALE)
    odds = (ours[0] / ours[1], fewer[0] / fewer[1])
    yield equal("rule: IIA, odds of two with or without others", *odds, 1e-9)
    step = 1e-4
    logs = [math.log(_at_price(utility, math.exp(way * step), sensitivity)) for way in (1, -1)]
    slopes = (-sensitivity * (1.0 - exact[0]), (logs[0] - logs[1]) / (2.0 * step))
    yield equal("rule: ∂ln s/∂ln P = −β_p·P(1 − s)", *slopes, 1e-6)
    evenly = float(shares(utility, 0.0).max())
    yield equal("rule: β = 0 chooses evenly", 1.0 / len(utility), evenly, 1e-9)
    best = float(shares(utility, 500.0)[int(utility.argmax())])
    yield equal("rule: β → ∞ chooses the best", 1.0, best, 1e-9)
    yield _surplus(utility, scale, sensitivity)


def _at_price(utility: Numbers, factor: float, sensitivity: float) -> float:
    """Firm 0's share under the model's rule at so many times its price."""
    moved = utility.copy()
    moved[0] -= sensitivity / SCALE * (factor - 1.0)
    return float(shares(moved, SCALE)[0])


def _surplus(utility: Numbers, scale: float, sensitivity: float) -> Finding:
    """The area under firm 0's demand between its price and twice that, by Gauss's quadrature."""
    nodes, weights = np.polynomial.legendre.leggauss(24)
    demand = [_at_price(utility, 1.5 + 0.5 * node, sensitivity) for node in nodes]
    found = 0.5 * float(weights @ demand)
    dear = utility.copy()
    dear[0] -= sensitivity / scale
    sums = [math.log(np.exp(scale * one).sum()) for one in (utility, dear)]
    exact = (sums[0] - sums[1]) / sensitivity
    return equal("rule: surplus lost, Δ ln Σe^u/β_p", exact, found, 1e-9)


FACT = Fact(4, "Multinomial logit", "McFadden 1974; Small & Rosen 1981", check)
