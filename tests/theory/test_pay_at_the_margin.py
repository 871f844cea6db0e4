"""Pay at the margin against the change of expected pay itself, and the numbers reps go by.

Expected pay is a quadrature over where a period may end, a normal law whose mean and variance are
written out here (compound Poisson sales); its change by a little more sold is a central difference.
"""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy import integrate, stats

from sim.config import Component, Incentive, Quota
from sim.engine.rows import structure_of
from sim.model.foresight.outlooks import NOTHING_AHEAD, UNKNOWN
from sim.model.market import Market as Model
from sim.model.pay.clawback import take_back
from sim.model.pay.credit import Term, credit_deal, credit_term, credit_the_day
from sim.model.pay.look_ahead import renew_outlooks
from sim.model.pay.marginal_pay import marginal_pay
from sim.model.pay.rates import take_rates
from sim.records.rows import DealRow
from tests import plain
from tests.quiet_firm import leave, sell

QUIET = plain.config(
    market=plain.market(customers=30, buyer=plain.buyer(entry_per_year=0.0)),
    sales=plain.sales(reps=3, turnover_per_year=0.0, skill_sd=0.0),
    rivals=plain.rivals(count=2),
    days=130,
    warmup_days=0,
    replicates=1,
)
DAY, QUOTA, SOLD, PACE, RENEWS = 40, 1000.0, 700.0, 12.0, 5.0
LEFT = 65 - DAY
BONUS = Component(unit="attainment", target_pay=90.0, at=[0.0, 1.0], jump=[0.0, 0.5],
                  slope=[0.5, 1.5])  # fmt: skip
USUAL = {"market_deals": 0.4, "talks": 2.5, "pace": 25.0, "seats": 4.0, "deal": 100.0,
         "deal_spread": 0.5, "margin": 0.6, "content": 0.9, "content_sd": 0.25,
         "retained": 0.85, "retained_sd": 0.36}  # fmt: skip


def world_of(*components, **sales):
    rules = Quota(initial=QUOTA, tightness=1.0)
    plan = Incentive(components=list(components), quota=rules)
    asked = replace(QUIET, incentive=plan, sales=replace(QUIET.sales, **sales))
    world = Model(asked, 1).world
    world.open_day(DAY)
    return world


def margin(world, rep=0, ahead=False, **credit):
    """What one more unit sold, and one more renewed, is worth to a rep midway in a quarter."""
    row, rates = world.sales.reps[rep], world.pay.rates[0]
    for name, rate in USUAL.items():
        rates[name] = rate
    row["pace"], row["renewal_pace"] = PACE, RENEWS
    for name, values in credit.items():
        row[name][: len(values)] = values
    flags = np.full(len(world.pay.plans[0]), ahead)
    return marginal_pay(row, world.day, world.pay.plans[0], flags, rates)


def height(x, part):
    ends = [*part.at[1:], math.inf]
    pieces = zip(part.at, ends, part.jump, part.slope, strict=True)
    return part.slope[0] * x if x < 0 else sum(
        jump + slope * (min(x, end) - at) for at, end, jump, slope in pieces if x >= at
    )  # fmt: skip


def worth(part, mean, spread, unit):
    """Change of expected pay by one more unit of the measure, by quadrature."""
    law = stats.norm(0.0, 1.0)

    def expected(shift):
        breaks = sorted((at * unit - mean - shift) / spread for at in part.at)
        ends = [-9.0, *[b for b in breaks if -9 < b < 9], 9.0]
        return sum(
            integrate.quad(
                lambda z: law.pdf(z) * part.target_pay
                * height((mean + shift + spread * z) / unit, part),
                low, high, epsabs=1e-12, epsrel=1e-12,
            )[0]
            for low, high in pairwise(ends)
        )  # fmt: skip

    step = 1e-3 * spread
    return (expected(step) - expected(-step)) / (2 * step)


def sales_spread(pace=PACE, left=LEFT):
    """Of a Poisson number of deals of mean 100 and relative variance a half."""
    return math.sqrt(pace / 100.0 * left * 100.0**2 * 1.5)


def test_one_more_sale_adds_what_it_adds_to_expected_pay():
    sold, renewed = margin(world_of(BONUS), credit=[SOLD])
    exact = worth(BONUS, SOLD + PACE * LEFT, sales_spread(), QUOTA)
    assert sold == pytest.approx(exact, rel=1e-4)
    assert renewed == 0.0
    amount = replace(BONUS, unit="amount", target_pay=2.0, at=[0.0, 900.0], slope=[0.1, 0.3],
                     jump=[0.0, 40.0])  # fmt: skip
    sold, _ = margin(world_of(amount), credit=[SOLD])
    assert sold == pytest.approx(worth(amount, SOLD + PACE * LEFT, sales_spread(), 1.0), rel=1e-4)


def test_each_measure_is_moved_by_its_own_events():
    margins = replace(BONUS, measure="margin")
    sold, _ = margin(world_of(margins), credit=[SOLD])
    per_unit = worth(margins, SOLD + 0.6 * PACE * LEFT, 0.6 * sales_spread(), QUOTA)
    assert sold == pytest.approx(0.6 * per_unit, rel=1e-4)
    renewals = replace(BONUS, measure="renewal")
    sold, renewed = margin(world_of(renewals), credit=[SOLD])
    assert sold == 0.0
    exact = worth(renewals, SOLD + RENEWS * LEFT, sales_spread(RENEWS), QUOTA)
    assert renewed == pytest.approx(exact, rel=1e-4)
    both = world_of(BONUS, renewals)
    assert margin(both, credit=[SOLD, SOLD]) == pytest.approx(
        (margin(world_of(BONUS), credit=[SOLD])[0], renewed)
    )
    twice = world_of(BONUS, BONUS)
    one = margin(world_of(BONUS), credit=[SOLD])[0]
    assert margin(twice, credit=[SOLD, SOLD])[0] == pytest.approx(2 * one)


def test_a_gate_counts_by_the_chance_that_it_opens():
    gated = replace(BONUS, gate=1, gate_attainment=0.8)
    gate = Component(measure="renewal", slope=[0.0])
    sold, renewed = margin(world_of(gated, gate), credit=[SOLD, 650.0])
    usual = margin(world_of(BONUS), credit=[SOLD])[0]
    chance = stats.norm(650.0 + RENEWS * LEFT, sales_spread(RENEWS)).sf(0.8 * QUOTA)
    assert 0.05 < chance < 0.95
    assert sold == pytest.approx(usual * chance, rel=1e-9)
    assert renewed == 0.0
    world = world_of(gated, gate)
    world.sales.reps["quota"][0, 1] = 0.0
    assert margin(world, credit=[SOLD, 650.0]) == (0.0, 0.0)
    world.sales.reps["quota"][0, 1] = 0.5
    assert margin(world, credit=[SOLD, 650.0])[0] == pytest.approx(usual)
    # The first component may be a gate as well as any other.
    turned = world_of(gate, replace(gated, gate=0))
    assert margin(turned, credit=[650.0, SOLD])[0] == pytest.approx(sold)


def test_what_is_closed_looked_ahead_on_or_without_a_quota_is_worth_nothing_now():
    closed = replace(BONUS, from_day=0, to_day=DAY - 1)
    assert margin(world_of(closed), credit=[SOLD]) == (0.0, 0.0)
    until_today = world_of(replace(closed, to_day=DAY + 4))
    found = margin(until_today, credit=[SOLD])[0]
    # A window of 45 days is the component's period, with a quota of so many days.
    exact = worth(BONUS, SOLD + PACE * 5, sales_spread(left=5), QUOTA * 45 / 65)
    assert found == pytest.approx(exact, rel=1e-4)
    world = world_of(BONUS)
    assert margin(world, ahead=True, credit=[SOLD]) == (0.0, 0.0)
    world.sales.reps["prospector"][0] = True
    assert margin(world, ahead=True, credit=[SOLD])[0] > 0.0
    world.sales.reps["prospector"][0] = False
    world.sales.reps["quota"][0, 0] = 0.0
    assert margin(world, credit=[SOLD]) == (0.0, 0.0)
    world.sales.reps["quota"][0, 0] = 0.5
    assert margin(world, credit=[SOLD])[0] == pytest.approx(90.0 * 1.5 / 0.5)


def test_who_joined_within_the_period_is_due_the_part_of_the_days_in_the_seat():
    world = world_of(BONUS, Component(measure="retention", goal=0.9, slope=[50.0]))
    world.sales.reps["joined"][0] = DAY - 10
    there = 35 / 65
    # Of the quota that part, and that part of the target pay.
    exact = there * worth(BONUS, 300.0 + PACE * LEFT, sales_spread(), there * QUOTA)
    sold, renewed = margin(world, credit=[300.0])
    assert sold == pytest.approx(exact, rel=1e-4)
    # Of a ratio the part of the pay alone: one more renewed is its share of what ended.
    ended = RENEWS * 35 / 0.85
    assert renewed == pytest.approx(there * 50.0 / ended)
    world.sales.reps["joined"][0] = 65
    assert margin(world, credit=[300.0]) == (0.0, 0.0)


# Credit


def deal(**columns):
    row = np.zeros(1, structure_of(DealRow))[0]
    row["prospector"] = -1
    for name, value in columns.items():
        row[name] = value
    return row


def test_a_signature_is_credited_to_who_closed_it_less_the_finders_part():
    world = world_of(replace(BONUS, split=0.3), replace(BONUS, measure="margin"), prospectors=1)
    reps, plans = world.sales.reps, world.pay.plans
    finder = int(np.flatnonzero(reps["prospector"])[0])
    sellers = np.flatnonzero(~reps["prospector"][:3]).tolist()
    credit_deal(sellers[0], deal(value=80.0, list_value=100.0, prospector=finder),
                260.0, 0.4, DAY, reps, plans)  # fmt: skip
    other = deal(value=50.0, list_value=50.0)
    credit_deal(sellers[1], other, 260.0, 0.4, DAY, reps, plans)
    assert reps["credit"][sellers[0], :2] == pytest.approx([56.0, 40.0])
    assert reps["credit"][finder, :2] == pytest.approx([24.0, 0.0])
    assert reps["credit"][sellers[1], :2] == pytest.approx([50.0, 30.0])
    assert reps["recent_sales"][[*sellers, finder]].tolist() == [80.0, 50.0, 0.0]
    # The first rep may have found a deal as well as any other.
    reps["credit"] = 0.0
    found = deal(value=10.0, list_value=10.0, prospector=0)
    credit_deal(sellers[1], found, 260.0, 0.4, DAY, reps, plans)
    assert reps["credit"][0, 0] == pytest.approx(3.0 + 7.0 * (sellers[1] == 0))


def test_a_term_credits_only_where_the_window_is_open():
    parts = [Component(measure="renewal"), Component(measure="renewal", to_day=DAY - 1),
             Component(measure="retention", goal=0.9)]  # fmt: skip
    world = world_of(*parts)
    credit_term(1, Term(100.0, 90.0, math.nan, True), DAY, world.sales.reps, world.pay.plans)
    credit_term(1, Term(60.0, 0.0, math.nan, False), DAY, world.sales.reps, world.pay.plans)
    assert world.sales.reps["credit"][1, :3] == pytest.approx([90.0, 0.0, 90.0])
    assert world.sales.reps["base"][1, :3] == pytest.approx([0.0, 0.0, 160.0])
    assert world.sales.reps["recent_renewals"][1] == 90.0


def test_an_account_counts_as_leaving_soon_up_to_the_last_day_of_clawback():
    soon = replace(BONUS, clawback_days=10, clawback_share=0.5, clawback="credit")
    world = world_of(soon, replace(soon, to_day=20), BONUS)
    reps = world.sales.reps
    reps["joined"][:3] = 0, 30, -5
    for rep, since in ((0, 30), (1, 30), (2, 29)):
        sell(world, rep, rep, 40.0, since)
        leave(world, rep, rep, 40.0, since)
        reps["credit"][rep, :3] = 200.0
    take_back(world)
    assert reps["taken"][:3, 0].tolist() == [20.0, 20.0, 0.0]
    assert reps["credit"][:3, 0].tolist() == [180.0, 180.0, 200.0]
    assert (reps["taken"][:3, 1:3] == 0.0).all(), "sold outside the window, or never taken back"


def test_a_night_credits_conversations_and_the_teams_revenue_a_head():
    world = world_of(Component(measure="activity", goal=9.0), Component(measure="team"),
                     Component(measure="team", to_day=DAY - 1))  # fmt: skip
    rows = world.records.conversations
    for rep in (0, 2, 2, 2):
        rows.append(rep=rep)
    world.pay.talks_before = 1
    world.add(0, "revenue_new", 90.0)
    credit_the_day(world)
    assert world.sales.reps["credit"][:3, 0].tolist() == [0.0, 0.0, 3.0]
    assert world.sales.reps["credit"][:3, 1].tolist() == [30.0] * 3
    assert world.sales.reps["credit"][:3, 2].tolist() == [0.0] * 3
    assert world.sales.reps["credit"][3:].sum() == 0.0


# Rates and looks ahead


def test_rates_are_what_happened_a_day_over_the_last_quarter():
    world = world_of(BONUS)
    panel, column = world.records.panel, world.column
    panel[:, :, column["wins"]] = 2.0
    panel[:, 0, column["talks"]] = 6.0
    panel[:, 1, column["talks"]] = 1.0
    world.sales.reps["pace"][:3] = 10.0, 20.0, 60.0
    panel[30:, :, :] *= 3.0
    for day, scale in ((0, 0.0), (20, 1.0), (DAY, 1.5), (95, 3.0)):
        world.day = day
        take_rates(world)
        assert world.pay.rates["market_deals"].tolist() == pytest.approx([6.0 * scale] * 3)
        assert world.pay.rates["talks"][0] == pytest.approx(6.0 * scale / 3)
        assert world.pay.rates["pace"][0] == pytest.approx(30.0)
        assert world.pay.rates["seats"][0] == 3
    goods, service = QUIET.market.catalogue, QUIET.market.service
    stays = 1.0 - service.churn
    rates = world.pay.rates[0]
    assert (rates["deal"], rates["margin"], rates["retained"]) == (
        goods.price, goods.margin, stays,
    )  # fmt: skip
    assert rates["deal_spread"] == pytest.approx(math.exp(goods.deal_size_sd**2) - 1)
    assert rates["retained_sd"] == pytest.approx(stats.bernoulli(stays).std())
    slope = 0.25 / (service.churn * service.service_effect)
    assert rates["content"] == pytest.approx(slope)
    assert rates["content_sd"] == 0.25


def test_reps_look_ahead_by_what_their_skill_and_ramp_let_them_expect():
    world = world_of(BONUS, ramp_days=20.0)
    reps, asked = world.sales.reps[:3], []

    def noted(firm, look, expected, scale, of, _paid):
        if firm == 0:
            asked.append((expected, scale, of))
        return 0, 1.0

    world.pay.outlooks.entered = noted
    reps["joined"], reps["skill"], reps["pace"] = (
        [-900, -900, 65],
        [0.5, 1.5, 1.0],
        [8.0, 16.0, 3.0],
    )
    reps["outlook"][:] = UNKNOWN
    world.day = 65
    renew_outlooks(world)
    able = np.array([0.5, 1.5, 1.0 * (1 - math.exp(-(32.5 + 1) / 20))])
    pace = 27.0 / 3 / able.mean() * able
    assert [one for one, *_ in asked] == pytest.approx(65 * pace)
    assert {its[1:] for its in asked} == {(QUOTA, (1.0, 1.0))}
    asked.clear()
    world.day = 66
    renew_outlooks(world)
    assert not asked, "in a period nothing is looked up again"
    reps["joined"][1] = 66
    renew_outlooks(world)
    assert len(asked) == 1, "but by who joins"
    assert asked[0][1:] == (QUOTA, (64 / 65, 1.0)), "for the days that are left"
    reps["prospector"][2], reps["quota"][0, 0], reps["outlook"][:] = True, 0.0, UNKNOWN
    asked.clear()
    renew_outlooks(world)
    assert reps["outlook"][:, 0].tolist()[::2] == [NOTHING_AHEAD] * 2
    assert len(asked) == 1
    # Of those who sell, no others.
    able = np.array([0.5, 1.5]) * [1.0, 1 - math.exp(-(32 + 1) / 20)]
    assert asked[0][0] == pytest.approx(65 * 12.0 / able.mean() * able[1])
    reps["prospector"][:] = True
    renew_outlooks(world)
    reps["outlook"][:] = UNKNOWN
    renew_outlooks(world)
    assert (reps["outlook"][:, 0] == NOTHING_AHEAD).all()
