"""New hires and overlays: ramped quotas, guaranteed pay, and credit that is counted twice."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Component, Draw, Guarantee, Incentive
from sim.engine.rows import structure_of
from sim.model.pay.books import GUARANTEE
from sim.model.pay.credit import credit_deal
from sim.model.pay.payroll import settle
from sim.records.rows import DealRow
from sim.runs.one_run import digest, run_once
from tests import plain
from tests.quiet_firm import LINE, QUOTA, close, rows_of, world_of

RAMP = replace(QUOTA, ramp=[0.25, 0.5, 0.75])
MONTHLY = replace(LINE, period="month", goal=100.0)
COMMISSION = Component(period="month", slope=[0.1])


def test_a_new_rep_is_asked_for_more_each_month_and_then_for_all():
    world = world_of(MONTHLY, quota=RAMP, days=130)
    world.sales.reps["joined"][:4] = [0, -20, -60, -500]
    asked = []
    for day in (19, 39, 59, 79):
        rows = close(world, day, credit=[50.0] * 4)
        asked.append(rows["quota"].tolist())
        assert rows["pay"] == pytest.approx(100.0 * 50.0 / rows["quota"])
    assert asked[0] == pytest.approx([25.0, 50.0, 100.0, 100.0])
    assert [one[0] for one in asked] == pytest.approx([25.0, 50.0, 75.0, 100.0])


def test_months_are_counted_day_by_day_from_joining():
    """Of a quarter's quota, who joins on day 35 is asked 20 days at .25 and 10 at .5."""
    world = world_of(LINE, quota=RAMP)
    world.sales.reps["joined"][0] = 35
    rows = close(world, 64, credit=[200.0] * 4)
    assert rows["quota"][:2] == pytest.approx([1000.0 * (20 * 0.25 + 10 * 0.5) / 65, 1000.0])
    assert rows["share"][:2] == pytest.approx([30 / 65, 1.0])
    assert rows["pay"][0] == pytest.approx(100.0 * 30 / 65 * 200.0 / rows["quota"][0])


def test_where_nothing_is_asked_attainment_pays_nothing_and_commission_all_the_same():
    world = world_of(MONTHLY, COMMISSION, quota=replace(QUOTA, ramp=[0.0]))
    world.sales.reps["joined"][0] = 0
    world.sales.reps["credit"][:4, 1] = 300.0
    rows = close(world, 19, credit=[100.0] * 4)
    assert rows["pay"][:4] == pytest.approx([0.0, 30.0, 100.0, 30.0])
    assert rows["attainment"][0] == 0.0


def test_a_ratios_goal_and_a_teams_are_the_same_for_all():
    parts = Component(measure="retention", goal=0.9), replace(MONTHLY, measure="team")
    world = world_of(*parts, quota=RAMP)
    world.sales.reps["joined"][0] = 0
    assert close(world, 19)["quota"] == pytest.approx([100.0] * 4)
    rows = close(world, 64)
    assert rows["quota"] == pytest.approx([0.9] * 4)


def test_a_ramping_rep_moves_nobodys_quota_but_the_own():
    rules = replace(RAMP, ratchet_up=0.5)
    quotas = []
    for joined in (-500, 0):
        world = world_of(LINE, quota=rules)
        world.sales.reps["joined"][0] = joined
        credit = 1000.0 if joined else 700.0
        close(world, 64, credit=[credit, 1000.0, 800.0, 1200.0])
        quotas.append(world.sales.reps["quota"][:4, 0].copy())
    whole, ramped = quotas
    assert ramped[1:] == pytest.approx(whole[1:])
    asked = 1000.0 * (20 * 0.25 + 20 * 0.5 + 20 * 0.75 + 5) / 65
    assert ramped[0] - whole[0] == pytest.approx(0.5 * (700.0 - asked))


def test_a_gate_and_an_instalment_ask_for_as_little():
    gated = replace(COMMISSION, gate=1, gate_attainment=0.8)
    world = world_of(gated, replace(MONTHLY, measure="renewal", target_pay=0.0), quota=RAMP)
    world.sales.reps["joined"][:4] = [0, -500, 0, -500]
    world.sales.reps["credit"][:4, 1] = [20.0, 20.0, 19.0, 80.0]
    rows = close(world, 19, credit=[100.0] * 4)
    assert rows["pay"][::2] == pytest.approx([10.0, 0.0, 0.0, 10.0])
    year = world_of(replace(LINE, period="year", paid="month", target_pay=4000.0), quota=RAMP,
                    days=260)  # fmt: skip
    year.sales.reps["joined"][0] = 0
    asked = 4000.0 * (260 - 20 * 1.5) / 260
    assert close(year, 19, credit=100.0)["quota"][:2] == pytest.approx([asked, 4000.0])


# Guarantees


def test_a_guarantee_tops_up_what_a_month_lacks():
    world = world_of(COMMISSION, guarantee=Guarantee(months=3, a_month=50.0))
    world.sales.reps["joined"][:4] = [0, -20, -60, 10]
    topped = []
    for day, sold in ((19, 200.0), (39, 900.0), (59, 0.0), (79, 0.0)):
        rows = close(world, day, credit=[sold] * 4)
        extra = rows[rows["component"] == GUARANTEE]
        topped.append(dict(zip(extra["rep"].tolist(), extra["pay"].tolist(), strict=True)))
    assert topped[0] == pytest.approx({0: 30.0, 1: 30.0, 3: 5.0}), "of half a month half of it"
    assert topped[1] == {}, "what a month pays beyond it is nobody's debt"
    assert topped[2] == pytest.approx({0: 50.0, 3: 50.0}), (
        "whoever joined in a month before the run"
    )
    assert topped[3] == pytest.approx({3: 25.0})
    earned = world.sales.reps["earned"][:4]
    assert earned == pytest.approx([20 + 90 + 80, 20 + 90 + 30, 110, 20 + 90 + 5 + 50 + 25])
    assert (world.sales.reps["owes"][:4] == 0.0).all()


def test_it_is_reckoned_when_the_plan_is_and_counts_all_that_is_paid_by_then():
    """A quarter's plan: 65 days guarantee 162.50; a campaign's 100 in between count, too."""
    campaign = Component(at=[0.0], jump=[100.0], slope=[0.0], from_day=0, to_day=29)
    world = world_of(Component(slope=[0.1]), campaign, guarantee=Guarantee(12, 50.0))
    world.sales.reps["joined"][:4] = 0
    assert close(world, 29, credit=0.0)["component"].tolist() == [1] * 4
    rows = close(world, 64, credit=[0.0, 400.0, 700.0, 0.0])
    assert rows["pay"][rows["component"] == GUARANTEE] == pytest.approx([62.5, 22.5, 62.5])


def test_who_leaves_is_topped_up_to_the_day_and_a_draw_stays_a_debt():
    world = world_of(COMMISSION, guarantee=Guarantee(2, 50.0), draw=Draw(a_month=20.0))
    world.sales.reps["joined"][:4] = 0
    rows = close(world, 19, credit=[300.0] * 4)
    assert rows["pay"][rows["rep"] == 0].tolist() == pytest.approx([30.0, 20.0, 20.0])
    world.open_day(29)
    world.sales.reps["credit"][0, 0] = 100.0
    settle(world, 0)
    rows = rows_of(world, 29)
    assert rows["component"].tolist() == [0, -2, GUARANTEE]
    assert rows["pay"].tolist() == pytest.approx([10.0, -10.0, 15.0])
    assert world.sales.reps["assured"][0] == 0.0


def test_each_instalment_is_topped_up_by_itself():
    part = replace(COMMISSION, period="year", paid="month")
    world = world_of(part, guarantee=Guarantee(12, 50.0), days=260)
    world.sales.reps["joined"][:4] = 0
    paid = []
    for day, sold in ((19, 200.0), (39, 1500.0), (59, 1500.0)):
        rows = close(world, day, credit=[sold] * 4)
        paid.append(rows["pay"][rows["rep"] == 0].sum())
    assert paid == pytest.approx([50.0, 130.0, 50.0])


# Credit on top


def credits(credit, split):
    """Credit of a closer and of the prospector who brought a deal of 100."""
    sales = plain.sales(reps=4, prospectors=1, turnover_per_year=0.0, skill_sd=0.0)
    part = replace(LINE, split=split, credit=credit)
    world = world_of(part, replace(LINE, measure="margin"), sales=sales)
    deal = np.zeros(1, structure_of(DealRow))[0]
    deal["value"] = deal["list_value"] = 100.0
    reps, plans = world.sales.reps, world.pay.plans
    finder = int(np.flatnonzero(reps["prospector"])[0])
    closer = int(np.flatnonzero(~reps["prospector"][:4])[0])
    for deal["prospector"] in (finder, -1):
        credit_deal(closer, deal, 260.0, 0.4, 5, reps, plans)
    assert reps["credit"][closer, 1] == pytest.approx(120.0)
    return reps["credit"][closer, 0], reps["credit"][finder, 0]


@pytest.mark.parametrize(
    ("credit", "split", "expected"),
    [("divided", 0.3, (170.0, 30.0)), ("doubled", 0.3, (200.0, 30.0)),
     ("divided", 1.0, (100.0, 100.0)), ("doubled", 1.0, (200.0, 100.0))],
)  # fmt: skip
def test_an_overlays_part_comes_out_of_the_closers_or_on_top(credit, split, expected):
    """A deal that was brought and one that was not, of 100 each."""
    assert credits(credit, split) == pytest.approx(expected)


# Off


def test_what_is_off_leaves_no_bit_of_a_trace():
    """A ramp that asks for all of the quota, and a guarantee of nothing."""
    sales = plain.sales(reps=3, horizon="myopic", turnover_per_year=5.0, vacancy_days=1.0)
    market = plain.market(customers=30, buyer=plain.buyer(entry_per_year=5.0))
    off = Incentive(components=[MONTHLY, COMMISSION], quota=replace(QUOTA, initial=20_000.0))
    same = {"rivals": plain.rivals(count=2), "days": 25, "warmup_days": 15, "replicates": 1}
    config = plain.config(market=market, sales=sales, incentive=off, **same)
    known = digest(run_once(config))
    for on in (
        replace(off, quota=replace(off.quota, ramp=[1.0, 1.0])),
        replace(off, guarantee=Guarantee(months=6)),
    ):
        assert digest(run_once(replace(config, incentive=on))) == known
    ramped = replace(off, quota=replace(off.quota, ramp=[0.5] * 12))
    assert digest(run_once(replace(config, incentive=ramped))) != known
