"""Retention: accounts of unlike loyalty renew more and more (shifted Beta-geometric)."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from scipy.special import betaln

from sim.config import Config, Market
from sim.config.market import Service
from sim.facts import Fact, Finding, estimate
from sim.facts.limits.reduced import AT_ONCE, Numbers, binomial, lived, monopoly, ready
from sim.records import Outcome

SEED, CUSTOMERS, TERM, TERMS = 10, 40_000, 20, 12
ALPHA, BETA = 0.668, 3.806
ENTRY_DAYS = 60


def check(claimed_alpha: float = ALPHA, customers: int = CUSTOMERS) -> Sequence[Finding]:
    """Accounts opened in the first days, followed over twelve terms; service and fit do nothing.

    r_t = (β + t − 1)/(α + β + t − 1), S_t = B(α, β + t)/B(α, β), with the α and β that Fader &
    Hardie 2007 (J Interactive Marketing 21(1):76-90) fit to a published cohort. Terms are 20 days
    long. Standard errors are the binomial's.
    """
    at_risk, kept = renewals(reduced(customers), SEED)
    found = [*_rates(at_risk, kept, claimed_alpha)]
    for t in (7, TERMS):
        exact = math.exp(betaln(claimed_alpha, BETA + t) - betaln(claimed_alpha, BETA))
        share, error = kept[t - 1] / at_risk[0], binomial(exact, at_risk[0])
        found.append(estimate(f"survived {t} renewals, S_{t}", exact, share, error, (SEED,)))
    return found


def _rates(at_risk: Numbers, kept: Numbers, alpha: float) -> Iterable[Finding]:
    for t in (1, 2, 4, 8, TERMS):
        exact = (BETA + t - 1.0) / (alpha + BETA + t - 1.0)
        rate, error = kept[t - 1] / at_risk[t - 1], binomial(exact, at_risk[t - 1])
        yield estimate(f"retention at renewal {t}, r_{t}", exact, rate, error, (SEED,))


def reduced(customers: int) -> Config:
    """Customers who buy once; accounts leave by a chance of their own at each renewal."""
    service = Service(term_days=TERM, churn=ALPHA / (ALPHA + BETA), churn_shape=ALPHA)
    service = replace(service, service_effect=0.0, fit_effect=0.0)
    market = Market(customers=customers, buyer=ready(5.0), service=service)
    return monopoly(market, days=ENTRY_DAYS + TERM * TERMS + 2, sales=AT_ONCE)


def renewals(config: Config, seed: int) -> tuple[Numbers, Numbers]:
    """Accounts that came to each renewal, and those that renewed, by the renewal's number."""
    records = lived(config, seed).records.renewals.happened
    records = records[records["since"] < ENTRY_DAYS]
    number = (records["day"] - records["since"]) // TERM
    renewed = records["outcome"] == Outcome.RENEWED
    at_risk = np.bincount(number, minlength=TERMS + 1)[1 : TERMS + 1].astype(float)
    kept = np.bincount(number[renewed], minlength=TERMS + 1)[1 : TERMS + 1].astype(float)
    return at_risk, kept


FACT = Fact(7, "Retention of a cohort (sBG)", "Fader & Hardie 2007", check)
