"""Contract terms of any length: a price is money a year, and money follows time."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Component, Incentive
from sim.config.market import Start
from sim.metrics.kpis import kpis
from sim.model.market import Market as Model
from sim.records import PANEL, Outcome
from tests import plain

YEAR = 260
# Accounts that stay, and nobody who buys anew.
STAYING = plain.config(
    market=plain.market(
        customers=300, buyer=plain.buyer(entry_per_year=0.0), service=plain.service(churn=0.0),
        start=Start(acquired_per_year=1.0),
    ),
    days=520, warmup_days=0, rivals=plain.rivals(count=2),
    sales=plain.sales(reps=3, change_cost=0.0, turnover_per_year=0.0),
    incentive=Incentive(components=[Component(measure="renewal", slope=[0.1])]),
)  # fmt: skip
TERMS = (65, 130, 260, 520)


def lived(config, term):
    service = replace(config.market.service, term_days=term)
    config = replace(config, market=replace(config.market, service=service))
    model = Model(config, 3)
    while model.running:
        model.step()
    return config, model.world.records


def total(records, name):
    return records.panel[:, 0, PANEL.index(name)].sum()


@pytest.mark.parametrize("term", TERMS)
def test_an_account_books_its_yearly_value_a_year(term):
    """Exact but for the terms that end on the day after the last: below 1 %."""
    _, records = lived(STAYING, term)
    booked, held = total(records, "revenue_renewal"), total(records, "account_value") / YEAR
    assert held > 0
    assert booked == pytest.approx(held, rel=0.01)
    paid = records.pay.happened
    assert paid["credit"][paid["firm"] == 0].sum() == pytest.approx(booked)


@pytest.mark.parametrize("term", TERMS)
def test_a_signature_books_its_first_term_and_pays_as_much(term):
    buying = replace(
        STAYING, days=130, incentive=Incentive(),
        market=replace(STAYING.market, buyer=plain.buyer(entry_per_year=3.0)),
    )  # fmt: skip
    config, records = lived(buying, term)
    deals, paid = records.deals.happened, records.pay.happened
    won = deals[(deals["outcome"] == Outcome.WON) & (deals["firm"] == 0)]
    assert len(won) > 10
    booked = won["value"].sum() * term / YEAR
    assert total(records, "revenue_new") == pytest.approx(booked)
    assert paid["credit"][paid["firm"] == 0].sum() == pytest.approx(booked)
    assert kpis(records, config)["revenue"] == pytest.approx(
        booked + total(records, "revenue_renewal")
    )


def test_what_reps_look_forward_to_is_a_term_s_money():
    """A deal of two years is worth twice one of a year to who is paid by the money."""
    rates = [Model(lived(STAYING, term)[0]).world.pay.rates["deal"] for term in (260, 520)]
    np.testing.assert_allclose(rates[1], 2 * rates[0])
