"""Parts of periods, windows and clawbacks: each on a plan of its own, by hand."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Component, Draw
from sim.model.day.pay import pay
from sim.model.foresight import outlooks
from sim.model.foresight.bellman import AGREED, CELLS, LAYERS
from sim.model.foresight.period import pay_of
from sim.model.pay import payroll
from sim.model.pay.calendar import counts
from sim.model.pay.look_ahead import renew_outlooks
from sim.model.pay.payroll import accrue, settle
from tests.quiet_firm import LINE, QUOTA, close, end_day, leave, rows_of, sell, world_of

BONUS = replace(LINE, target_pay=1000.0, at=[0.0, 1.0], jump=[0.0, 1.0], slope=[0.0, 0.0])
KEPT = Component(measure="retention", unit="attainment", target_pay=2000.0, goal=0.9,
                 at=[0.0, 1.0], jump=[0.0, 1.0], slope=[0.0, 0.0])  # fmt: skip


# Whoever is there for a part of a period.


@pytest.mark.parametrize("left", [False, True])
def test_five_days_of_a_quarter_are_paid_alike_at_both_ends(left):
    """A bonus of 1,000 a quarter on 1,000: five days ask for 76.92 and pay 76.92."""
    world = world_of(BONUS)
    day = 4 if left else 64
    world.open_day(day)
    world.sales.reps["joined"][0] = -500 if left else 60
    world.sales.reps["credit"][0, 0] = 100.0
    if left:
        settle(world, 0)
    else:
        end_day(world)
    row = rows_of(world, day)[0]
    assert row["share"] == pytest.approx(5 / 65)
    assert row["quota"] == pytest.approx(76.923, abs=1e-3)
    assert row["attainment"] == pytest.approx(1.3)
    assert row["pay"] == pytest.approx(76.923, abs=1e-3)


def test_a_day_in_the_seat_earns_a_day_of_a_bonus_for_a_ratio():
    world = world_of(KEPT)
    world.sales.reps["joined"][0] = 64
    rows = close(world, 64)
    assert rows["pay"] == pytest.approx([2000 / 65, 2000.0, 2000.0, 2000.0])
    assert rows["quota"] == pytest.approx([0.9] * 4)


def test_growth_is_over_as_many_days_of_the_period_before():
    """Ten days at one a day after a quarter at two a day are half as much."""
    growth = Component(measure="growth", goal=1.0, slope=[100.0])
    world = world_of(growth)
    world.sales.reps["joined"][1] = 55
    close(world, 64, credit=[130.0, 20.0, 0.0, 130.0])
    world.open_day(74)
    world.sales.reps["credit"][:2, 0] = 10.0
    for row in (0, 1):
        settle(world, row)
    rows = rows_of(world, 74)
    assert rows["credit"] == pytest.approx([0.5, 0.5])
    assert rows["pay"] == pytest.approx([50 * 10 / 65] * 2)
    assert close(world, 129, credit=130.0)["credit"][3] == pytest.approx(1.0)


def test_a_newcomers_days_move_nobodys_quota_but_the_newcomers_own():
    rules = replace(QUOTA, ratchet_up=0.5, attain=0.5)
    quotas = []
    for joined in (-500, 60):
        world = world_of(LINE, quota=rules)
        world.sales.reps["joined"][0] = joined
        close(world, 64, credit=[1000.0 if joined < 0 else 100.0, 1000.0, 800.0, 1200.0])
        quotas.append(world.sales.reps["quota"][:4, 0].copy())
    whole, part = quotas
    assert part[1:] == pytest.approx(whole[1:])
    beyond = 100.0 - 1000.0 * 5 / 65
    assert part[0] - whole[0] == pytest.approx(0.5 * beyond)


def test_nobody_was_there_for_a_whole_period_and_quotas_stay():
    world = world_of(LINE)
    world.sales.reps["joined"][:4] = [10, 20, 30, 200]
    close(world, 64, credit=5.0)
    assert world.sales.reps["quota"][:4, 0] == pytest.approx(1000.0)


def test_who_leaves_is_paid_as_far_as_the_period_has_come():
    """A commission in full; a bonus if its part of quota was reached, and that part of it."""
    bonus = replace(LINE, at=[0.0, 1.0], jump=[0.0, 1.0], slope=[0.0, 0.0])
    commission = Component(slope=[0.1])
    world = world_of(bonus, commission)
    world.open_day(12)
    world.sales.reps["joined"][:2] = [-500, 3]
    world.sales.reps["credit"][0, :2] = [200.0, 200.0]
    world.sales.reps["credit"][1, :2] = [153.0, 153.0]
    for row in (0, 1):
        settle(world, row)
    rows = rows_of(world, 12)
    assert rows["share"] == pytest.approx([13 / 65, 13 / 65, 10 / 65, 10 / 65])
    assert rows["quota"][::2] == pytest.approx([200.0, 1000 * 10 / 65])
    assert rows["pay"] == pytest.approx([100.0 * 13 / 65, 20.0, 0.0, 15.3])
    assert (world.sales.reps["credit"][:2] == 0).all()
    settle(world, 0)
    world.open_day(64)
    end_day(world)
    before = len(world.records.pay.happened)
    settle(world, 2)
    accrue(world)
    assert len(world.records.pay.happened) == before, "a closed period is not paid again"


@pytest.mark.parametrize("unit", ["attainment", "amount"])
def test_who_joins_looks_ahead_on_the_part_that_is_paid(monkeypatch, unit):
    """Twenty-five days of a quarter ask for 25/65 of the quota and pay as much of the curve."""
    seen, there = [], 25 / 65
    blank = np.zeros((65, CELLS, AGREED, LAYERS), np.float32)
    monkeypatch.setattr(outlooks, "table_of", lambda *its: seen.append(its) or blank)
    size = 1.0 if unit == "attainment" else 1000.0
    part = replace(BONUS, unit=unit, at=[0.0, size], jump=[0.0, 1.0], slope=[0.0, 0.5 / size])
    world = world_of(part)
    world.sales.reps["joined"][0] = 40
    world.open_day(40)
    renew_outlooks(world)
    (kind, curves, days, _, deal_pay, _) = next(
        its for its in seen if its[1][0].target_pay < 1000.0
    )
    assert days == 65
    credit = world.sales.reps["cell"][0, 0] * np.arange(CELLS)
    looked = pay_of(kind, curves, deal_pay) * deal_pay
    paid = [there * 1000.0 * payroll.height(x * size / (there * 1000.0), world.pay.plans[0, 0])
            for x in credit]  # fmt: skip
    # Expectations are told apart in steps of 12 %, and so is the part.
    last = np.flatnonzero(np.array(paid) == 0.0)[-1]
    steps = 0.0 if unit == "attainment" else 0.12 * last
    seen_last = np.flatnonzero(looked == 0.0)[-1]
    assert abs(seen_last - last) <= steps
    both = max(last, seen_last) + 1
    np.testing.assert_allclose(looked[both:], paid[both:], rtol=0.12)


# Windows.


def test_a_window_counts_its_days_only_and_opens_again():
    part = replace(LINE, from_day=10, to_day=14, every_days=20)
    world = world_of(part)
    opened = [day for day in range(60) if counts(world.pay.plans[0, 0], day)]
    assert opened == [*range(10, 15), *range(30, 35), *range(50, 55)]
    once = world_of(replace(part, every_days=0, period="month"))
    assert [counts(once.pay.plans[0, 0], day) for day in (9, 10, 14, 15, 30)] == [0, 1, 1, 0, 0]
    found = [len(close(once, day)) for day in (13, 14, 15, 19, 39, 64)]
    assert found == [0, 4, 0, 0, 0, 0], "a window is reckoned when it closes, and then no more"


def test_a_campaign_across_a_periods_end_counts_as_one():
    """5,000 for 30,000 sold on days 50 to 79 after the warm-up: paid when they are over."""
    campaign = Component(at=[0.0, 30_000.0], jump=[0.0, 5000.0], slope=[0.0, 0.0],
                         from_day=50, to_day=79)  # fmt: skip
    world = world_of(campaign, Component(slope=[0.05]), warmup_days=65)
    for day in range(160):
        world.open_day(day)
        for rep, sold in ((0, 20_000.0), (1, 17_162.0), (2, 14_999.0)):
            if day in (114, 115, 129, 144, 145):
                once = sold if day in (129, 144) else 9000.0
                part = world.sales.reps["credit"][rep]
                part[:2] += [once * counts(world.pay.plans[0, 0], day), once]
        pay(world)
    rows = world.records.pay.happened
    rows = rows[(rows["firm"] == 0) & (rows["component"] == 0)]
    assert set(rows["day"]) == {144}
    assert rows["credit"][:3] == pytest.approx([49_000.0, 43_324.0, 38_998.0])
    assert rows["pay"] == pytest.approx([5000.0, 5000.0, 5000.0, 0.0])


@pytest.mark.parametrize("warmup", [0, 30, 130, 147])
def test_windows_and_periods_count_from_the_same_day(warmup):
    """The last four weeks of every second quarter stay that, whatever the warm-up is."""
    campaign = Component(from_day=110, to_day=129, every_days=130)
    quarters = Component(period="quarter")
    world = world_of(quarters, campaign, warmup_days=warmup, days=260)
    ends = {0: [], 1: []}
    for day in range(world.last_day):
        world.open_day(day)
        for row in end_day(world):
            if row["rep"] == 0:
                ends[row["component"]].append((day - warmup, round(row["share"], 9)))
    whole = [one for one in ends[0] if one[0] >= 0]
    assert whole == [(day, 1.0) for day in (64, 129, 194, 259)]
    assert ends[1] == [(129, 1.0), (259, 1.0)]
    first = min(ends[0])
    assert first[1] == pytest.approx(1.0 if warmup % 65 == 0 else warmup % 65 / 65)


def test_each_opening_of_a_window_is_reckoned_by_itself():
    part = replace(BONUS, unit="amount", at=[0.0, 100.0], from_day=10, to_day=14, every_days=20)
    world = world_of(part)
    for day, sold in ((14, 120.0), (34, 60.0), (54, 60.0)):
        rows = close(world, day, credit=[sold] * 4)
        assert rows["pay"] == pytest.approx([1000.0 if sold > 100 else 0.0] * 4)
    world.open_day(72)
    world.sales.reps["credit"][:4, 0] = 70.0
    accrue(world)
    rows = rows_of(world, 72)
    assert rows["share"] == pytest.approx([3 / 5] * 4)
    assert rows["pay"] == pytest.approx([600.0] * 4), "three days of five ask for 60"


# Clawback.


TIERS = Component(at=[0.0, 1000.0], jump=[0.0, 0.0], slope=[0.05, 0.20], clawback_days=100)
CAP = replace(TIERS, slope=[0.10, 0.0])
MOUNTAIN = replace(TIERS, jump=[0.0, 50.0], slope=[0.0, 0.0])


@pytest.mark.parametrize(
    ("plan", "form", "customer", "back"),
    [
        (TIERS, "paid", 2, 80.0),
        (TIERS, "paid", 0, 20.0),
        (TIERS, "paid", 1, 30.0),
        (CAP, "paid", 2, 0.0),
        (CAP, "paid", 0, 40.0),
        (MOUNTAIN, "paid", 1, 50.0),
        (MOUNTAIN, "paid", 2, 0.0),
        (TIERS, "credit", 2, 20.0),
        (CAP, "credit", 2, 40.0),
    ],
)
@pytest.mark.parametrize("share", [1.0, 0.5])
def test_a_sale_gives_back_what_was_paid_for_it(plan, form, customer, back, share):
    """400, 600 and 400 were sold; one of them leaves in the next quarter."""
    part = replace(plan, clawback=form, clawback_share=share)
    world = world_of(part)
    world.open_day(30)
    for number, value in enumerate((400.0, 600.0, 400.0)):
        sell(world, 0, number, value, 10 + number)
    world.open_day(64)
    end_day(world)
    world.open_day(80)
    leave(world, 0, customer, (400.0, 600.0, 400.0)[customer], 10 + customer)
    end_day(world)
    close(world, 129)
    assert world.sales.reps["owes"][0] == pytest.approx(share * back)
    rows = world.records.pay.happened
    rows = rows[(rows["rep"] == 0) & (rows["day"] > 64)]
    assert rows["pay"][rows["component"] == 0].sum() == pytest.approx(-share * back)
    assert rows["pay"].sum() == pytest.approx(0.0), "nobody pays in"


def test_a_sale_that_left_before_it_was_paid_only_goes():
    world = world_of(TIERS)
    for number in range(3):
        sell(world, 0, number, 700.0, number)
    world.open_day(40)
    leave(world, 0, 0, 700.0, 0)
    take = end_day(world)
    assert len(take) == 0
    world.open_day(64)
    row = end_day(world)[0]
    assert (row["credit"], row["pay"]) == (1400.0, pytest.approx(50.0 + 80.0))
    world.open_day(70)
    leave(world, 0, 1, 700.0, 1)
    assert end_day(world)["pay"].tolist() == pytest.approx([-35.0, 35.0])


def test_an_account_that_was_there_before_the_first_day_takes_nothing_back():
    """Its term may have begun as the first day did; nobody in these books sold it."""
    world = world_of(TIERS)
    sell(world, 0, 1, 700.0, 0)
    world.open_day(40)
    leave(world, 0, 0, 700.0, 0)
    assert len(end_day(world)) == 0
    world.open_day(64)
    assert end_day(world)[0]["credit"] == 700.0


def test_what_a_shut_gate_did_not_pay_is_not_taken_back():
    gated = replace(TIERS, gate=1, gate_attainment=2.0)
    world = world_of(gated, LINE)
    sell(world, 0, 0, 400.0, 3)
    world.open_day(64)
    assert end_day(world)["pay"][0] == 0.0
    world.open_day(70)
    leave(world, 0, 0, 400.0, 3)
    assert len(end_day(world)) == 0


@pytest.mark.parametrize("form", ["paid", "credit"])
def test_only_an_own_account_that_leaves_soon_is_taken_back(form):
    part = replace(LINE, unit="amount", target_pay=1.0, slope=[0.1], clawback_days=50)
    world = world_of(replace(part, clawback=form))
    world.sales.reps["joined"][:4] = [0, 0, 0, 30]
    world.open_day(60)
    for rep, since in ((0, 10), (1, 9), (2, -5), (3, 20)):
        sell(world, rep, rep, 400.0, since)
        leave(world, rep, rep, 400.0, since)
    end_day(world)
    left = world.sales.reps["credit"][:4, 0]
    assert left.tolist() == [0.0, 400.0, 400.0, 400.0], "soon, and by oneself"


def test_what_is_taken_back_is_kept_back_from_later_pay_and_no_guarantee_forgives_it():
    part = replace(TIERS, slope=[0.1, 0.1])
    world = world_of(part, draw=Draw(a_month=0.0, recoverable=False))
    sell(world, 0, 0, 400.0, 3)
    world.open_day(64)
    end_day(world)
    world.open_day(70)
    leave(world, 0, 0, 400.0, 3)
    end_day(world)
    rows = close(world, 129, credit=[1000.0, 0.0, 0.0, 0.0])
    assert rows["pay"][:2].tolist() == pytest.approx([100.0, -40.0])
    assert world.records.panel[129, 0, world.column["variable_pay"]] == pytest.approx(60.0)
    assert world.sales.reps["owes"][0] == 0.0
    assert np.isclose(world.sales.reps["earned"][0], 100.0)
