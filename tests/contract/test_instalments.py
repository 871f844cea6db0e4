"""Year-to-date pay: the curve over the year, paid month by month or quarter by quarter, by hand."""

from dataclasses import replace

import pytest

from sim.config import Component, Draw
from sim.model.pay.payroll import accrue, settle
from tests.quiet_firm import LINE, close, end_day, leave, rows_of, sell, world_of

# A quota of 4,000 a year: 5 % up to it, 20 % beyond; and the same over attainment.
TIERS = Component(period="year", paid="month", at=[0.0, 4000.0], jump=[0.0, 0.0],
                  slope=[0.05, 0.20])  # fmt: skip
ATTAINED = replace(TIERS, unit="attainment", target_pay=4000.0, at=[0.0, 1.0])
YEAR = {"days": 260}


def paid_in(world, days, sold, rep=0):
    """What a rep is paid on each of some days, who has sold so much by then in this year."""
    money = []
    for day in days:
        rows = close(world, day, credit=[float(sold(day))] * 4)
        money.append(float(rows["pay"][(rows["rep"] == rep) & (rows["component"] >= 0)].sum()))
    return money


@pytest.mark.parametrize("part", [TIERS, ATTAINED])
def test_a_year_of_months_comes_to_the_years_curve(part):
    """400 sold a month: 20 a month for ten months, and 80 for each of the last three."""
    world = world_of(part, **YEAR)
    months = range(19, 260, 20)
    money = paid_in(world, months, lambda day: 20 * (day + 1))
    assert money == pytest.approx([20.0] * 10 + [80.0] * 3)
    assert sum(money) == pytest.approx(0.05 * 4000 + 0.20 * 1200)
    rows = world.records.pay.happened
    rows = rows[(rows["firm"] == 0) & (rows["rep"] == 0)]
    assert rows["share"].tolist() == [0.0] * 12 + [1.0], "the last is the period's"
    assert rows["quota"] == pytest.approx([4000.0] * 13), "of the whole year, all along"
    assert rows["attainment"] == pytest.approx([0.1 * n for n in range(1, 14)])
    assert world.records.panel[:, 0, world.column["variable_pay"]].sum() == pytest.approx(4 * 440)


def test_a_year_by_quarters_and_the_next_year_begins_anew():
    world = world_of(replace(TIERS, paid="quarter"), days=520)
    money = paid_in(world, (64, 129, 194, 259, 324), lambda day: 30 * (day % 260 + 1))
    assert money == pytest.approx([97.5, 97.5, 5.0 + 370.0, 390.0, 97.5])


def test_a_quarter_by_months_pays_the_rest_when_it_is_over():
    part = replace(LINE, paid="month", goal=1000.0, at=[0.0, 0.5], jump=[0.0, 1.0],
                   slope=[1.0, 0.0])  # fmt: skip
    world = world_of(part)
    money = paid_in(world, (19, 39, 59, 64, 84), lambda day: 10 * (day % 65 + 1))
    assert money == pytest.approx([20.0, 20.0, 110.0, 0.0, 20.0])


@pytest.mark.parametrize("unit", ["attainment", "amount"])
@pytest.mark.parametrize("sold", [3000.0, 900.0, 0.0])
def test_who_leaves_gets_what_the_period_pays_to_that_day_whenever_it_was_paid(unit, sold):
    """Half a year asks for half of the quota; instalments only change when it comes."""
    part = ATTAINED if unit == "attainment" else TIERS
    total = {}
    for how in ("period", "month", "quarter"):
        world = world_of(replace(part, paid=how), **YEAR)
        for day in range(19, 129, 20):
            close(world, day, credit=[sold * (day + 1) / 130] * 4)
        world.open_day(129)
        world.sales.reps["credit"][:4, 0] = sold
        end_day(world)
        settle(world, 0)
        rows = world.records.pay.happened
        total[how] = rows["pay"][(rows["rep"] == 0) & (rows["component"] == 0)].sum()
        assert world.sales.reps["paid"][0, 0] == 0.0
    half = 0.05 * min(sold, 2000.0) + 0.2 * max(sold - 2000.0, 0.0)
    assert [*total.values()] == pytest.approx([half] * 3)


def test_what_was_paid_too_early_is_kept_back_and_nobody_pays_in():
    """A cap at the year's quota was reached in the first month; half a year pays half of it."""
    cap = replace(ATTAINED, slope=[0.05, 0.0])
    world = world_of(cap, **YEAR)
    assert paid_in(world, [19], lambda _: 9000.0) == pytest.approx([200.0])
    world.open_day(129)
    accrue(world)
    rows = rows_of(world, 129)
    assert rows["pay"][rows["rep"] == 0] == pytest.approx([-100.0, 100.0])
    assert world.sales.reps["owes"][0] == pytest.approx(100.0)


def test_who_joins_within_the_year_has_that_part_of_it_all_along():
    world = world_of(ATTAINED, **YEAR)
    world.sales.reps["joined"][0] = 130
    rows = close(world, 159, credit=[1000.0] * 4)
    assert rows["quota"] == pytest.approx([2000.0, 4000.0, 4000.0, 4000.0])
    assert rows["pay"] == pytest.approx([50.0] * 4)
    rows = close(world, 199, credit=[3000.0] * 4)
    assert rows["pay"] == pytest.approx([250.0, 100.0, 100.0, 100.0])


def test_a_gate_that_opens_pays_what_it_held_and_one_that_shuts_takes_it_back():
    gated = replace(TIERS, gate=1, gate_attainment=0.5)
    kept = Component(measure="retention", period="year", goal=1.0)
    world = world_of(gated, kept, **YEAR)
    money = []
    for day, ended in ((19, 0.0), (39, 100.0), (59, 900.0)):
        world.sales.reps["base"][0, 1] = 1000.0
        world.sales.reps["credit"][0, 1] = ended
        money += paid_in(world, [day], lambda day: 10 * (day + 1))
    assert money == pytest.approx([0.0, 0.0, 30.0])
    world.sales.reps["credit"][0, 1] = 100.0
    rows = close(world, 79, credit=[800.0] * 4)
    assert rows["pay"][rows["rep"] == 0].tolist() == pytest.approx([-30.0, 30.0])
    assert world.sales.reps["owes"][0] == pytest.approx(30.0)


def test_instalments_pay_back_what_was_advanced():
    world = world_of(TIERS, draw=Draw(a_month=30.0), **YEAR)
    rows = close(world, 19, credit=[400.0] * 4)
    assert rows["pay"][rows["rep"] == 0].tolist() == pytest.approx([20.0, 30.0])
    rows = close(world, 39, credit=[2000.0] * 4)
    assert rows["pay"][rows["rep"] == 0].tolist() == pytest.approx([80.0, -30.0, 30.0])


# Clawback at what was paid, instalment by instalment.

BONUS = replace(TIERS, at=[0.0, 500.0, 1000.0], jump=[0.0, 40.0, 0.0], slope=[0.05, 0.1, 0.2],
                clawback_days=200)  # fmt: skip


@pytest.mark.parametrize(
    ("customer", "back"),
    # 400 at 5 %; 100 at 5 %, the bonus of 40 and 500 at 10 %; 400 at 20 %.
    [(0, 20.0), (1, 5.0 + 40.0 + 50.0), (2, 80.0)],
)
@pytest.mark.parametrize("share", [1.0, 0.5])
@pytest.mark.parametrize("left", [75, 300])
def test_a_sale_gives_back_what_its_instalment_paid_for_it(customer, back, share, left):
    """400, 600 and 400 sold in the first, second and third month; one leaves in the fourth, or in
    the next year."""
    world = world_of(replace(BONUS, clawback_share=share, clawback_days=400), days=520)
    sizes, days = (400.0, 600.0, 400.0), (10, 31, 52)
    for month in range(3):
        sell(world, 0, month, sizes[month], days[month])
        world.open_day(20 * month + 19)
        end_day(world)
    if left > 260:
        for day in range(79, 260, 20):
            world.open_day(day)
            end_day(world)
    credit = world.sales.reps["credit"][0, 0]
    world.open_day(left)
    leave(world, 0, customer, sizes[customer], days[customer])
    rows = end_day(world)
    assert rows["pay"].tolist() == pytest.approx([-share * back, share * back])
    assert world.sales.reps["owes"][0] == pytest.approx(share * back)
    assert world.sales.reps["credit"][0, 0] == credit, "it was counted, and what follows stays"


def test_a_sale_that_left_before_its_instalment_only_goes_and_the_next_ones_know():
    world = world_of(BONUS, **YEAR)
    for number, day in enumerate((3, 5, 25)):
        sell(world, 0, number, 600.0, day)
        if day == 5:
            world.open_day(12)
            leave(world, 0, 0, 600.0, 3)
            assert len(end_day(world)) == 0
            world.open_day(19)
            assert end_day(world)[0]["pay"] == pytest.approx(25.0 + 40.0 + 10.0)
    world.open_day(39)
    assert end_day(world)[0]["pay"] == pytest.approx(40.0 + 0.2 * 200.0)
    world.open_day(50)
    leave(world, 0, 2, 600.0, 25)
    assert end_day(world)[0]["pay"] == pytest.approx(-80.0)


def test_credit_taken_back_lowers_what_the_year_comes_to():
    world = world_of(replace(BONUS, clawback="credit"), **YEAR)
    sell(world, 0, 0, 600.0, 3)
    world.open_day(19)
    assert end_day(world)[0]["pay"] == pytest.approx(75.0)
    world.open_day(30)
    leave(world, 0, 0, 600.0, 3)
    assert len(end_day(world)) == 0
    world.open_day(39)
    rows = end_day(world)
    assert rows["pay"][rows["rep"] == 0].tolist() == pytest.approx([-75.0, 75.0])
