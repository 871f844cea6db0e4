"""Catalogues: each firm's offerings, the pains that they answer, and their prices."""

import math
from typing import NamedTuple

import numpy as np

from sim.config import Config
from sim.engine.compiled import compiled
from sim.engine.luck import key_of, normal, uniform
from sim.engine.rows import Floats, Whole
from sim.engine.slots import DEAL_SIZE, PRIVATE_VALUE, SEVERITY, Purpose
from sim.model.rules.fit import cosine, pains_of
from sim.model.rules.utility import fit_sd, fit_utility, private_utility, relative_size, utility
from sim.model.state.parameters import BuyerNumbers, CatalogueNumbers, numbers

# Customers on whom utility is brought to the config's mean and SD.
_SAMPLE = 4096


class Catalogue(NamedTuple):
    """Offerings of all firms, and what turns their fit into utility."""

    direction: Floats  # unit vector of the pains that an offering answers [firm, offering, pain]
    price: Floats  # money a year [firm, offering]
    dearest: Whole  # the offering of the highest price [firm]
    prior: Floats  # mean utility of the best offering: what all believe before any signal [firm]
    mean_price: float
    centre: float  # fit, as a cosine, that adds nothing
    scale: float  # utility of one unit of cosine
    pain_key: np.uint64  # luck of customers' pains
    trait_key: np.uint64  # luck of their other traits
    pains: Floats  # room for one customer's pains


def build(config: Config, firms: int) -> Catalogue:
    """Draw the catalogues of a world seed, and bring utility to the config's mean and SD."""
    seed, goods, pains = config.world_seed, config.market.catalogue, config.market.buyer.pains
    direction = np.empty((firms, goods.offerings, pains))
    price = np.empty((firms, goods.offerings))
    for firm in range(firms):
        key = key_of(seed, Purpose.CATALOGUE, firm)
        for o in range(goods.offerings):
            # Cubes, so that an offering answers a few pains well.
            raw = [-(math.log(uniform(key, o, k)) ** 3) for k in range(pains)]
            direction[firm, o] = np.abs(raw) / math.sqrt(math.fsum(x * x for x in raw))
            price[firm, o] = goods.price * math.exp(goods.price_sd * normal(key, o, pains))
    unscaled = Catalogue(
        direction=direction,
        price=price,
        dearest=price.argmax(axis=1),
        prior=np.zeros(firms),
        mean_price=float(price.mean()),
        centre=0.0,
        scale=1.0,
        pain_key=key_of(seed, Purpose.PAIN, 0),
        trait_key=key_of(seed, Purpose.TRAIT, 0),
        pains=np.zeros(pains),
    )
    return _scaled(unscaled, numbers(config.market.buyer))


def _scaled(catalogue: Catalogue, buyer: BuyerNumbers) -> Catalogue:
    """The catalogue with the centre and scale at which best offerings have the mean and SD asked
    for."""
    firms = len(catalogue.prior)
    best = _best_cosines(catalogue, np.empty((_SAMPLE, firms)))
    sd = fit_sd(buyer.value_sd, buyer.private_share, buyer.severity_sd)
    scale = sd / float(best.std())
    unscaled = catalogue._replace(scale=scale, centre=float(best.mean()))
    values = _best_values(unscaled, buyer, np.empty((_SAMPLE, firms)))
    centre = unscaled.centre + (float(values.mean()) - buyer.value_mean) / scale
    prior = values.mean(axis=0) - float(values.mean()) + buyer.value_mean
    return unscaled._replace(centre=centre, prior=prior)


@compiled
def _best_cosines(catalogue: Catalogue, found: Floats) -> Floats:
    """Fit of each firm's best-fitting offering [customer, firm], filled in."""
    for i in range(found.shape[0]):
        length = pains_of(catalogue.pain_key, i, catalogue.pains)
        for firm in range(found.shape[1]):
            found[i, firm] = -1.0
            for o in range(catalogue.direction.shape[1]):
                fit = cosine(catalogue.pains, length, catalogue.direction[firm, o])
                found[i, firm] = max(found[i, firm], fit)
    return found


@compiled
def _best_values(catalogue: Catalogue, buyer: BuyerNumbers, found: Floats) -> Floats:
    """Utility of each firm's best offering [customer, firm], filled in."""
    for i in range(found.shape[0]):
        problem = problem_of(i, catalogue)
        for firm in range(found.shape[1]):
            found[i, firm] = best_for(problem, firm, catalogue, buyer)[1]
    return found


class Problem(NamedTuple):
    """A customer's problem: the length of the vector of pains, which the catalogue has room for,
    and how severe it is (standard normal)."""

    length: float
    severity: float


@compiled
def problem_of(customer: int, catalogue: Catalogue) -> Problem:
    """A customer's problem, until the next customer is looked at."""
    length = pains_of(catalogue.pain_key, customer, catalogue.pains)
    return Problem(length, normal(catalogue.trait_key, customer, SEVERITY))


@compiled
def _value(
    problem: Problem, firm: int, offering: int, catalogue: Catalogue, buyer: BuyerNumbers
) -> float:
    fit = cosine(catalogue.pains, problem.length, catalogue.direction[firm, offering])
    return utility(
        buyer.value_mean,
        buyer.severity_sd * problem.severity,
        fit_utility(fit, catalogue.centre, catalogue.scale),
        buyer.price_weight,
        catalogue.price[firm, offering] / catalogue.mean_price,
    )


@compiled
def offering_value(
    customer: int, firm: int, offering: int, catalogue: Catalogue, buyer: BuyerNumbers
) -> float:
    """True utility of one offering for one customer, price included, the private part aside."""
    return _value(problem_of(customer, catalogue), firm, offering, catalogue, buyer)


@compiled
def private_value(customer: int, firm: int, catalogue: Catalogue, buyer: BuyerNumbers) -> float:
    """Utility of a firm to a customer that only discovery shows, whatever is bought of it."""
    if buyer.private_share <= 0.0:
        return 0.0
    luck = normal(catalogue.trait_key, customer, PRIVATE_VALUE + firm)
    return private_utility(luck, buyer.value_sd, buyer.private_share)


@compiled
def best_value(
    customer: int, firm: int, catalogue: Catalogue, buyer: BuyerNumbers
) -> tuple[int, float]:
    """The firm's best offering for this customer, and its utility."""
    return best_for(problem_of(customer, catalogue), firm, catalogue, buyer)


@compiled
def best_for(
    problem: Problem, firm: int, catalogue: Catalogue, buyer: BuyerNumbers
) -> tuple[int, float]:
    """The firm's best offering for a problem, and its utility."""
    best, value = 0, -1e300
    for o in range(catalogue.direction.shape[1]):
        u = _value(problem, firm, o, catalogue, buyer)
        if u > value:
            best, value = o, u
    return best, value


@compiled
def deal_size(customer: int, size_sd: float, catalogue: Catalogue) -> float:
    """Size of this customer's purchase, times the list price; the mean over customers is 1."""
    return relative_size(normal(catalogue.trait_key, customer, DEAL_SIZE), size_sd)


@compiled
def list_value(
    customer: int, firm: int, offering: int, goods: CatalogueNumbers, catalogue: Catalogue
) -> float:
    """A purchase at list price times the customer's size (money a year)."""
    return catalogue.price[firm, offering] * deal_size(customer, goods.deal_size_sd, catalogue)
