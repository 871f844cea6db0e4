"""Lifetime value: the worth of an account, and its elasticities in retention and margin."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.config import Config, Market
from sim.config.market import Catalogue, Service
from sim.facts import Fact, Finding, equal, estimate
from sim.facts.limits.reduced import AT_ONCE, Numbers, lived, monopoly, ready
from sim.records import Outcome

SEED, CUSTOMERS, TERM, TERMS = 12, 100_000, 5, 42
RETENTION, DISCOUNT, MARGIN = 0.8, 0.12, 0.7
# Retention 4 % lower and higher: what elasticities are taken over, which bends them by so much.
LOWER, HIGHER, BENT = RETENTION / 1.04, RETENTION * 1.04, 0.02
ENTRY_DAYS = 60


def check(
    claimed_retention: float = RETENTION, claimed_discount: float = DISCOUNT
) -> Sequence[Finding]:
    """Accounts that renew with chance r at the end of each term, followed until hardly any is left.

    What one is worth after its first term, discounted at i a term, is mr/(1 + i − r) times its
    yearly value; its elasticity in retention is (1 + i)/(1 + i − r), 3.5 at r = .8 and i = .12, in
    margin 1 (Gupta, Lehmann & Stuart 2004, J Marketing Research 41(1):7-18). Terms are five days
    long; those that would follow the 42nd are worth a millionth. Markets of unlike retention share
    their luck account by account, and elasticities are central differences of logs.
    """
    i, r = claimed_discount, claimed_retention
    worth = {one: values(reduced(one, MARGIN), SEED) for one in (LOWER, RETENTION, HIGHER)}
    dearer = values(reduced(RETENTION, MARGIN * 1.1), SEED)
    mean, error = _mean(worth[RETENTION])
    exact = MARGIN * r / (1.0 + i - r)
    low, high = _mean(worth[LOWER])[0], _mean(worth[HIGHER])[0]
    step = math.log(HIGHER / LOWER)
    slope = math.log(high / low) / step
    noise = _paired_error(worth[LOWER], worth[HIGHER]) / mean / step
    in_margin = math.log(_mean(dearer)[0] / mean) / math.log(1.1)
    worth_of = "worth of an account over its yearly value, mr/(1+i−r)"
    answers, exact_slope = "elasticity in retention, (1+i)/(1+i−r)", (1.0 + i) / (1.0 + i - r)
    return [
        estimate(worth_of, exact, mean, error, (SEED,)),
        estimate(answers, exact_slope, slope, noise, (SEED,), bias=BENT),
        equal("elasticity in margin", 1.0, in_margin, 1e-9),
    ]


def reduced(retention: float, margin: float) -> Config:
    """Customers who buy once, for ever at the same value, and leave by the same chance each."""
    leaves = 1.0 - retention
    service = Service(
        term_days=TERM, churn=leaves, service_effect=0.0, fit_effect=0.0, expansion=0.0
    )
    market = Market(customers=CUSTOMERS, buyer=ready(5.0), service=service)
    market = replace(market, catalogue=Catalogue(margin=margin))
    return monopoly(market, days=ENTRY_DAYS + TERM * TERMS + 2, sales=AT_ONCE)


def values(config: Config, seed: int) -> tuple[Numbers, Numbers]:
    """Discounted margin of all renewals, and the first year's value (money), by customer.

    Both are of accounts opened in the first days.
    """
    records = lived(config, seed).records
    won = records.deals.happened
    won = won[(won["outcome"] == Outcome.WON) & (won["closed"] < ENTRY_DAYS)]
    first = np.zeros(config.market.customers)
    first[won["customer"]] = won["value"]
    rows = records.renewals.happened
    rows = rows[(rows["outcome"] == Outcome.RENEWED) & (rows["since"] < ENTRY_DAYS)]
    number = (rows["day"] - rows["since"]) // TERM
    rows, number = rows[number <= TERMS], number[number <= TERMS]
    margin = config.market.catalogue.margin
    discounted = margin * rows["value_after"] / (1.0 + DISCOUNT) ** number
    return np.bincount(rows["customer"], discounted, len(first)).astype(np.float64), first


def _mean(found: tuple[Numbers, Numbers]) -> tuple[float, float]:
    """Worth over value, with the standard error of a ratio."""
    worth, first = found
    ratio = float(worth.sum() / first.sum())
    return ratio, _spread(worth - ratio * first, first)


def _paired_error(low: tuple[Numbers, Numbers], high: tuple[Numbers, Numbers]) -> float:
    """Standard error of the difference of two ratios over the same accounts."""
    parts: list[Any] = [worth - _mean((worth, first))[0] * first for worth, first in (low, high)]
    return _spread(parts[1] - parts[0], low[1])


def _spread(residual: Numbers, first: Numbers) -> float:
    there = first > 0.0
    return float(residual[there].std(ddof=1) * math.sqrt(there.sum()) / first.sum())


FACT = Fact(10, "Lifetime value of an account", "Gupta, Lehmann & Stuart 2004", check)
