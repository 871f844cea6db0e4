"""Sales response to content: the steady share and the decay of Vidale and Wolfe."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from sim.config import Cadence, Config, Market, Marketing
from sim.config.content_kinds import Content, News
from sim.config.market import Service, Start
from sim.config.working_days import YEAR
from sim.facts import Fact, Finding, estimate
from sim.facts.limits.reduced import AT_ONCE, SILENT, binomial, days_of, lived, monopoly, ready
from sim.model.market import Market as Model
from sim.model.rules.content import reach, reference_stock, settled_stock

SEED, CUSTOMERS, DAYS = 5, 8000, 400
PER_YEAR, TERM, CHURN = 2.0, 5, 0.1
KEPT, SCALE = 0.5, 0.5
# Items a day: what is spent.
SPENT = (1, 4, 16)
# News that says nothing of the firm and reaches all alike, so that content only brings it to mind.
NEWS = News(reach=0.1, dormant_share=1.0, precision=0.0, clarity=0.0, hours=0.1)


def check(claimed_churn: float = CHURN, customers: int = CUSTOMERS) -> Sequence[Finding]:
    """The share of customers supplied, if they buy when a need arises and the firm comes to mind.

    dS/dt = ra·(M − S)/M − λS: share ra/(ra + λM), and e^(−λt) without spend (Vidale & Wolfe 1957,
    Operations Research 5:370-381). Here ra is the hazard of need times the chance that content has
    brought the firm to mind, 1 − E e^(−G/κ), exactly a product over the days remembered; λ is one
    over the mean stay with a supplier. A customer who has bought nowhere has on average seen a
    little less, which the limit leaves open: ``bias``. Standard errors: binomial.
    """
    steady = [_steady(items, claimed_churn, customers) for items in SPENT]
    return [*steady, *_decay(claimed_churn, customers)]


def response(items: int) -> float:
    """Chance a day that somebody without a supplier buys, at so many items a day."""
    return (1.0 - math.exp(-PER_YEAR / YEAR)) * comes_to_mind(noticed(items))


def noticed(items: int) -> float:
    """Chance that an average customer notices news on a day, at so many items a day for ever."""
    kept = 0.5 ** (1.0 / NEWS.half_life_days)
    stock = items * settled_stock(0, kept, 0b11111, 1, 1, 0)
    return reach(NEWS.reach, stock, reference_stock(NEWS.half_life_days))


def comes_to_mind(chance: float) -> float:
    """1 − E e^(−G/κ), G the exposures remembered, each day's with this chance."""
    left = KEPT ** np.arange(60) / SCALE
    return 1.0 - float(np.prod(1.0 - min(chance, 1.0) * (1.0 - np.exp(-left))))


def lost(churn: float) -> float:
    """λ: one over the mean days with a supplier. A need during a term starts another."""
    need = 1.0 - math.exp(-PER_YEAR / YEAR)
    through = (1.0 - need) ** TERM
    return need * through * churn / (1.0 - through)


def _steady(items: int, churn: float, customers: int) -> Finding:
    daily = replace(SILENT, weekdays=[0, 1, 2, 3, 4], news=items)
    world = lived(reduced(customers, daily), SEED)
    found = float((world.customers.rows["supplier"] >= 0).mean())
    gained, away = response(items), lost(churn)
    exact = gained / (gained + away)
    error = binomial(exact, customers)
    # A need soon after one that found nothing in mind finds the same memory.
    need = 1.0 - math.exp(-PER_YEAR / YEAR)
    bias = exact * (1.0 - exact) * need * KEPT / (1.0 - KEPT)
    what = f"share at {items} items a day, ra/(ra + λM)"
    return estimate(what, exact, found, error, (SEED,), bias)


def _decay(churn: float, customers: int) -> Iterable[Finding]:
    """Silence: nobody has a need, and of the accounts a part leaves at the end of every term."""
    config = reduced(customers, SILENT)
    buyer = replace(config.market.buyer, entry_per_year=0.0)
    start = Start(acquired_per_year=1.0, switched_per_year=0.0)
    market = replace(config.market, buyer=buyer, start=start)
    model = Model(replace(config, market=market, days=101), SEED)
    owned = np.array([(model.world.customers.rows["supplier"] >= 0).sum() for _ in days_of(model)])
    for days in (25, 100):
        exact = (1.0 - churn) ** (days / TERM)
        error, left = binomial(exact, float(owned[0])), float(owned[days] / owned[0])
        what = f"left {days} days after the last content, e^(−λt)"
        yield estimate(what, exact, left, error, (SEED,))


def reduced(customers: int, cadence: Cadence) -> Config:
    """Customers alike in attention who leave at once if the firm is not in mind."""
    buyer = ready(PER_YEAR, attention_sd=0.0, wait_when_empty=False, rest_days=0)
    buyer = replace(buyer, salience_gate=True, salience_memory=KEPT, salience_scale=SCALE)
    buyer = replace(buyer, late_consideration=0.0)
    idle = {"service_effect": 0.0, "fit_effect": 0.0, "experience_precision": 0.0}
    service = Service(term_days=TERM, churn=CHURN, **idle)
    content = Content(news=NEWS, stray_leads=0.0)
    market = Market(customers=customers, buyer=buyer, service=service, content=content)
    people = Marketing(marketers=2, hours_per_day=16.0)
    config = monopoly(market, days=DAYS, sales=AT_ONCE, cadence=cadence, marketing=people)
    start = Start(acquired_per_year=0.0, remembered_days=60)
    return replace(config, market=replace(config.market, start=start))


FACT = Fact(14, "Sales response to content", "Vidale & Wolfe 1957", check)
