"""A linear plan calls forth the same effort every day: no hockey stick (the null D9, fact 10).

Exact, through the built-in rule over all seats; and its opposite, so that the null means something.
"""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Component, Incentive, Quota
from sim.model.market import Market as Model
from sim.model.rules.effort import reference_rate
from sim.model.sales.day_plan import plan_the_day
from sim.records import PANEL
from tests import plain

LINEAR = {
    "commission": Component(slope=[0.1]),
    "by attainment": Component(unit="attainment", target_pay=10_000.0, slope=[1.0]),
    "in two equal pieces": Component(
        unit="attainment", target_pay=10_000.0, at=[0.0, 1.0], jump=[0.0, 0.0], slope=[1.0, 1.0]
    ),
    "by month": Component(period="month", slope=[0.02]),
}
BONUS = Component(
    unit="attainment", target_pay=3000.0, at=[0.0, 1.0], jump=[0.0, 0.5], slope=[0.5, 1.5]
)
QUOTA = Quota(initial=330_000.0, tightness=1.0)
# What a rep expects to sell a day, as a share of the quota.
PACE = 0.005
CONFIG = plain.config(
    market=plain.market(customers=300, buyer=plain.buyer(entry_per_year=2.0)),
    days=130,
    warmup_days=0,
    sales=plain.sales(reps=8, turnover_per_year=0.0, effort_max=10.0),
    rivals=plain.rivals(sales=plain.sales(reps=1)),
)


def efforts(component, attained=None, horizon="forward"):
    """Effort [day of the quarter, rep] of the focal reps, at a credit that is a share of the quota
    on each day; else at random credits and paces."""
    plan = Incentive(components=[component], quota=QUOTA)
    sales = replace(CONFIG.sales, horizon=horizon)
    world = Model(replace(CONFIG, incentive=plan, sales=sales), 1).world
    luck, found = np.random.default_rng(4), []
    for day in range(65):
        if attained is None:
            world.sales.reps["credit"] = luck.uniform(0, 900_000, world.sales.reps["credit"].shape)
            world.sales.reps["pace"] = luck.uniform(600, 15_000, len(world.sales.reps))
        else:
            world.sales.reps["credit"][:, 0] = attained(day) * world.sales.reps["quota"][:, 0]
            world.sales.reps["pace"] = PACE * world.sales.reps["quota"][:, 0]
        world.day = day
        plan_the_day(world)
        found.append(world.sales.reps["effort"][:8].copy())
    return np.array(found)


@pytest.mark.parametrize("name", LINEAR)
def test_a_linear_plan_makes_effort_flat(name):
    found = efforts(LINEAR[name])
    assert (found > 0.1).all()
    np.testing.assert_allclose(found, np.broadcast_to(found[0], found.shape), rtol=1e-12)
    last_over_middle = found[-5:].sum() / found[30:35].sum()
    assert last_over_middle == pytest.approx(1.0, rel=1e-12)


def test_reference_pay_calls_forth_reference_effort():
    sales, asked = CONFIG.sales, Incentive(quota=QUOTA).asked_a_year
    rate = reference_rate(sales.effort_reference, sales.outside_pay, asked)
    assert (efforts(Component(slope=[rate])) == 1.0).all()


def test_a_bonus_does_not():
    """By where the period is heading: on course for quota, effort climbs as the deadline nears; far
    below and beyond it is flat."""
    on_course = efforts(BONUS, lambda day: 1.0 - PACE * (65 - day), "myopic")
    assert (np.diff(on_course, axis=0) > 0).all()
    assert (on_course[-1] > 1.5 * on_course[32]).all()
    hopeless, beyond = (efforts(BONUS, lambda day, at=at: at, "myopic") for at in (0.1, 3.0))
    assert (hopeless[-1] < on_course[-1] / 3).all()
    np.testing.assert_allclose(beyond[-1] / hopeless[-1], 3.0, rtol=1e-6)
    np.testing.assert_allclose(beyond, np.broadcast_to(beyond[0], beyond.shape), rtol=1e-6)


def test_a_year_under_commission_shows_no_hockey_stick():
    """The whole model: hours on offer and effort are the same on every day of the quarter."""
    model = Model(replace(CONFIG, incentive=Incentive(components=[LINEAR["commission"]])), 1)
    while model.running:
        model.step()
    panel = model.world.records.panel[:, 0]
    effort = panel[:, PANEL.index("effort")]
    assert (effort == effort[0]).all()
    assert effort[0] == pytest.approx(8.0)
    assert panel[:, PANEL.index("wins")].sum() > 0


def test_looking_ahead_a_bonus_does_not_either():
    """One deal short of quota on the last day is worth a multiple of what it is in mid-quarter, and
    of what it is to somebody who has given up or is through."""
    short = efforts(BONUS, lambda day: 0.97)
    assert (short[-1] > 1.2 * short[32]).all()
    hopeless, beyond = (efforts(BONUS, lambda day, at=at: at) for at in (0.1, 1.8))
    assert (hopeless[-1] < short[-1] / 3).all()
    assert (beyond[-1] < short[-1]).all()
