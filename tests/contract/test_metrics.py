"""KPIs from records small enough to reckon by hand. The window begins on day 65."""

import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from sim.config import CHANNELS, Component, Config, Draw, Incentive, Market, Sales
from sim.metrics.attribution import SOURCES, credited, touches
from sim.metrics.costs import cost_by_day, selling_cost
from sim.metrics.glossary import FOCAL, KPIS
from sim.metrics.kpis import clock_hours, kpis, measured, not_finite
from sim.records import DEAL, PANEL, Origin, Outcome, Records
from sim.records.opportunities import OPPORTUNITY, opportunities
from sim.runs.one_run import run_once

START = 65
NAN = math.nan
CONTRACT = [
    "revenue",
    "new_revenue",
    "renewed_revenue",
    "opportunities",
    "wins",
    "win_rate",
    "competitive_win_rate",
    "no_decision_rate",
    "market_share",
    "pipeline",
    "open_opportunities",
    "deal_size",
    "leads",
    "inquiries",
    "content_leads",
    "mqls",
    "sqls",
    "lead_to_win",
    "won_with_lead_on_file",
    "leads_unpursued",
    "speed_to_lead_hours",
    "sales_cycle_days",
    "decided_before_contact",
    "progress_at_contact",
    "favourite_wins",
    "cac",
    "cac_payback_months",
    "sales_and_marketing_per_new_arr",
    "marketing_share_of_cost",
    "ltv",
    "grr",
    "nrr",
    "churn_rate",
    "quota_attainment",
    "reps_at_quota",
    "selling_time_share",
    "pay_per_rep",
    "compensation_cost_of_sales",
    "rep_turnover",
    "share_of_voice",
    "marketing_roi",
    "customer_surplus",
    "satisfaction",
    "profit",
]


@pytest.fixture
def config():
    return replace(
        Config(), days=260, warmup_days=START, replicates=1, market=Market(customers=100),
        sales=Sales(reps_per_manager=0.0, overhead=0.0),
    )  # fmt: skip


@pytest.fixture
def records():
    return Records.empty(days=START + 260, firms=2)


def lead(records, created=70.0, ended=80.0, outcome=Outcome.NO_NEED, **more):
    row = {"created": created, "ended": ended, "outcome": outcome, "mql": True, "deal": -1}
    row |= {"routed": created, "first_attempt": NAN, "reached": NAN, "rep": 0}
    records.leads.append(**row | more)


def deal(records, closed=90.0, outcome=Outcome.WON, **more):
    row = {"closed": closed, "outcome": outcome, "opened": 80.0, "first_talk": 81.0, "talks": 2}
    row |= {"lead": -1, "value": 1000.0, "utility": 0.5, "favourite": -1}
    # A customer of its own, so that it is an opportunity of its own.
    row |= {"customer": 1000 + len(records.deals.happened)}
    records.deals.append(**row | more)


def journey(records, ended=100.0, firm=0, **more):
    outcome = Outcome.WON if firm >= 0 else Outcome.NO_DECISION
    row = {"ended": ended, "entered": 60, "firm": firm, "outcome": outcome}
    row |= {"first_contact": NAN, "first_firm": -1, "favourite": -1}
    records.journeys.append(**row | more)


def renewal(records, customer, day, outcome, before=100.0, after=0.0, since=10, **more):
    row = {"customer": customer, "day": day, "outcome": outcome, "since": since}
    row |= {"value_before": before, "value_after": after, "satisfaction": NAN}
    records.renewals.append(**row | more)


def panel(records, column, value, firm=0, days=slice(START, None)):
    records.panel[days, firm, PANEL.index(column)] = value


def test_the_contracted_names_come_first_and_every_one_is_explained(records, config):
    assert list(FOCAL) == CONTRACT
    assert list(kpis(records, config)) == list(KPIS)
    assert all(kpi.unit and kpi.formula and kpi.source for kpi in KPIS.values())


def test_when_nothing_happened_totals_are_zero_and_the_rest_is_undefined(records, config):
    found = kpis(records, config)
    assert not_finite(found) == []
    assert all(found[name] == 0 for name in ("revenue", "wins", "leads", "profit", "wins_market"))
    always = {"in_market_share_market", "entered_per_quarter_market"}
    undefined = {name for name, kpi in KPIS.items() if kpi.over} - always
    assert all(math.isnan(found[name]) for name in undefined)


def test_a_run_fails_by_an_infinity_or_an_undefined_total_only():
    assert not_finite({"cac": math.inf, "revenue": NAN, "win_rate": NAN, "wins": 3.0}) == [
        "cac",
        "revenue",
    ]


def test_what_happened_in_the_warmup_does_not_count(records, config):
    lead(records, created=10.0, ended=20.0, attempts=1)
    deal(records, closed=START - 0.5)
    journey(records, ended=START - 0.5)
    renewal(records, 1, START - 1, Outcome.RENEWED, after=100.0)
    records.pay.append(day=START - 1, quota=10.0, credit=20.0, attainment=2.0, share=1.0)
    panel(records, "revenue_new", 5.0, days=slice(0, START))
    found = kpis(records, config)
    assert (found["leads"], found["wins"], found["journeys_market"], found["revenue"]) == (0,) * 4
    assert math.isnan(found["reps_at_quota"])
    assert math.isnan(found["satisfaction"])


def test_leads(records, config):
    lead(records, outcome=Outcome.NOT_QUALIFIED, mql=False, routed=NAN)
    lead(records, outcome=Outcome.UNPURSUED)
    lead(records, created=70.5, first_attempt=70.75, attempts=1, outcome=Outcome.UNREACHED)
    lead(records, created=70.5, first_attempt=71.0, reached=72.0, attempts=2, deal=0,
         outcome=Outcome.WON)  # fmt: skip
    lead(records, ended=NAN, outcome=Outcome.OPEN)
    lead(records, firm=1, outcome=Outcome.WON, deal=1)
    lead(records, inquiry=True, created=70.5, first_attempt=70.6, reached=70.6, attempts=1, deal=1)
    lead(records, inquiry=True, created=70.5, first_attempt=70.75, reached=70.75, deal=2)
    lead(records, inquiry=True, deal=3, outcome=Outcome.UNANSWERED)
    lead(records, inquiry=True, deal=4, outcome=Outcome.OPEN)
    found = kpis(records, config)
    assert (found["leads"], found["inquiries"], found["content_leads"]) == (9, 4, 5)
    assert (found["mqls"], found["sqls"]) == (8, 3)
    assert found["inquiries_unanswered"] == pytest.approx(1 / 3)
    assert found["inquiries_within_hour"] == pytest.approx(1 / 3)
    assert found["inquiries_within_day"] == pytest.approx(2 / 3)
    assert found["speed_to_inquiry_hours"] == pytest.approx((0.8 + 2) / 2)
    assert found["lead_to_win"] == 0
    assert found["attempts_per_lead"] == 1.5
    assert found["leads_unpursued"] == pytest.approx(1 / 3)
    assert found["speed_to_lead_hours"] == pytest.approx((2 + 20) / 2)
    assert found["answered_within_hour"] == 0
    assert found["answered_within_day"] == pytest.approx(2 / 3)


def test_a_win_is_credited_to_the_last_lead_of_the_half_year_before_it(records, config):
    lead(records, customer=1, created=70.0)  # not the last
    lead(records, customer=1, created=90.0, outcome=Outcome.UNPURSUED)
    lead(records, customer=2, created=70.0)  # the win came on the 131st day
    lead(records, customer=3, created=99.0)  # after the win
    lead(records, customer=4, created=70.0, firm=1)  # with the other firm
    deal(records, customer=1, closed=98.0)
    deal(records, customer=2, closed=200.5)
    deal(records, customer=3, closed=98.0)
    deal(records, customer=4, closed=98.0)
    deal(records, customer=5, closed=98.0)
    deal(records, customer=1, closed=99.0, outcome=Outcome.LOST)
    assert credited(records.leads.happened, records.deals.happened).tolist() == [
        False, True, False, False, False,
    ]  # fmt: skip
    found = kpis(records, config)
    assert found["lead_to_win"] == 1 / 4
    assert found["lead_to_win_market"] == 1 / 5


@pytest.mark.parametrize(
    ("created", "counts"), [(194.9, True), (195.0, False), (START + 0.0, True), (0.0, True)]
)
def test_leads_count_when_their_half_year_ends_in_the_window(created, counts, records, config):
    lead(records, customer=1, created=created)
    deal(records, customer=1, closed=created + 1)
    found = kpis(records, config)["lead_to_win"]
    assert found == 1 if counts else math.isnan(found)


def test_a_lead_whose_half_year_ended_in_the_warmup_does_not_count(records, config):
    longer = replace(config, days=190, warmup_days=135)
    lead(records, customer=1, created=4.9)
    assert math.isnan(kpis(records, longer)["lead_to_win"])
    lead(records, customer=1, created=5.0)
    assert kpis(records, longer)["lead_to_win"] == 0


def test_leads_by_where_they_came_from(records, config):
    for customer, channel in enumerate(
        ("referral", "organic_search", "direct", "social", "social", "paid_search", "email")
    ):
        lead(records, customer=customer, channel=CHANNELS.index(channel))
    for customer in (0, 2, 4, 6):
        deal(records, customer=customer)
    found = kpis(records, config)
    assert found["lead_to_win"] == 4 / 7
    rates = {source: found[f"lead_to_win_{source}"] for source in SOURCES}
    assert rates == {"referral": 1.0, "website": 0.5, "social": 0.5, "paid": 0.0}


def test_the_clock_runs_through_nights_and_weekends():
    friday_three_o_clock, monday_nine = clock_hours(np.array([4.75, 5.0]))
    assert monday_nine - friday_three_o_clock == pytest.approx(66)
    assert np.diff(clock_hours(np.array([7.25, 8.25])))[0] == pytest.approx(24)


def test_what_content_and_inquiries_are_credited_with(records, config):
    lead(records, customer=1, created=70.0)
    lead(records, customer=1, created=80.0, inquiry=True)
    lead(records, customer=2, created=70.0, inquiry=True)
    lead(records, customer=3, created=70.0)
    deal(records, customer=1)
    found = kpis(records, config)
    assert found["lead_to_win"] == 1 / 4
    assert found["inquiry_to_win"] == 1 / 2
    assert found["content_to_win"] == found["content_to_win_market"] == 1 / 2


@pytest.mark.parametrize(("lookback", "known"), [(0, 3 / 5), (260, 3 / 5), (20, 2 / 5), (5, 0.0)])
def test_the_lead_of_a_win_is_the_contacts_last_whatever_its_age(lookback, known, records, config):
    back = replace(config, marketing=replace(config.marketing, lookback_days=lookback))
    lead(records, customer=1, created=1.0)
    lead(records, customer=1, created=70.0)
    lead(records, customer=2, created=20.0)
    lead(records, customer=3, created=81.0)  # left after the deal was opened
    lead(records, customer=4, created=70.0, firm=1)
    lead(records, customer=5, created=80.0, inquiry=True)
    lead(records, customer=6, created=100.0)
    for customer in (1, 2, 3, 5):
        deal(records, customer=customer)
    # Dropped, and taken up again after a lead.
    deal(records, customer=6, outcome=Outcome.DROPPED)
    deal(records, customer=6, opened=110.0, closed=120.0)
    deal(records, customer=7, opened=110.0, closed=120.0, outcome=Outcome.LOST)
    assert kpis(records, back)["won_with_lead_on_file"] == known
    found = opportunities(records.deals.happened).rows
    first, last = touches(found, records.leads.happened, lookback)
    last_of_all = {0: [1, 2, -1, 5, 6, -1], 260: [1, 2, -1, 5, 6, -1]}
    if lookback in last_of_all:
        assert last.tolist() == last_of_all[lookback]
        assert first.tolist() == [0, 2, -1, 5, 6, -1]


def test_a_deal_that_is_taken_up_again_is_the_same_opportunity(records, config):
    deal(records, customer=1, journey=2, opened=66.0, closed=75.0, outcome=Outcome.DROPPED,
         talks=2, hours=1.5, first_talk=66.5, value=0.0, origin=Origin.COLD_CALL)  # fmt: skip
    deal(records, customer=1, journey=2, firm=1, outcome=Outcome.LOST)
    deal(records, customer=1, journey=3, opened=100.0, outcome=Outcome.OPEN, closed=NAN)
    deal(records, customer=1, journey=2, opened=80.0, closed=90.0, talks=3, hours=2.0,
         first_talk=81.0, origin=Origin.REQUEST)  # fmt: skip
    deal(records, customer=2, talks=0, outcome=Outcome.UNANSWERED)
    found, of_deal = opportunities(records.deals.happened)
    assert of_deal.tolist() == [0, 1, 2, 0, -1]
    one = found[0]
    assert (one["opened"], one["taken_up"], one["closed"]) == (66.0, 80.0, 90.0)
    assert (one["talks"], one["hours"], one["reopened"]) == (5, 3.5, 1)
    assert (one["first"], one["last"], one["first_talk"]) == (0, 3, 66.5)
    assert (one["outcome"], one["value"], one["origin"]) == (Outcome.WON, 1000.0, Origin.COLD_CALL)
    assert found["bought_from"].tolist() == [0, 0, -1]
    values = kpis(records, config)
    assert (values["opportunities"], values["wins"], values["win_rate"]) == (2, 1, 1.0)
    assert (values["talks_per_win"], values["sales_cycle_days"]) == (5, 24)
    assert values["gone_cold_rate"] == 0


def test_opportunities_of_several_runs_are_told_apart():
    kind = [("replicate", "i8"), *((name, OPPORTUNITY[name]) for name in DEAL.names)]
    deals = np.zeros(4, kind)
    deals["replicate"], deals["talks"] = [0, 1, 1, 2], [1, 1, 2, 0]
    deals["outcome"] = [Outcome.WON, Outcome.DROPPED, Outcome.OPEN, Outcome.OPEN]
    found, of_deal = opportunities(deals)
    assert of_deal.tolist() == [0, 1, 1, -1]
    assert found["replicate"].tolist() == [0, 1]
    assert found["bought_from"].tolist() == [0, -1]
    assert opportunities(deals[:0]).rows["replicate"].tolist() == []


def test_the_pipeline_is_what_is_on_offer_while_it_is_open(records, config):
    panel(records, "reps", 2.0)
    deal(records, opened=10.0, closed=START + 26.0, list_value=100.0)
    deal(records, opened=START + 52.0, closed=NAN, outcome=Outcome.OPEN, list_value=10.0)
    deal(records, opened=10.0, closed=START - 1.0, list_value=1e6)
    deal(records, opened=10.0, closed=NAN, talks=0, outcome=Outcome.OPEN, list_value=1e6)
    deal(records, firm=1, list_value=1e6)
    found = kpis(records, config)
    assert found["pipeline"] == pytest.approx((26 * 100 + 208 * 10) / 260)
    assert found["open_opportunities"] == pytest.approx((26 + 208) / (2 * 260))


def test_deals(records, config):
    deal(records, closed=90.0, opened=80.0, value=3000.0, talks=1, rep=4, best_offering=True)
    deal(records, closed=129.0, opened=109.0, value=1000.0, talks=3, utility=0.9, rep=4)
    deal(records, closed=90.0, opened=89.0, value=1000.0, utility=0.7, rep=5)
    for outcome in (Outcome.LOST, Outcome.NO_DECISION, Outcome.NO_DECISION, Outcome.DROPPED):
        deal(records, outcome=outcome, value=0.0)
    deal(records, outcome=Outcome.OPEN, closed=NAN)
    deal(records, firm=1, value=5000.0, utility=0.2)
    customer = records.deals.happened["customer"][6]  # whose deal went cold
    deal(records, firm=2, customer=customer, value=0.0, closed=300.0)
    found = kpis(records, config)
    assert found["wins"] == 3
    assert found["win_rate"] == pytest.approx(3 / 7)
    assert found["competitive_win_rate"] == 3 / 4
    assert found["deal_size"] == pytest.approx(5000 / 3)
    assert found["gone_cold_rate"] == pytest.approx(1 / 7)
    assert found["market_share_value"] == pytest.approx(5000 / 10000)
    assert found["sales_cycle_days"] == pytest.approx(31 / 3)
    assert found["sales_cycle_days_median"] == 10
    assert found["talks_per_win"] == 2
    assert found["best_offer_share"] == pytest.approx(1 / 3)
    assert found["top_fifth_share"] == pytest.approx(4000 / 5000)
    assert found["quarter_end_share"] == pytest.approx(1000 / 5000)
    assert found["customer_surplus"] == pytest.approx((0.5 + 0.9 + 0.7) / 3)
    assert found["customer_surplus_market"] == pytest.approx((0.5 + 0.9 + 0.7 + 0.2 + 0.5) / 5)


@pytest.mark.parametrize(
    ("closed", "share"), [(124.9, 0.0), (125.0, 1.0), (129.9, 1.0), (130.0, 0.0)]
)
def test_the_last_five_days_of_a_quarter(closed, share, records, config):
    deal(records, closed=closed, opened=100.0)
    assert kpis(records, config)["quarter_end_share"] == share


def test_first_contacts(records, config):
    mine = {"first_contact": 70.0, "first_firm": 0}
    journey(records, firm=0, progress=0.6, decided_before=True, favourite=0, **mine)
    journey(records, firm=1, progress=0.4, favourite=0, **mine)
    journey(records, firm=0, first_contact=70.0, first_firm=1, progress=0.8, favourite=1)
    journey(records, firm=-1, first_contact=70.0, first_firm=1, progress=0.2, decided_before=True)
    journey(records, firm=-1)
    found = kpis(records, config)
    assert found["decided_before_contact"] == 1 / 2
    assert found["decided_before_all_market"] == 2 / 4
    assert found["no_decision_rate"] == 0
    assert found["progress_at_contact"] == pytest.approx(0.5)
    assert found["favourite_wins"] == 1 / 2
    assert found["decided_before_contact_market"] == pytest.approx(1 / 3)
    assert found["progress_at_contact_market"] == pytest.approx(0.5)
    assert found["progress_sd_market"] == pytest.approx(np.std([0.6, 0.4, 0.8, 0.2], ddof=1))
    assert found["favourite_wins_market"] == pytest.approx(1 / 3)
    assert found["market_share"] == pytest.approx(2 / 3)
    assert found["no_decision_rate_market"] == pytest.approx(2 / 5)
    assert found["no_decision_contacted_market"] == pytest.approx(1 / 4)
    assert found["contacted_market"] == pytest.approx(4 / 5)
    assert found["journey_days_market"] == 40


def test_the_market_in_numbers(records, config):
    panel(records, "in_market", 5.0)
    panel(records, "entered", 0.2)
    found = kpis(records, config)
    assert found["in_market_share_market"] == pytest.approx(0.05)
    assert found["entered_per_quarter_market"] == pytest.approx(0.2 * 65 / 100)


def test_retention_follows_the_accounts_held_at_the_start(records, config):
    panel(records, "account_value", 1000.0, days=START - 1)
    renewal(records, 1, 100, Outcome.RENEWED, before=100.0, after=80.0)  # contraction: −20
    renewal(records, 2, 100, Outcome.EXPANDED, before=100.0, after=160.0)  # net +60
    renewal(records, 3, 100, Outcome.EXPANDED, before=100.0, after=150.0)
    renewal(records, 3, 300, Outcome.CHURNED, before=150.0, since=100)  # of the start: −100
    renewal(records, 4, 100, Outcome.SWITCHED, before=100.0)  # −100
    renewal(
        records, 4, 310, Outcome.RENEWED, before=500.0, after=500.0, since=150
    )  # came back: new
    renewal(records, 5, 310, Outcome.CHURNED, before=100.0, since=70)  # not held at the start
    renewal(records, 6, 100, Outcome.CHURNED, before=100.0, firm=1)  # a rival's
    grows = replace(config.market.service, expansion=0.1)
    grows = replace(config, market=replace(config.market, service=grows))
    found = kpis(records, grows)
    assert found["grr"] == pytest.approx(1 - (20 + 100 + 100) / 1000)
    still = replace(config.market.service, expansion=0.0)
    still = replace(config, market=replace(config.market, service=still))
    assert math.isnan(kpis(records, still)["nrr"]), "nothing can grow, so there is no net"
    assert found["nrr"] == pytest.approx(1 - (20 - 60 + 100 + 100) / 1000)


@pytest.mark.parametrize(("days", "kept"), [(259, NAN), (260, 0.9)])
def test_retention_of_less_than_a_year_is_undefined(days, kept, config):
    records = Records.empty(days=START + days, firms=1)
    panel(records, "account_value", 1000.0, days=START - 1)
    renewal(records, 1, 100, Outcome.CHURNED)
    grows = replace(config.market.service, expansion=0.1)
    market = replace(config.market, service=grows)
    found = kpis(records, replace(config, days=days, market=market))
    assert [found["grr"], found["nrr"]] == pytest.approx([kept, kept], nan_ok=True)
    for name in ("grr", "nrr"):
        assert "260 counted days, undefined if there are fewer" in KPIS[name].formula


def test_accounts(records, config):
    panel(records, "accounts", 50.0)
    panel(records, "accounts", 150.0, firm=1)
    panel(records, "account_value", 400_000.0)
    for customer in range(5):
        renewal(records, customer, 100, Outcome.CHURNED, satisfaction=0.4)
    renewal(records, 9, 100, Outcome.RENEWED, after=100.0, satisfaction=1.0)
    renewal(records, 8, 100, Outcome.SWITCHED, since=70)
    found = kpis(records, config)
    assert found["account_share"] == pytest.approx(0.25)
    assert found["churn_rate"] == pytest.approx(6 / 50)
    assert found["ltv"] == pytest.approx(8000 * config.market.catalogue.margin / (6 / 50))
    assert found["satisfaction"] == pytest.approx((5 * 0.4 + 1.0) / 6)


def test_without_churn_the_lifetime_value_is_undefined_not_infinite(records, config):
    panel(records, "accounts", 50.0)
    panel(records, "account_value", 400_000.0)
    found = kpis(records, config)
    assert found["churn_rate"] == 0
    assert math.isnan(found["ltv"])


def test_quota_counts_the_first_component_that_has_one(records, config):
    config = replace(config, incentive=Incentive(components=[Component()] * 3))
    for component, quota, credit in ((-1, 50.0, 1.0), (0, 0.0, 9.0), (1, 100.0, 120.0),
                                     (1, 300.0, 180.0), (2, 100.0, 900.0)):  # fmt: skip
        records.pay.append(
            day=100, component=component, quota=quota, credit=credit,
            attainment=credit / quota if quota else 0.0, share=1.0,
        )  # fmt: skip
    # What a leaver was paid is no whole period, nor is what is taken back.
    records.pay.append(day=100, component=1, quota=9.0, credit=90.0, attainment=10.0, share=0.2)
    records.pay.append(day=100, component=1, pay=-5.0, share=0.0)
    found = measured(records, config)
    assert found["quota_attainment"] == pytest.approx(300 / 400)
    assert found["reps_at_quota"] == 1 / 2
    assert (found["base_rep_periods"], found["base_part_periods"]) == (2, 1)


def owing(records, *rows):
    """Rows of pay: day, rep, component, and what the rep owes by then."""
    for day, rep, component, balance in rows:
        share = float(component >= 0)
        records.pay.append(day=day, rep=rep, component=component, balance=balance, share=share)


@pytest.mark.parametrize("recoverable", [True, False])
def test_pay_counts_as_it_is_earned(recoverable, records, config):
    """Of 1,000 handed over in the window, what was owed at its start is earned in it as well, and
    what is owed at its end is not yet; a leaver's debt is forgiven, and a guarantee with it."""
    panel(records, "reps", 10.0)
    panel(records, "variable_pay", 100.0, days=slice(START, START + 10))
    owing(records, (20, 0, -2, 900.0), (START - 1, 0, 0, 900.0), (START - 1, 0, -2, 50.0))
    owing(records, (START - 1, 1, -2, 400.0), (200, 1, -2, 70.0), (30, 2, -2, 300.0))
    owing(records, (300, 0, -2, 150.0), (310, 0, 0, 150.0))
    owing(records, (START - 1, 3, -2, 800.0), (300, 3, -2, 800.0))
    owing(records, (100, 4, -2, 5000.0))
    for day, rep, stays in ((START - 1, 1, False), (40, 2, False), (150, 4, False), (324, 0, True)):
        records.staff.append(day=day, rep=rep, stays=stays)
    draw = Draw(a_month=50.0, recoverable=recoverable)
    found = measured(records, replace(config, incentive=Incentive(draw=draw)))
    start, end = 50 + 800, (150 if recoverable else 0) + 70 + 800
    assert found["base_compensation"] == 1000 + start - end
    assert found["profit"] == -found["base_compensation"] == -found["base_selling_cost"]
    assert found["pay_per_rep"] == pytest.approx(found["base_compensation"] / 10)


def test_reps_and_money(records, config):
    margin = config.market.catalogue.margin
    for column, value in (("reps", 4.0), ("hours_worked", 32.0), ("hours_inbound", 2.0),
                          ("hours_follow_up", 3.0), ("hours_leads", 1.0), ("hours_service", 5.0),
                          ("hours_prospecting", 2.0), ("salary", 800.0), ("variable_pay", 200.0),
                          ("wages", 300.0), ("content_cost", 100.0), ("revenue_new", 1500.0),
                          ("revenue_renewal", 500.0)):  # fmt: skip
        panel(records, column, value)
    panel(records, "content_cost", 300.0, firm=1)
    panel(records, "quits", 2.0, days=100)
    deal(records, value=200_000.0, origin=Origin.LEAD)
    deal(records, value=100_000.0, origin=Origin.REQUEST)
    deal(records, value=50_000.0, origin=Origin.COLD_CALL)
    renewal(records, 1, 100, Outcome.EXPANDED, after=100.0)
    found = kpis(records, config)
    assert found["revenue"] == 2000 * 260
    assert found["profit"] == pytest.approx((margin * 2000 - 1400) * 260)
    assert found["selling_time_share"] == 8 / 32
    assert found["pay_per_rep"] == pytest.approx(1000 * 260 / 4)
    assert found["compensation_cost_of_sales"] == 0.5
    assert found["rep_turnover"] == 0.5
    assert found["share_of_voice"] == 0.25
    assert found["cac"] == pytest.approx(1400 * 260 / (3 - 1))
    assert found["sales_and_marketing_per_new_arr"] == pytest.approx(1400 * 260 / 349_900)
    assert found["cac_payback_months"] == pytest.approx(12 * 1400 * 260 / (margin * 349_900))
    assert found["marketing_share_of_cost"] == pytest.approx(400 / 1400)
    marketing = 400 * 260
    assert found["marketing_roi"] == pytest.approx((margin * 300_000 - marketing) / marketing)


def test_managers_and_overhead_come_by_the_head(records, config):
    """Fourteen reps for a year, each tenth seat a manager's, and four fifths more on all pay."""
    for column, value in (("reps", 14.0), ("salary", 800.0), ("wages", 300.0)):
        panel(records, column, value)
    sales = replace(config.sales, reps_per_manager=7.0, manager_pay=130_000.0, overhead=0.8)
    found = measured(records, replace(config, sales=sales))
    cost = (800 * 260 + 2 * 130_000) * 1.8 + 300 * 260
    assert found["base_selling_cost"] == pytest.approx(cost)
    assert found["profit"] == pytest.approx(-cost)
    assert found["pay_per_rep"] == pytest.approx(800 * 260 / 14)
    by_day = cost_by_day(records.panel[START:, 0], sales)
    assert by_day.sum() == pytest.approx(cost)


def test_without_managers_and_overhead_selling_costs_its_pay(records, config):
    panel(records, "reps", 14.0)
    panel(records, "salary", 0.1)
    panel(records, "variable_pay", 0.2)
    found = measured(records, config)
    assert found["base_selling_cost"] == found["base_compensation"]
    assert selling_cost(0.1, 3.0, config.sales) == 0.1


def test_totals_count_the_window_and_rates_are_yearly_whatever_its_length(config):
    records = Records.empty(days=START + 130, firms=1)
    for column, value in (("reps", 2.0), ("salary", 100.0), ("revenue_new", 10.0)):
        panel(records, column, value)
    panel(records, "quits", 1.0, days=100)
    found = kpis(records, replace(config, days=130))
    assert found["revenue"] == 10 * 130
    assert found["pay_per_rep"] == pytest.approx(50 * 260)
    assert found["rep_turnover"] == pytest.approx(1.0)


def test_kpis_of_a_real_run_agree_with_its_panel():
    config = Config(days=130, warmup_days=130, replicates=1, market=Market(customers=1500))
    records = run_once(config)
    counted = dict(zip(PANEL, records.panel[130:, 0].sum(axis=0), strict=True))
    found = kpis(records, config)
    assert not_finite(found) == []
    for name, column in (("wins", "wins"), ("leads", "leads"), ("mqls", "mqls"),
                         ("inquiries", "inquiries"),
                         ("journeys_market", "journeys_ended")):  # fmt: skip
        assert found[name] == counted[column] > 0
    won = records.deals.happened[records.deals.happened["outcome"] == Outcome.WON]
    own = won[(won["firm"] == 0) & (won["closed"] >= 130)]
    assert own["value"].sum() == pytest.approx(counted["revenue_new"])
    shares = [name for name, kpi in KPIS.items() if kpi.unit == "share" and name != "nrr"]
    unbounded = {"compensation_cost_of_sales"}
    assert all(0 <= found[name] <= 1 or math.isnan(found[name]) for name in set(shares) - unbounded)


def test_metrics_reach_neither_the_model_nor_heavy_libraries():
    code = (
        "import sys, sim.metrics.kpis; heavy = {'mesa', 'hydra', 'pandas', 'matplotlib', 'scipy', "
        "'sim.model.market', 'sim.model.state', 'sim.model.day'}; "
        "print(*(heavy & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.split() == []
