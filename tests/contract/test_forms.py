"""Forms: they wait among leads, several at once, and whoever calls first talks first."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Alignment
from sim.model.market import Market as Model
from sim.records import Origin, Outcome
from tests import plain

FEW = plain.sales(reps=1, forms=1.0, form_reach=0.8, selling_share=0.3)
CONFIG = plain.config(
    market=plain.market(customers=400, buyer=plain.buyer(entry_per_year=2.0, waiting_days=2.0)),
    days=120, warmup_days=0, world="fixed", sales=FEW,
    marketing=plain.marketing(routed_at_once=1.0),
    rivals=plain.rivals(sales=FEW, marketing=plain.marketing(routed_at_once=1.0)),
)  # fmt: skip


@pytest.fixture(scope="module")
def lived():
    """A market with a rep a firm, and the most forms that one customer had open at once."""
    model, most = Model(CONFIG, 3), 0
    while model.running:
        model.step()
        asked = model.world.customers.rows["asked"]
        most = max(most, int(max(bin(bits).count("1") for bits in asked)))
    return model.world, most


def test_every_inquiry_is_a_form_that_waits_for_a_call(lived):
    world, _ = lived
    leads, deals = world.records.leads.happened, world.records.deals.happened
    forms = leads[leads["inquiry"]]
    assert len(forms) > 100
    assert forms["mql"].all()
    assert (forms["rep"] >= 0).all()
    met = forms[forms["deal"] >= 0]
    assert (met["attempts"] > 0).all()
    assert (deals["origin"][met["deal"]] == Origin.REQUEST).mean() > 0.9
    assert (forms["outcome"] == Outcome.UNPURSUED).any()


def test_who_is_not_called_asks_the_next_firm_and_leaves_the_form(lived):
    assert lived[1] >= 2


def test_patience_without_end_asks_one_firm():
    buyer = replace(CONFIG.market.buyer, waiting_days=0.0)
    model = Model(replace(CONFIG, days=40, market=replace(CONFIG.market, buyer=buyer)), 3)
    while model.running:
        model.step()
        asked = model.world.customers.rows["asked"]
        waiting = model.world.customers.rows["waiting"]
        both = [bits for bits, firm in zip(asked, waiting, strict=True) if firm >= 0]
        assert all(bin(bits).count("1") <= 1 for bits in both)


def test_a_firm_that_answers_first_wins_more_often():
    """Of customers who asked several firms and bought of one that met them, most bought where they
    were met first: more than the half that chance would have it (three seeds together)."""
    first, many = 0, 0
    for seed in (3, 4, 5):
        model = Model(CONFIG, seed)
        while model.running:
            model.step()
        records = model.world.records
        leads, journeys = records.leads.happened, records.journeys.happened
        forms = leads[leads["inquiry"] & ~np.isnan(leads["reached"])]
        for journey in journeys[journeys["outcome"] == Outcome.WON]:
            mine = forms[(forms["customer"] == journey["customer"])
                         & (forms["reached"] >= journey["entered"])
                         & (forms["reached"] <= journey["ended"])]  # fmt: skip
            if len(np.unique(mine["firm"])) >= 2 and journey["firm"] in mine["firm"]:
                many += 1
                first += int(mine["firm"][mine["reached"].argmin()] == journey["firm"])
        model.release()
    assert many >= 15
    assert first / many > 0.5


def test_sales_that_knows_calls_forms_before_other_leads():
    """By worth, and with points for forms as far as knowledge is shared: many names, few hours."""

    def answered(information):
        sales = replace(FEW, priority="worth", selling_share=0.1, cold_calls=0)
        content = plain.content(stray_leads=8.0)
        market = replace(CONFIG.market, content=content)
        config = replace(CONFIG, sales=sales, days=200, market=market,
                         marketing=replace(CONFIG.marketing, form_points=4.0),
                         alignment=Alignment(information=information))  # fmt: skip
        model = Model(config, 3)
        while model.running:
            model.step()
        leads = model.world.records.leads.happened
        leads = leads[(leads["firm"] == 0) & leads["mql"] & (leads["created"] > 80)]
        called = leads["attempts"] > 0
        return called[leads["inquiry"]].mean(), called[~leads["inquiry"]].mean()

    knows, guesses = answered(0.9), answered(0.0)
    assert knows[0] - knows[1] > guesses[0] - guesses[1] + 0.05
