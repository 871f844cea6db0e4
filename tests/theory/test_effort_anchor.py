"""Effort goes by what a plan pays over what a rep could earn elsewhere, not by a rate of prices."""

import math
from dataclasses import replace

import pandas as pd
import pytest

from sim.config import Component, Incentive, Quota
from sim.config.market import Catalogue
from sim.metrics.plan_terms import promised, terms
from sim.model.market import Market as Model
from sim.model.pay.rates import usual_rates
from sim.model.sales.day_plan import plan_the_day
from tests import plain

QUOTA = Quota(initial=105_000.0, tightness=1.0, skill_weight=0.0)
# Ten per cent of a quota of 420,000 a year, 4.1 times on-target earnings of 102,000.
PLAN = Incentive(components=[Component(slope=[0.1])], quota=QUOTA)
CONFIG = plain.config(
    market=plain.market(customers=30, buyer=plain.buyer(entry_per_year=0.0)),
    sales=plain.sales(reps=4, effort_max=10.0),
    rivals=plain.rivals(count=2),
    days=130,
    warmup_days=0,
    incentive=PLAN,
)
BENT = Component(unit="attainment", target_pay=10_500.0, at=[0.0, 1.0], jump=[0.0, 0.0],
                 slope=[1.0, 1.5])  # fmt: skip


def effort(plan: Incentive, price: float = 24_000.0, **sales: float) -> float:
    goods = Catalogue(price=price)
    market = replace(CONFIG.market, catalogue=goods)
    config = replace(CONFIG, market=market, incentive=plan, sales=replace(CONFIG.sales, **sales))
    world = Model(config, 1).world
    plan_the_day(world)
    return float(world.sales.reps["effort"][:4].mean())


def paying(*components: Component, times: float = 1.0) -> Incentive:
    quota = replace(QUOTA, initial=QUOTA.initial * times)
    return Incentive(components=list(components), quota=quota)


def test_a_realistic_plan_calls_forth_reference_effort_at_any_scale_of_prices() -> None:
    told = promised(PLAN)
    assert told.target_rate == pytest.approx(0.1)
    assert 4.0 < told.quota_to_ote < 5.0
    assert effort(PLAN) == pytest.approx(1.0, rel=1e-12)
    dearer = paying(Component(slope=[0.1 / 3]), times=3.0)
    assert effort(dearer, price=72_000.0) == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize("times", [0.5, 2.0, 3.0])
def test_so_many_times_the_variable_part_calls_forth_so_many_times_the_effort(times: float) -> None:
    assert effort(paying(Component(slope=[0.1 * times]))) == pytest.approx(times, rel=1e-12)
    line = Component(unit="attainment", target_pay=10_500.0 * times, slope=[1.0])
    assert effort(paying(line)) == pytest.approx(times, rel=1e-12)


def test_who_looks_ahead_sees_the_same_at_any_scale_of_prices() -> None:
    usual, dearer = effort(paying(BENT)), effort(paying(BENT, times=3.0), price=72_000.0)
    assert usual > 0.5
    assert dearer == pytest.approx(usual, rel=1e-9)
    twice = effort(paying(replace(BENT, target_pay=21_000.0)))
    assert twice > 1.5 * usual


def test_who_could_earn_twice_as_much_elsewhere_asks_for_twice_as_much() -> None:
    assert effort(PLAN, outside_pay=200_000.0) == pytest.approx(0.5, rel=1e-12)
    assert math.isfinite(effort(PLAN, outside_pay=0.0))


def test_what_a_plan_asks_for_is_its_goal_or_its_first_quota() -> None:
    salary, renewals = paying(), paying(Component(measure="renewal", slope=[0.01]))
    assert PLAN.asked_a_year == salary.asked_a_year == renewals.asked_a_year == 420_000.0
    goal = Component(unit="attainment", goal=50_000.0, period="month", target_pay=1000.0)
    assert paying(goal).asked_a_year == 650_000.0
    campaign = Component(goal=9e6, slope=[0.1], from_day=5, to_day=9)
    assert paying(campaign).asked_a_year == 420_000.0


def test_each_firm_goes_by_its_own_plan() -> None:
    rivals = replace(CONFIG.rivals, incentive=paying(Component(slope=[0.1]), times=2.0))
    rates = usual_rates(replace(CONFIG, rivals=rivals), 3)
    assert rates["effort_rate"].tolist() == pytest.approx([0.1, 0.05, 0.05])
    assert rates["service_rate"].tolist() == pytest.approx([0.01, 0.005, 0.005])


def test_terms_say_what_pay_is_over_outside_pay() -> None:
    columns = ["firm", "day", "share", "component", "quota", "credit"]
    pay = pd.DataFrame([[0, 64, 1.0, 0, 105_000.0, 9e4]], columns=columns)
    found = terms(CONFIG, {"pay": pay, "runs": pd.DataFrame({"pay_per_rep": [9e4]})}).named()
    assert found["pay_to_outside"] == pytest.approx(1.02)
    assert found["variable_to_outside"] == pytest.approx(0.42)
    assert "pay_to_outside" not in promised(PLAN).named()
