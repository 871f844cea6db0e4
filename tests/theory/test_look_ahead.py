"""The look ahead itself, solved for a linear plan: the closed form's effort, and no timing at all.

The model takes the closed form for such plans; here they go through backward induction like any
other, and through plans that are not linear, so that finding nothing means something.
"""

import math
from dataclasses import asdict

import numpy as np
import pytest

from sim.model.foresight.period import Curve, Kind, cells_a_scale, solved
from sim.model.rules.closing import HARD, HOLD, PUSH
from sim.model.rules.effort import reference_rate
from sim.request import request
from tests import plain

CONFIG = plain.config()
PRICE, DAYS = CONFIG.market.catalogue.price, 65
# Four deals a quarter, as many as quota asks for.
KIND = Kind.of(4.0, 1.0)
RATE = reference_rate(
    CONFIG.sales.effort_reference, CONFIG.sales.outside_pay, CONFIG.incentive.asked_a_year
)
SCALE = PRICE * KIND.expected_wins / KIND.expected_credit
WORTH = 0
# Rounding of what is exactly nothing: a deadline a quarter away moves nobody.
NOTHING = 1e-9
LAYER = {HOLD: 1, PUSH: 2, HARD: 3}


def table(curve, config=CONFIG, **changed):
    habits = {**asdict(config.sales), **asdict(config.timing)}
    habits = {name: value for name, value in habits.items() if isinstance(value, float | int)}
    habits["size_cv"] = math.sqrt(math.expm1(CONFIG.market.catalogue.deal_size_sd**2))
    habits.update(changed)
    return solved(KIND, (curve,), DAYS, habits, RATE * PRICE)


def linear(rate):
    """So much of every unit of money sold: no breaks but the one that scales the axis."""
    return Curve((0.0,), (0.0,), (rate,), 1.0, SCALE)


def bonus(part):
    return Curve((0.0, 1.0), (0.0, part), (0.0, 0.0), RATE * SCALE, 1.0)


@pytest.mark.parametrize("rate", [0.05, 0.1, 0.15])
def test_a_linear_plan_calls_forth_the_closed_forms_effort(rate):
    """One more deal is worth its commission in every state and on every day, to rounding."""
    closed_form = rate / RATE
    worth = table(linear(rate), patience=1.0)[..., WORTH]
    np.testing.assert_allclose(worth, closed_form, rtol=1e-5)


@pytest.mark.parametrize("patience", [1.0, CONFIG.sales.patience])
def test_under_a_linear_plan_nothing_is_gained_by_moving_a_signature(patience):
    found = table(linear(0.1), patience=patience)
    assert found[..., WORTH + 1 :].max() < NOTHING
    assert found[-1, :, 1:, WORTH + 1 :].max() < -NOTHING


def test_nor_where_deals_are_few_and_slow():
    """What makes a steep plan end in a rush in an enterprise market leaves a linear one alone."""
    enterprise = request(["market=enterprise"]).scenarios[0].config
    assert table(linear(0.1), enterprise)[..., WORTH + 1 :].max() < NOTHING


def test_nobody_who_does_not_care_for_tomorrow_waits_for_it():
    """Where a discount costs less than waiting does, even a linear plan ends in a rush."""
    rushed = table(linear(0.1), patience=0.5)
    assert (rushed[-1, :, 1:, LAYER[PUSH]] > NOTHING).all()
    assert (rushed[0, :, 1:, LAYER[PUSH]] < NOTHING).all()


def test_a_bonus_is_pushed_for_below_it_and_held_back_for_beyond_it():
    found, cells = table(bonus(1.0), patience=1.0), cells_a_scale(KIND, (bonus(1.0),))
    last, near, beyond = found[-1], cells - 3, cells + 4
    assert last[near, 3, LAYER[PUSH]] > 0.0
    assert last[beyond, 3, LAYER[HOLD]] > 0.0
    assert last[beyond, 3, [LAYER[PUSH], LAYER[HARD]]].max() < 0.0
    assert found[-1, near, 3, WORTH] > 2.0 > found[-1, beyond, 3, WORTH]


def test_without_control_nothing_can_be_gained():
    assert table(bonus(1.0), control=0.0)[..., 1:].max() == -1.0
