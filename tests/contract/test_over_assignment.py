"""Over-assignment: reps' quotas are so much more than what their manager carries, and stay so."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Component, Person
from sim.metrics.plan_terms import promised
from sim.metrics.roll_up import led_by_others, roll_up
from sim.records import Records
from tests.quiet_firm import LINE, QUIET, QUOTA, close, world_of

OVER = 0.1


def quotas_of(over, credits, **rules):
    """Quotas of the firm's reps at first, and after each of two quarters of these results."""
    quota = replace(QUOTA, over_assignment=over, **rules)
    world = world_of(LINE, quota=quota, days=260)
    found = [world.sales.reps["quota"][:4, 0].copy()]
    for number, credit in enumerate(credits, 1):
        close(world, 65 * number - 1, credit=credit)
        found.append(world.sales.reps["quota"][:4, 0].copy())
    return np.array(found)


RULES = [
    {},
    {"attain": 0.5},
    {"ratchet_up": 0.4, "ratchet_down": 0.3},
    {"attain": 0.3, "ratchet_up": 0.4, "ratchet_down": 0.3},
]


@pytest.mark.parametrize("rules", RULES, ids=str)
def test_no_ratchet_takes_it_back(rules):
    """Whatever the results do to quotas, with the same results they are as much higher."""
    credits = [[800.0, 1000.0, 1300.0, 1500.0], [500.0, 900.0, 1200.0, 2500.0]]
    plain, over = quotas_of(0.0, credits, **rules), quotas_of(OVER, credits, **rules)
    np.testing.assert_allclose(over, plain * (1 + OVER), rtol=1e-9)
    assert len(np.unique(plain.round(6))) > 1


def test_a_fixed_goal_in_money_is_over_assigned_and_a_ratio_is_not():
    goal = replace(LINE, goal=500.0)
    kept = Component(measure="retention", unit="attainment", goal=0.9)
    world = world_of(goal, kept, quota=replace(QUOTA, over_assignment=OVER))
    np.testing.assert_allclose(world.sales.reps["quota"][:4, :2], [[550.0, 0.9]] * 4)


def test_quotas_of_a_roster_are_the_reps_and_stay_as_they_are():
    people = [Person("a", quota=700.0), Person("b"), Person("c"), Person("d")]
    sales = replace(QUIET.sales, people=people)
    quota = replace(QUOTA, over_assignment=OVER, attain=0.5)
    world = world_of(LINE, quota=quota, sales=sales, days=260)
    np.testing.assert_allclose(world.sales.reps["quota"][:4, 0], [700.0, 1100.0, 1100.0, 1100.0])
    close(world, 64, credit=[900.0, 800.0, 1000.0, 1200.0])
    assert world.sales.reps["quota"][0, 0] == 700.0
    assert world.sales.reps["quota"][1, 0] != 1100.0


def test_what_a_plan_promises_does_not_hang_on_it():
    incentive = replace(QUIET.incentive, quota=replace(QUOTA, over_assignment=OVER))
    terms = promised(replace(incentive, quota=QUOTA))
    assert promised(incentive).targets[0].pay == pytest.approx(terms.targets[0].pay)


# Managers.

PEOPLE = [
    Person("v", "manager", base=200_000.0, ote=300_000.0),
    Person("m", "manager", "v", base=100_000.0, ote=150_000.0),
    Person("a", "closer", "m"),
    Person("b", "closer", "m"),
    Person("c", "closer", "n"),
    Person("d", "closer", "", start=70),
]


def rolled(over=OVER, days=130):
    """Two quarters: a sells 600 and 500 of 1,100; b leaves half way through the first; c sells 400
    each; d begins in the second."""
    pay = Records.empty(0, 1).pay
    same = {"firm": 0, "component": 0, "days": 65, "measure": 0}
    for day, rep, credit, quota, share in (
        (32, 1, 300.0, 1100 * 33 / 65, 33 / 65),
        (64, 0, 600.0, 1100.0, 1.0),
        (64, 2, 400.0, 1000.0, 1.0),
        (129, 0, 500.0, 1200.0, 1.0),
        (129, 2, 400.0, 1000.0, 1.0),
        (129, 3, 100.0, 1000.0 * 60 / 65, 60 / 65),
    ):
        attained = credit / quota
        pay.append(day=day, rep=rep, credit=credit, quota=quota, attainment=attained, share=share,
                   pay=10.0 * credit, **same)  # fmt: skip
    sales = replace(QUIET.sales, reps=4, people=PEOPLE)
    incentive = replace(QUIET.incentive, components=[LINE])
    incentive = replace(incentive, quota=replace(QUOTA, over_assignment=over))
    config = replace(QUIET, sales=sales, incentive=incentive, days=days)
    return {(one.person.name, one.day): one for one in roll_up(pay.happened, config)}


def test_managers_carry_their_people_s_quotas_less_over_assignment_level_by_level():
    found = rolled()
    m, v = found["m", 64], found["v", 64]
    assert (m.credit, v.credit) == (900.0, 900.0)
    assert m.quota == pytest.approx(2200.0 / 1.1)
    assert v.quota == pytest.approx(2200.0 / 1.21)
    assert m.attainment == pytest.approx(900 / 2000)
    assert m.pay == pytest.approx(25_000 + 12_500 * 0.45)
    assert v.pay == pytest.approx(50_000 + 25_000 * 900 / 2200 * 1.21)
    n = found["n", 129]
    assert (n.credit, n.pay) == (400.0, 0.0)
    assert n.quota == pytest.approx(1000 / 1.1)


def test_an_empty_seat_carries_its_quota_and_one_yet_to_be_filled_does_not():
    found = rolled(over=0.0)
    assert found["b", 64].quota == pytest.approx(1100.0)
    assert found["b", 129].quota == pytest.approx(1100.0)
    assert found["m", 129].quota == pytest.approx(2300.0)
    assert found["d", 64].quota == 0.0
    assert found["d", 129].quota == pytest.approx(1000.0 * 60 / 65)


def test_managers_outside_the_roster_lead_the_others():
    assert led_by_others(QUIET.sales) == 1.0
    assert led_by_others(replace(QUIET.sales, people=PEOPLE)) == 0.5
