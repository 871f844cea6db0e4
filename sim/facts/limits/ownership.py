"""Ownership: accounts come and go as a Markov chain, talks end in a win as an absorbing one."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from sim.config import Config, Market
from sim.config.market import Service
from sim.config.working_days import YEAR
from sim.facts import Fact, Finding, estimate
from sim.facts.limits.reduced import AT_ONCE, Numbers, binomial, days_of, lived, monopoly, ready
from sim.model.market import Market as Model
from sim.model.state.world import World
from sim.records import Outcome

SEED, CUSTOMERS, DAYS = 11, 20_000, 900
PER_YEAR, TERM, CHURN = 5.0, 5, 0.1
SETTLED, FOLLOWED = 300, 500
FAILS, TALKS = 0.7, 4


def check(claimed_churn: float = CHURN, customers: int = CUSTOMERS) -> Sequence[Finding]:
    """Needs arise at one hazard; accounts of five-day terms end by one chance at each renewal.

    The exact chain has a state a day of the term and one without supplier; a need during a term
    starts another. Share, tenure and the share's own identity π = a/(a + c), with 1/a and 1/c the
    mean stays without and with a supplier. Talks: a customer who is sure signs with chance 1 − f at
    each; N = (I − Q)⁻¹ (Kemeny & Snell 1960, *Finite Markov Chains*). Standard errors: binomial,
    and that of a mean over stays.
    """
    chain = transitions(claimed_churn)
    model = Model(reduced(customers), SEED)
    owned = _owned(model)
    found = [_share(owned, chain), *_stays(owned, chain), _left(model.world, claimed_churn)]
    return [*found, *_funnel(customers)]


def transitions(churn: float) -> Numbers:
    """P of one day: no supplier first, then the days that the current term has lasted."""
    need = 1.0 - math.exp(-PER_YEAR / YEAR)
    chain = np.zeros((TERM + 1, TERM + 1))
    chain[:, 1] = need
    chain[0, 0] = 1.0 - need
    for age in range(1, TERM):
        chain[age, age + 1] = 1.0 - need
    chain[TERM, 0] = (1.0 - need) * churn
    chain[TERM, 1] += (1.0 - need) * (1.0 - churn)
    return chain


def stationary(chain: Numbers) -> Numbers:
    """π with πP = π."""
    size = len(chain)
    system = np.vstack([chain.T - np.eye(size), np.ones(size)])
    solved: Numbers = np.linalg.lstsq(system, np.append(np.zeros(size), 1.0), rcond=None)[0]
    return solved


def tenure(chain: Numbers) -> tuple[float, float]:
    """Mean and SD of the days with a supplier: the first row of N = (I − Q)⁻¹, summed."""
    inside = chain[1:, 1:]
    visits = np.linalg.inv(np.eye(len(inside)) - inside)
    stays = visits.sum(axis=1)
    square = float((2.0 * visits - np.eye(len(inside)))[0] @ stays)
    return float(stays[0]), math.sqrt(square - float(stays[0]) ** 2)


def _share(owned: Numbers, chain: Numbers) -> Finding:
    exact = 1.0 - float(stationary(chain)[0])
    error = binomial(exact, owned.shape[1])
    return estimate("share with a supplier, πP = π", exact, float(owned[-1].mean()), error, (SEED,))


def _stays(owned: Numbers, chain: Numbers) -> Iterable[Finding]:
    """Stays with and without a supplier that began when all had settled."""
    with_one, without = (_lengths(owned, state) for state in (True, False))
    mean, spread = tenure(chain)
    stay, between = float(with_one.mean()), float(without.mean())
    error = spread / math.sqrt(len(with_one))
    yield estimate("days with a supplier, 1/c", mean, stay, error, (SEED,))
    gap = 1.0 / (1.0 - math.exp(-PER_YEAR / 260.0))
    error = gap / math.sqrt(len(without))
    yield estimate("days without one, 1/a", gap, between, error, (SEED,))
    a, c = 1.0 / between, 1.0 / stay
    exact = 1.0 - float(stationary(chain)[0])
    parts = (spread / mean / math.sqrt(len(with_one)), 1.0 / math.sqrt(len(without)))
    error = exact * (1.0 - exact) * math.hypot(*parts)
    yield estimate("share from the stays found, a/(a + c)", exact, a / (a + c), error, (SEED,))


def _lengths(owned: Numbers, state: bool) -> Numbers:
    """Days of each stay that began in the days looked at; all are over by the end, but for few."""
    change = np.diff((owned == state).astype(np.int8), axis=0)
    lengths = []
    for customer in range(owned.shape[1]):
        begun = np.flatnonzero(change[:, customer] > 0)
        ended = np.flatnonzero(change[:, customer] < 0)
        begun = begun[(begun >= SETTLED) & (begun < FOLLOWED)]
        places = np.searchsorted(ended, begun, side="right")
        over = places < len(ended)
        lengths.append(ended[places[over]] - begun[over])
    found: Numbers = np.concatenate(lengths).astype(float)
    return found


def _left(world: World, churn: float) -> Finding:
    outcome = world.records.renewals.happened["outcome"]
    left, stayed = (int((outcome == one).sum()) for one in (Outcome.CHURNED, Outcome.RENEWED))
    error = binomial(churn, left + stayed)
    return estimate("left at a renewal, c₀", churn, left / (left + stayed), error, (SEED,))


def _owned(model: Model) -> Numbers:
    """Whether each customer has a supplier at the end of each day [day, customer]."""
    days = [model.world.customers.rows["supplier"] >= 0 for _ in days_of(model)]
    return np.array(days)


def reduced(customers: int) -> Config:
    """Customers who buy whenever a need arises; service and fit do nothing for renewal."""
    idle = {"service_effect": 0.0, "fit_effect": 0.0, "experience_precision": 0.0}
    service, buyer = Service(term_days=TERM, churn=CHURN, **idle), ready(PER_YEAR, rest_days=0)
    market = Market(customers=customers, buyer=buyer, service=service)
    return monopoly(market, days=DAYS, sales=AT_ONCE)


def _funnel(customers: int) -> Iterable[Finding]:
    """Talks of a customer who is sure with a rep who often fails to close."""
    market = Market(customers=customers, buyer=ready(PER_YEAR, max_talks=TALKS))
    sales = replace(AT_ONCE, closing_failure=FAILS, follow_up_days=1)
    deals = lived(monopoly(market, days=200, sales=sales), SEED).records.deals.happened
    deals = deals[(deals["outcome"] != Outcome.OPEN) & (deals["opened"] < 150)]
    going_on = np.diag(np.full(TALKS - 1, FAILS), 1)
    visits = np.linalg.inv(np.eye(TALKS) - going_on)
    win = float((visits @ np.full(TALKS, 1.0 - FAILS))[0])
    stays = visits.sum(axis=1)
    spread = math.sqrt(float((2.0 * visits - np.eye(TALKS))[0] @ stays) - float(stays[0]) ** 2)
    won, talks = float((deals["outcome"] == Outcome.WON).mean()), float(deals["talks"].mean())
    yield estimate("funnel: deals won, N·R", win, won, binomial(win, len(deals)), (SEED,))
    error = spread / math.sqrt(len(deals))
    yield estimate("funnel: talks a deal, N·1", float(stays[0]), talks, error, (SEED,))


FACT = Fact(8, "Accounts and deals as Markov chains", "Kemeny & Snell 1960", check)
