"""Pay plans: what is refused and by which name, and each feature on a plan of its own, by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.config import (
    Component,
    Config,
    ConfigError,
    Draw,
    Guarantee,
    Incentive,
    Quota,
    Rivals,
    Sales,
)
from sim.metrics.plan_terms import paid_at, terms
from sim.model.pay.books import ADVANCE
from sim.model.pay.credit import credit_the_day
from sim.model.pay.payroll import settle
from sim.model.sales.accounts import accounts_of, end_term
from sim.model.sales.floor import floor_of
from sim.model.state.pay_plans import plans_of
from tests.quiet_firm import LINE, QUOTA, close, world_of

GOAL = {"measure": "retention", "goal": 0.9}
REFUSED = {
    "[0] has 2 breakpoints, 1 jumps, 1 slopes": [{"at": [0.0, 1.0]}],
    "[0].at starts at 0.5: the first breakpoint is 0": [{"at": [0.5]}],
    "[0].at starts at -0.5: the first breakpoint is 0": [{"at": [-0.5]}],
    "[0].at starts at 0.1: the first breakpoint is 0, or less": [
        {"measure": "share_gain", "at": [0.1]}
    ],
    "is not strictly ascending": [{"at": [0.0, 2.0, 1.0], "jump": [0.0] * 3, "slope": [0.0] * 3}],
    "[0].at ends at 50: retention is a share, 1 at most": [
        {**GOAL, "at": [0.0, 50.0], "jump": [0.0] * 2, "slope": [0.0] * 2}
    ],
    "[0].jump=-1 is out of range": [{"jump": [-1.0]}],
    "[0].slope=[0.0] is not a number": [{"slope": [[0.0]]}],
    "[0].slope=-0.1 is out of range": [{"slope": [-0.1]}],
    "[1].goal=0 with measure=growth and unit=amount: give a goal": [{}, {"measure": "growth"}],
    "[0].goal=0 with measure=activity and unit=attainment": [
        {"measure": "activity", "unit": "attainment"}
    ],
    "[0].goal=90 is above what measure=retention can be: 0 to 1": [{**GOAL, "goal": 90.0}],
    "[0].from_day=5 has no to_day": [{"from_day": 5}],
    "[0].every_days=20 has no to_day": [{"every_days": 20}],
    "[0].to_day=4 is before from_day=5: the window is empty": [{"from_day": 5, "to_day": 4}],
    "[0].from_day=260 is after the last of days=260": [{"from_day": 260, "to_day": 270}],
    "[0].every_days=9 opens a window of 10 days again": [{"to_day": 9, "every_days": 9}],
    "[0].to_day=9 with measure=growth: it compares whole periods": [
        {"measure": "growth", "goal": 1.0, "to_day": 9}
    ],
    "[0].clawback_days=9 with measure=renewal": [{"measure": "renewal", "clawback_days": 9}],
    "[0].clawback_days=9 with split=0.5": [{"clawback_days": 9, "split": 0.5}],
    "[0].split=0.5 with measure=team": [{"measure": "team", "split": 0.5}],
    "[0].split=0.5 with sales.prospectors=0": [{"split": 0.5}],
    "[0].gate=1 is not a component: one of 0 to 0": [{"gate": 1}],
    "[0].gate=0 is itself": [{"gate": 0}],
    "[0].gate=1 is reckoned each month, and this each quarter": [{"gate": 1}, {"period": "month"}],
    "[0].gate=1 counts on days 5 to 9 alone: a gate has the same window": [
        {"gate": 1}, {"from_day": 5, "to_day": 9},
    ],
    "[0].clawback=all is not allowed: one of paid, credit": [{"clawback": "all"}],
    "[0].paid=quarter with period=quarter: instalments are shorter": [{"paid": "quarter"}],
    "[0].paid=quarter with period=month": [{"period": "month", "paid": "quarter"}],
    "[0].paid=month with measure=retention: only what adds up": [{**GOAL, "paid": "month"}],
    "[0].paid=month with to_day=90: a window is paid when it closes": [
        {"paid": "month", "to_day": 90}
    ],
    "[0].paid=weekly is not allowed: one of period, month, quarter": [{"paid": "weekly"}],
    "[0].credit=doubled with split=0: nobody gets credit on top": [{"credit": "doubled"}],
    "[0].credit=twice is not allowed: one of divided, doubled": [{"credit": "twice"}],
    "[0].gate=1 has goal=0": [{"gate": 1}, {"measure": "share_gain"}],
    "[0].gate=1 waits for itself in the end: 0 → 1 → 0": [{"gate": 1}, {"gate": 0}],
    "[0].gate=1 waits for itself in the end: 0 → 1 → 2 → 1": [
        {"gate": 1}, {"gate": 2}, {"gate": 1},
    ],
}  # fmt: skip


@pytest.mark.parametrize("refusal", REFUSED)
def test_a_plan_that_cannot_be_meant_is_refused_by_name(refusal):
    components = [Component(**part) for part in REFUSED[refusal]]
    with pytest.raises(ConfigError) as refused:
        Config(incentive=Incentive(components=components))
    said = str(refused.value)
    assert refusal in said
    assert said.startswith("incentive.components[")
    assert "\n" not in said
    with pytest.raises(ConfigError, match=r"^rivals\.incentive"):
        Config(rivals=Rivals(incentive=Incentive(components=components)))


def test_an_advance_needs_something_to_earn():
    with pytest.raises(ConfigError, match=r"draw\.a_month=2000 with components"):
        Config(incentive=Incentive(components=[], draw=Draw(a_month=2000.0)))


def test_a_guarantee_needs_months_and_something_to_reckon_it_with():
    least = Guarantee(a_month=2000.0)
    with pytest.raises(ConfigError, match=r"guarantee\.a_month=2000 with months=0"):
        Config(incentive=Incentive(guarantee=least))
    least = replace(least, months=3)
    for parts in ([], [Component(to_day=40)]):
        with pytest.raises(ConfigError, match="without a component that counts always"):
            Config(incentive=Incentive(components=parts, guarantee=least))
    assert Config(incentive=Incentive(guarantee=least))


def test_a_ramp_is_a_part_for_each_month():
    for ramp in ([1.5], [-0.1], [0.5, "half"]):
        with pytest.raises(ConfigError, match=r"incentive\.quota\.ramp"):
            Config(incentive=Incentive(quota=Quota(ramp=ramp)))


def test_what_is_refused_is_fine_where_it_can_be_meant():
    part = Component(split=0.5, to_day=9, every_days=10)
    prospect = Sales(reps=3, prospectors=1)
    assert Config(sales=prospect, incentive=Incentive(components=[part]))
    below = Component(measure="share_gain", at=[-0.1, 0.1], jump=[0.0] * 2, slope=[1.0, 0.0])
    chain = [Component(gate=1), Component(gate=2), Component(measure="retention", goal=0.9)]
    assert Config(incentive=Incentive(components=[below]))
    assert Config(incentive=Incentive(components=chain))


# One plan at a time, in a market in which nothing happens by itself.


def test_a_quota_that_half_of_the_reps_reach_settles_at_their_median():
    """Par and the quantile are running means of one half: both halve their distance each period."""
    world = world_of(LINE, quota=replace(QUOTA, attain=0.5))
    sold = np.array([200.0, 400.0, 800.0, 2600.0])
    par, hard = 1000.0, 1.0
    for period in range(12):
        close(world, 65 * period + 64 if period < 2 else 64, credit=sold)
        hard += 0.5 * (np.median(sold) / par - hard)
        par += 0.5 * (1000.0 - par)
        assert world.sales.reps["quota"][:4, 0] == pytest.approx(hard * par)
    assert world.sales.reps["quota"][0, 0] == pytest.approx(600.0, rel=1e-3)


def test_own_results_move_own_quotas_up_and_down():
    rules = replace(QUOTA, ratchet=0.0, ratchet_up=0.5, ratchet_down=0.2)
    world = world_of(LINE, quota=rules)
    close(world, 64, credit=[1000.0, 1400.0, 500.0, 0.0])
    assert world.sales.reps["quota"][:4, 0] == pytest.approx([1000.0, 1200.0, 900.0, 800.0])
    close(world, 129, credit=[1000.0, 1400.0, 900.0, 0.0])
    assert world.sales.reps["quota"][:4, 0] == pytest.approx([1000.0, 1300.0, 900.0, 640.0])
    settle(world, 1)
    close(world, 129, credit=[1000.0, 1300.0, 900.0, 640.0])
    assert world.sales.reps["quota"][1, 0] == pytest.approx(1000.0), "a newcomer has no history"


def test_a_larger_territory_has_a_larger_quota_as_far_as_it_is_seen():
    world = world_of(LINE, quota=replace(QUOTA, territory_weight=1.0))
    world.sales.reps["territory"][:4] = [0.5, 1.0, 1.0, 1.5]
    close(world, 64, credit=1000.0)
    assert world.sales.reps["quota"][:4, 0] == pytest.approx([500.0, 1000.0, 1000.0, 1500.0])


def test_an_advance_is_kept_back_from_what_is_earned_later():
    world = world_of(LINE, draw=Draw(a_month=30.0))
    for day in (19, 39, 59):
        assert close(world, day)["pay"].tolist() == [30.0] * 4
    rows = close(world, 64, credit=[2000.0, 500.0, 0.0, 900.0])
    earned, kept = rows[rows["component"] == 0], rows[rows["component"] == ADVANCE]
    assert earned["pay"] == pytest.approx([200.0, 50.0, 0.0, 90.0])
    assert kept["pay"] == pytest.approx([-90.0, -50.0, -90.0])
    assert world.sales.reps["owes"][:4] == pytest.approx([0.0, 40.0, 90.0, 0.0])


def test_a_guarantee_is_an_advance_that_is_forgiven():
    world = world_of(LINE, draw=Draw(a_month=30.0, recoverable=False))
    for day in (19, 39, 59):
        close(world, day)
    close(world, 64, credit=[2000.0, 500.0, 0.0, 900.0])
    assert (world.sales.reps["owes"][:4] == 0).all()
    close(world, 79)
    close(world, 129, credit=0.0)
    assert (world.sales.reps["owes"][:4] == 0).all()


def test_a_gate_opens_at_the_attainment_it_names():
    world = world_of(replace(LINE, gate=1, gate_attainment=0.8), replace(LINE, measure="renewal"))
    world.sales.reps["credit"][:4, 1] = [799.0, 800.0, 2000.0, 0.0]
    rows = close(world, 64, credit=500.0)
    assert rows["pay"][rows["component"] == 0] == pytest.approx([0.0, 50.0, 50.0, 0.0])


def test_ratios_over_nothing_count_as_their_goal():
    parts = [
        Component(measure=measure, goal=goal, slope=[100.0], period="half")
        for measure, goal in (("retention", 0.9), ("satisfaction", 0.6), ("growth", 1.1),
                              ("share_gain", 0.02))
    ]  # fmt: skip
    world = world_of(*parts)
    rows = close(world, 129)
    for c, goal in enumerate((0.9, 0.6, 1.1, 0.02)):
        own = rows[rows["component"] == c]
        assert own["credit"] == pytest.approx([goal] * 4)
        assert own["pay"] == pytest.approx([100 * goal] * 4)


def test_what_a_term_says_is_a_share_of_value_and_a_mean():
    parts = [Component(measure=name, goal=0.5) for name in ("retention", "satisfaction")]
    world = world_of(*parts)
    accounts = accounts_of(world, floor_of(world, world.ledger(renewals=2)))
    for customer, value, after, said, outcome in (
        (0, 300.0, 300.0, 0.9, 9),
        (1, 100.0, 0.0, 0.3, 10),
    ):
        row = world.customers.rows[customer]
        row["supplier"], row["account_rep"], row["account_value"], row["since"] = 0, 2, value, 0
        end_term(customer, 5, after, said, outcome, accounts)
    rows = close(world, 64)
    own = rows[rows["rep"] == 2]
    assert own["credit"] == pytest.approx([0.75, 0.6])


def test_growth_is_over_the_last_period_and_a_team_shares_alike():
    growth = world_of(Component(measure="growth", goal=1.0))
    close(growth, 64, credit=[100.0, 200.0, 0.0, 50.0])
    rows = close(growth, 129, credit=[150.0, 100.0, 70.0, 0.0])
    assert rows["credit"] == pytest.approx([1.5, 0.5, 1.0, 0.0])
    team = world_of(Component(measure="team"))
    team.open_day(3)
    team.add(0, "revenue_new", 1000.0)
    credit_the_day(team)
    assert team.sales.reps["credit"][:4, 0] == pytest.approx(250.0)


def test_the_terms_of_a_plan_are_those_on_target():
    parts = [
        Component(unit="attainment", target_pay=10_000.0, at=[0.0, 1.0], jump=[0.0, 0.5],
                  slope=[0.5, 1.5]),
        Component(measure="renewal", slope=[0.02]),
        Component(measure="satisfaction", goal=0.6, target_pay=1000.0, period="half", slope=[5.0]),
    ]  # fmt: skip
    config = Config(incentive=Incentive(components=parts), warmup_days=0)
    quotas, done = (30_000.0, 200_000.0, 0.6), (36_000.0, 250_000.0, 0.7)
    pay = pd.DataFrame(
        [{"firm": 0, "day": 64, "share": 1.0, "component": c, "quota": quotas[c], "credit": done[c]}
         for c in range(3)]
    )  # fmt: skip
    runs = pd.DataFrame({"pay_per_rep": [120_000.0]})
    found = terms(config, {"pay": pay, "runs": runs})
    assert [one.pay for one in found.targets] == pytest.approx([40_000.0, 16_000.0, 6000.0])
    assert found.ote == pytest.approx(122_000.0)
    assert found.variable_share == pytest.approx(62 / 122)
    assert found.quota_a_year == pytest.approx(120_000.0)
    assert found.target_rate == pytest.approx(1 / 3)
    assert found.quota_to_ote == pytest.approx(120 / 122)


def test_a_curve_below_its_first_breakpoint_pays_nothing():
    part = Component(measure="share_gain", at=[-0.05, 0.05], jump=[0.0] * 2, slope=[20.0, 0.0],
                     target_pay=3.0)  # fmt: skip
    x = np.array([-0.1, -0.05, 0.0, 0.05, 0.3])
    assert paid_at(x, part) == pytest.approx([0.0, 0.0, 3.0, 6.0, 6.0])
    assert paid_at(0.0, part) == pytest.approx(3.0)


def test_a_plan_of_more_parts_than_is_usual_has_room_for_all():
    """Room for the usual plan is there at once, as code is compiled anew for any other."""
    steps = Component(at=[0.1 * n for n in range(9)], jump=[0.0] * 9, slope=[0.1] * 9)
    large = Incentive(components=[steps] * 9, quota=Quota(ramp=[0.5] * 13))
    usual, (row, _) = plans_of([Incentive()]), plans_of([large, Incentive()])
    assert len(row) == 9 > len(usual[0]) == 8
    assert [row[name].shape[1] for name in ("at", "slope", "ramp")] == [9, 9, 13]
    assert [usual[name].shape[2] for name in ("at", "slope", "ramp")] == [8, 8, 12]
    assert row["ramp"][0].tolist() == [0.5] * 13
    assert row["at"][8].tolist() == list(steps.at)
