"""Catalogues: what each firm offers, as directions in the space of pains, and at which price."""

import math
from typing import Any, NamedTuple

import numpy as np

from sim.config import Config
from sim.engine.compiled import compiled
from sim.engine.luck import Purpose, key_of, normal, uniform
from sim.engine.rows import Floats, Whole
from sim.model.rules.fit import cosine
from sim.model.state.parameters import BuyerNumbers, numbers

_SAMPLE = 4096


class Catalogue(NamedTuple):
    """Offerings of all firms, and the scale that turns a cosine into utility.

    ``direction`` [firm, offering, pain] unit vectors, ``price`` [firm, offering] money a year,
    ``dearest`` [firm] the offering that earns most, ``prior`` [firm] mean utility of a firm's best
    offering over customers: what everybody believes before any signal.
    """

    direction: Floats
    price: Floats
    dearest: Whole
    prior: Floats
    mean_price: float
    centre: float
    scale: float
    pain_key: np.uint64
    trait_key: np.uint64


def build(config: Config, firms: int) -> Catalogue:
    """Draw the catalogues of a world seed and scale utility to the config's mean and SD."""
    seed, goods, pains = config.world_seed, config.market.catalogue, config.market.buyer.pains
    direction = np.empty((firms, goods.offerings, pains))
    price = np.empty((firms, goods.offerings))
    for firm in range(firms):
        key = key_of(seed, Purpose.CATALOGUE, firm)
        for o in range(goods.offerings):
            raw = [-(math.log(uniform(key, o, k)) ** 3) for k in range(pains)]
            direction[firm, o] = np.abs(raw) / math.sqrt(math.fsum(x * x for x in raw))
            price[firm, o] = goods.price * math.exp(goods.price_sd * normal(key, o, pains))
    buyer = numbers(config.market.buyer)
    made = Catalogue(
        direction, price, price.argmax(axis=1), np.zeros(firms), float(price.mean()), 0.0, 1.0,
        key_of(seed, Purpose.PAIN, 0), key_of(seed, Purpose.TRAIT, 0),
    )  # fmt: skip
    return _scaled(made, buyer)


def _scaled(catalogue: Catalogue, buyer: BuyerNumbers) -> Catalogue:
    """Choose centre and scale so that the best offerings have the mean and SD asked for."""
    firms = len(catalogue.prior)
    raw = _best_cosines(catalogue, np.empty((_SAMPLE, firms)))
    public = (1.0 - buyer.private_share) * buyer.value_sd**2
    own_sd = math.sqrt(public - buyer.severity_sd**2)
    scale = own_sd / float(raw.std())
    unscaled = catalogue._replace(scale=scale, centre=float(raw.mean()))
    values = _best_values(unscaled, buyer, np.empty((_SAMPLE, firms)))
    centre = unscaled.centre + (float(values.mean()) - buyer.value_mean) / scale
    prior = values.mean(axis=0) - float(values.mean()) + buyer.value_mean
    return unscaled._replace(centre=centre, prior=prior)


@compiled
def _best_cosines(catalogue: Catalogue, found: Any) -> Any:
    for i in range(found.shape[0]):
        for firm in range(found.shape[1]):
            found[i, firm] = _best_cosine(i, firm, catalogue)
    return found


@compiled
def _best_values(catalogue: Catalogue, buyer: BuyerNumbers, found: Any) -> Any:
    for i in range(found.shape[0]):
        for firm in range(found.shape[1]):
            found[i, firm] = best_value(i, firm, catalogue, buyer)[1]
    return found


@compiled
def _best_cosine(customer: int, firm: int, catalogue: Catalogue) -> float:
    best = -1.0
    pains = catalogue.direction.shape[2]
    for o in range(catalogue.direction.shape[1]):
        best = max(best, cosine(catalogue.pain_key, customer, catalogue.direction[firm, o], pains))
    return best


@compiled
def offering_value(
    customer: int, firm: int, offering: int, catalogue: Catalogue, buyer: BuyerNumbers
) -> float:
    """True public utility of one offering for one customer, price included."""
    pains = catalogue.direction.shape[2]
    fit = cosine(catalogue.pain_key, customer, catalogue.direction[firm, offering], pains)
    severity = buyer.severity_sd * normal(catalogue.trait_key, customer, 0)
    dearness = catalogue.price[firm, offering] / catalogue.mean_price - 1.0
    return (
        buyer.value_mean
        + severity
        + catalogue.scale * (fit - catalogue.centre)
        - buyer.price_weight * dearness
    )


@compiled
def private_value(customer: int, firm: int, catalogue: Catalogue, buyer: BuyerNumbers) -> float:
    """What a firm is worth to a customer beyond what can be told: whichever offering is bought."""
    if buyer.private_share <= 0.0:
        return 0.0
    spread = buyer.value_sd * math.sqrt(buyer.private_share)
    return spread * normal(catalogue.trait_key, customer, 8 + firm)


@compiled
def best_value(
    customer: int, firm: int, catalogue: Catalogue, buyer: BuyerNumbers
) -> tuple[int, float]:
    """The firm's best offering for this customer, and its utility."""
    best, value = 0, -1e300
    for o in range(catalogue.direction.shape[1]):
        u = offering_value(customer, firm, o, catalogue, buyer)
        if u > value:
            best, value = o, u
    return best, value


@compiled
def deal_size(customer: int, size_sd: float, catalogue: Catalogue) -> float:
    """How much of the list price this customer buys: log-normal with mean 1."""
    luck = normal(catalogue.trait_key, customer, 3)
    return math.exp(size_sd * luck - 0.5 * size_sd * size_sd)
