"""Plans that change within a run: components in force for a while, and fixed pay that changes."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Component, Config, ConfigError, Draw, Incentive, Quota, Salary
from sim.config.plan_words.change import changed
from sim.metrics.leading_quota import leads
from sim.metrics.plan_terms import promised
from sim.model.foresight.outlooks import NOTHING_AHEAD
from sim.model.market import Market as Model
from sim.model.pay.look_ahead import renew_outlooks
from sim.model.pay.marginal_pay import marginal_pay
from sim.model.pay.salaries import pay_salaries
from sim.model.pay.succession import take_over_quotas
from sim.records import COLUMN
from tests.quiet_firm import LINE, QUIET, QUOTA, close, rows_of, world_of

BONUS = replace(LINE, target_pay=1000.0, at=[0.0, 1.0], jump=[0.0, 1.0], slope=[0.0, 0.0])
REFUSED = {
    "[0].last_day=4 is before first_day=5": [{"first_day": 5, "last_day": 4}],
    "[0].first_day=260 is after the last of days=260": [{"first_day": 260}],
    "[0].first_day=30 leaves nothing of its window, days 5 to 9": [
        {"first_day": 30, "from_day": 5, "to_day": 9}
    ],
    "[0].last_day=4 leaves nothing of its window, days 5 to 9": [
        {"last_day": 4, "from_day": 5, "to_day": 9}
    ],
    "[0].gate=1 is in force from day 5 to the end alone": [{"gate": 1}, {"first_day": 5}],
    "[0].gate=1 is in force from day 0 to 9 alone": [{"gate": 1}, {"last_day": 9}],
    "[0].first_day=2.5 is neither a working day nor a date": [{"first_day": 2.5}],
}


@pytest.mark.parametrize("refusal", REFUSED)
def test_what_would_never_be_in_force_is_refused_by_name(refusal):
    components = [Component(**part) for part in REFUSED[refusal]]
    with pytest.raises(ConfigError) as refused:
        Config(incentive=Incentive(components=components))
    assert refusal in str(refused.value)
    assert str(refused.value).startswith("incentive.components[")


def test_salaries_that_would_never_be_paid_are_refused_by_name():
    for said, steps in {
        "salaries from days 20 and 10": [Salary(20), Salary(10)],
        "salaries from days 20 and 20": [Salary(20), Salary(20)],
        r"salaries\[1\].from_day=260 is after": [Salary(20), Salary(260)],
        r"salaries\[0\].from_day=0 is out of range": [Salary(0)],
    }.items():
        with pytest.raises(ConfigError, match=said):
            Config(incentive=Incentive(salaries=steps))


# By hand.


def test_a_quarter_cut_at_its_end_pays_by_the_days_in_force():
    """13 of 65 days at 40 % over a fifth of a quota of 1,000: a fifth of 100 times 1.4."""
    world = world_of(replace(LINE, last_day=12))
    assert len(close(world, 11, credit=[280.0] * 4)) == 0
    rows = close(world, 12, credit=[280.0] * 4)
    assert rows["share"] == pytest.approx([0.2] * 4)
    assert rows["quota"] == pytest.approx([200.0] * 4)
    assert rows["pay"] == pytest.approx([28.0] * 4)
    assert (world.sales.reps["credit"][:4, 0] == 0.0).all()
    assert len(close(world, 64, credit=[280.0] * 4)) == 0, "it is in force no more"


def test_a_quarter_cut_at_its_start_pays_by_the_days_in_force():
    world = world_of(replace(BONUS, first_day=52))
    rows = close(world, 64, credit=[200.0, 199.0, 0.0, 1000.0])
    assert rows["share"] == pytest.approx([0.2] * 4)
    assert rows["pay"].tolist() == pytest.approx([200.0, 0.0, 0.0, 200.0])
    assert (rows["days"] == 65).all()
    whole = close(world, 129, credit=[1000.0] * 4)
    assert whole["share"] == pytest.approx([1.0] * 4)


def test_one_plan_until_a_day_and_another_from_then_on():
    """On day 26 a line of 10 % gives way to a bonus: each has of the quarter what is its."""
    plan = changed(Incentive(components=[LINE], quota=QUOTA),
                   Incentive(components=[BONUS], quota=QUOTA), 26)  # fmt: skip
    assert [(one.first_day, one.last_day) for one in plan.components] == [(0, 25), (26, None)]
    world = world_of(*plan.components)
    first = close(world, 25, credit=[800.0, 400.0, 0.0, 0.0])
    assert first["component"].tolist() == [0] * 4
    assert first["pay"].tolist() == pytest.approx([80.0, 40.0, 0.0, 0.0])
    world.open_day(64)
    world.sales.reps["credit"][:4, 1] = [600.0, 599.0, 0.0, 0.0]
    rows = close(world, 64)
    rows = rows[rows["component"] == 1]
    assert rows["share"] == pytest.approx([0.6] * 4)
    assert rows["pay"].tolist() == pytest.approx([600.0, 0.0, 0.0, 0.0])


def test_fixed_pay_is_that_of_the_day():
    steps = [Salary(3, 2600.0), Salary(5, 26_000.0)]
    plan = Incentive(salary=260, components=[], salaries=steps)
    world = Model(replace(QUIET, incentive=plan, warmup_days=7), 1).world
    paid = []
    for day in range(7 + 7):
        world.open_day(day)
        pay_salaries(world)
        paid.append(float(world.panel_today[0, COLUMN.salary]) / 4)
    assert paid == pytest.approx([1.0] * 10 + [10.0] * 2 + [100.0] * 2)
    assert [plan.salary_on(day) for day in (0, 2, 3, 4, 5)] == [260, 260, 2600, 2600, 26_000]
    assert plan.salary_over(10) == pytest.approx((3 * 260 + 2 * 2600 + 5 * 26_000) / 10)
    assert Incentive(salary=7.0).salary_over(10) == 7.0


def test_what_comes_into_force_takes_over_what_is_known_of_reps():
    """Par and history of the quarter, a third of it for a month; a goal takes over nothing."""
    month = replace(LINE, period="month", first_day=65)
    world = world_of(replace(LINE, last_day=64), month, replace(LINE, goal=500.0, first_day=65))
    pay, team = world.pay, world.sales.reps[:4]
    pay.par[0, 0], pay.hard[0, 0], team["carry"][:, 0] = 650.0, 1.5, [65.0, 0.0, 0.0, 0.0]
    before = team["quota"][:, 1:3].copy()
    world.day = 63
    take_over_quotas(world)
    assert (team["quota"][:, 1:3] == before).all()
    world.day = 64
    take_over_quotas(world)
    assert team["quota"][:, 1].tolist() == pytest.approx([320.0, 300.0, 300.0, 300.0])
    assert (team["quota"][:, 2] == 500.0).all()


# What reps expect.


def worth_of(world, rep=0):
    rows, plan = world.sales.reps, world.pay.plans[0]
    return marginal_pay(rows[rep], world.day, plan, world.pay.outlooks.ahead[0], world.pay.rates[0])


def test_what_is_not_in_force_is_worth_nothing_and_a_cut_quarter_what_it_pays():
    world = world_of(replace(LINE, first_day=10, last_day=19))
    rate = 100.0 / 1000.0  # the same at every part of a quarter
    for day, worth in ((9, 0.0), (10, rate), (19, rate), (20, 0.0)):
        world.day = day
        assert worth_of(world)[0] == pytest.approx(worth)


def test_reps_look_ahead_to_the_end_of_what_is_left_of_a_period(monkeypatch):
    """From its first day on for the part in force; in its last period by pay at the margin."""
    world = world_of(replace(BONUS, first_day=26, last_day=140), days=260)
    asked = []
    monkeypatch.setattr(world.pay.outlooks, "entered",
                        lambda *its: asked.append((world.day, its[-2])) or (0, 1.0))  # fmt: skip
    ahead = {}
    for day in range(150):
        world.day = day
        renew_outlooks(world)
        ahead[day] = bool(world.pay.outlooks.ahead[0, 0])
    assert set(asked) == {(26, (39 / 65, 1.0)), (65, (1.0, 1.0))}
    assert ahead[26]
    assert ahead[129]
    assert not ahead[130], "its last period, of eleven days"
    assert (world.sales.reps["outlook"][:4, 0] == NOTHING_AHEAD).all()
    world.day = 130
    assert worth_of(world)[0] > 0.0


# One plan of two.


def plan_of(*components, **changes):
    return Incentive(components=list(components), quota=QUOTA, **changes)


def test_what_both_plans_pay_goes_on_uncut():
    gate, gated = replace(LINE, goal=5.0), replace(BONUS, gate=0)
    plan = changed(plan_of(gate, gated), plan_of(LINE, replace(gate, last_day=99), gated), 30)
    # Of the second plan the gate is number 1: what waits there waits for another gate.
    assert [(one.first_day, one.last_day, one.gate) for one in plan.components] == [
        (0, 99, None), (0, 29, 0), (30, None, None), (30, None, 2),
    ]  # fmt: skip
    same = plan_of(gate, gated, salary=1000.0)
    plan = changed(same, replace(same, salary=2000.0), 30)
    assert plan.components == same.components
    assert plan.salaries == (Salary(30, 2000.0),)
    assert changed(same, same, 30) == same


def test_a_change_can_change_again():
    first, then = plan_of(LINE, salary=10.0), plan_of(BONUS, salary=20.0)
    back = changed(changed(first, then, 30), first, 90)
    assert [(one.target_pay, one.first_day, one.last_day) for one in back.components] == [
        (100.0, 0, 29), (1000.0, 30, 89), (100.0, 90, None),
    ]  # fmt: skip
    assert back.salaries == (Salary(30, 20.0), Salary(90, 10.0))
    early = changed(changed(first, then, 30), first, 20)
    assert early == first, "what never came is forgotten"
    assert Config(incentive=back, days=130)


def test_what_is_over_or_has_not_begun_is_left_out_and_gates_are_found_again():
    over, late = replace(LINE, last_day=9), replace(LINE, first_day=50)
    gate, gated = replace(LINE, goal=1.0), replace(BONUS, gate=1)
    before = plan_of(late, gate, replace(BONUS, gate=1))
    after = plan_of(over, replace(gate, goal=2.0), gated)
    plan = changed(before, after, 30)
    assert [(one.goal, one.gate, one.first_day, one.last_day) for one in plan.components] == [
        (1.0, None, 0, 29), (0.0, 0, 0, 29), (2.0, None, 30, None), (0.0, 2, 30, None),
    ]  # fmt: skip


def test_what_a_change_cannot_change_is_refused_by_name():
    one = plan_of(LINE)
    for said, other, day in (
        (r"cannot change on day 0", one, 0),
        (r"incentive\.draw is not the same before and after day 9",
         plan_of(LINE, draw=Draw(9.0)), 9),
        (r"incentive\.quota\.tightness=1\.0 before day 9 and 1\.2 from then on",
         replace(one, quota=replace(QUOTA, tightness=1.2)), 9),
    ):  # fmt: skip
        with pytest.raises(ConfigError, match=said):
            changed(one, other, day)
    goals = replace(plan_of(replace(LINE, goal=700.0)), quota=Quota(initial=9.0))
    assert changed(one, goals, 9).quota == QUOTA
    assert changed(goals, one, 9).quota == QUOTA


def test_on_target_is_what_is_in_force_over_the_counted_days():
    half = Component(slope=[0.2], first_day=130)
    assert half.part_in_force(260) == 0.5
    assert Component(last_day=64).part_in_force(260) == 0.25
    assert Component().part_in_force(1) == 1.0
    assert promised(plan_of(LINE, replace(LINE, first_day=9), salary=0.0)).variable == 400.0


def test_a_changed_plan_pays_the_first_until_the_day_as_if_nothing_would_come():
    """A market of its own: rows up to the change are those of a run without one, to the bit."""
    from tests import plain

    config = plain.config(
        market=plain.market(customers=300), sales=plain.sales(reps=3, horizon="myopic"),
        rivals=plain.rivals(count=2), days=130, warmup_days=20, replicates=1,
    )  # fmt: skip
    first = plan_of(LINE, salary=30_000.0)
    rows = []
    for plan in (first, changed(first, plan_of(BONUS, salary=90_000.0), 85)):
        model = Model(replace(config, incentive=plan), 1)
        while model.running:
            model.step()
        rows.append((model.world.records.pay.happened.copy(), model.world.records.panel.copy()))
    (paid, panel), (other, changes) = rows
    same, until = paid[paid["day"] < 84 + 20], other[other["day"] < 84 + 20]
    assert (same == until).all()
    assert (other["component"][other["day"] > 84 + 20] == 1).any()
    assert changes[-1, 0, COLUMN.salary] == pytest.approx(3 * panel[-1, 0, COLUMN.salary])
    assert len(rows_of(model.world, 84 + 20)) == 3, "the cut quarter is paid on its last day"


def test_attainment_is_told_by_the_first_quota_in_force():
    """Components 0 to day 9, 1 from day 10 and 2 always; seven days of warm-up."""
    plan = plan_of(replace(LINE, last_day=9), replace(LINE, first_day=10), LINE)
    day = np.array([5, 5, 16, 16, 17, 17, 25, 25])
    component = np.array([0, 2, 0, 2, 1, 2, 1, 2])
    told = [True, False, True, False, True, False, True, False]
    assert leads(component, day, plan, 7).tolist() == told
    gone = component != 1
    assert leads(component[gone], day[gone], plan, 7).tolist() == [True, False] * 2 + [True] * 2
    alone = np.full(3, -1)
    assert leads(alone, np.arange(3), plan_of(), 0).all()
