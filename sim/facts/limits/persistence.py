"""Persistence: after n calls 1 − (1 − p)ⁿ of the leads have been reached."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.config import Cadence, Config, Market, Marketing, Sales
from sim.config.buyer import Buyer
from sim.config.content_kinds import Content, News
from sim.facts import Fact, Finding, estimate
from sim.facts.limits.reduced import PUT_THROUGH, Numbers, binomial, monopoly
from sim.records import Outcome
from sim.runs.one_run import run_once

SEED, ATTEMPTS, DAYS = 3, 6, 40
Flags = np.ndarray[Any, np.dtype[np.bool_]]
REACH = Sales().reach_chance


def check(claimed: float = REACH, customers: int = 20_000) -> Sequence[Finding]:
    """Leads of customers without a need, all qualified, called daily until reached or given up.

    News alone makes leads; reps have the hours to call each lead every day, and give up after six
    calls. Seed 3; a share's standard error is the binomial's.
    """
    config = reduced(customers)
    attempts, reached = called(config)
    found = []
    for n in (1, 2, ATTEMPTS):
        exact = 1.0 - (1.0 - claimed) ** n
        what, error = f"reached by call {n} at p = {claimed:g}", binomial(exact, len(attempts))
        share = float((reached & (attempts <= n)).mean())
        found.append(estimate(what, exact, share, error, (SEED,)))
    return (*found, _calls_a_lead(attempts, claimed))


def _calls_a_lead(attempts: Numbers, p: float) -> Finding:
    """Mean calls a lead: the first row of N = (I − Q)⁻¹, summed, Q going on with chance 1 − p."""
    going_on = np.diag(np.full(ATTEMPTS - 1, 1.0 - p), 1)
    visits = np.linalg.inv(np.eye(ATTEMPTS) - going_on)[0]
    second = float(((2 * np.arange(1, ATTEMPTS + 1) - 1) * visits).sum())
    exact = float(visits.sum())
    error, mean = math.sqrt((second - exact**2) / len(attempts)), float(attempts.mean())
    return estimate("calls a lead, as an absorbing chain", exact, mean, error, (SEED,))


def reduced(customers: int, reach_chance: float = REACH) -> Config:
    """News to customers who have no need, and reps who do nothing but call the leads."""
    news = Content(news=News(dormant_lead_chance=0.3))
    market = Market(customers=customers, buyer=Buyer(entry_per_year=0.0), content=news)
    marketing = Marketing(threshold_marketing=-5.0, threshold_sales=-5.0)
    marketing = replace(marketing, score_accuracy=0.0, routed_at_once=1.0)
    sales = replace(PUT_THROUGH, reps=40, reach_chance=reach_chance, lead_attempts=ATTEMPTS)
    sales = replace(sales, call_hours=0.01, hours_per_day=16.0, selling_share=1.0, cold_calls=0)
    sales = replace(sales, lead_max_age_days=100, turnover_per_year=0.0)
    cadence = Cadence(weekdays=[0, 1, 2, 3, 4], education=0, product=0, promotion=0)
    return monopoly(market, days=DAYS, cadence=cadence, marketing=marketing, sales=sales)


def called(config: Config) -> tuple[Numbers, Flags]:
    """Calls to each lead that was done with before the run ended, and whether one got through."""
    leads = run_once(config).leads.happened
    # Called daily from the day after at the latest.
    leads = leads[leads["created"] < DAYS - ATTEMPTS - 2]
    given_up = leads["outcome"] == Outcome.UNREACHED
    return leads["attempts"].astype(float), ~given_up


FACT = Fact(11, "Persistence of calls", "geometric waiting; Velocify for p", check)
