"""Marketers who decide: by what an item is worth to them, or by trying kinds out."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import KINDS, Cadence, Config, Market, Marketing
from sim.model.market import Market as Model
from sim.model.marketing.deciding import prices, worth_of_items
from sim.model.rules.content import reach
from sim.model.rules.planning import lasting, one_more, remembered_days
from sim.model.state.aims import Bandit
from sim.runs.one_run import digest

CONFIG = Config(market=Market(customers=60), days=80, warmup_days=0)
EVERGREEN, ACTIVATION = [0, 1], [2, 3]


def lived(config=CONFIG, **marketing):
    model = Model(replace(config, marketing=Marketing(**marketing)), 5)
    while model.running:
        model.step()
    return model.world


def made(world, firm=0):
    """Items by kind, and what they cost with their hours at the wage."""
    rows = world.records.content.happened
    rows = rows[rows["firm"] == firm]
    hour = 106_000.0 / 260.0 / 8.0
    return np.bincount(rows["kind"], rows["items"], len(KINDS)), (
        rows["cost"].sum() + hour * rows["hours"].sum()
    )


def test_the_worth_of_one_more_is_the_slope_of_reach():
    for stock in (0.0, 3.0, 80.0):
        slope = (reach(0.2, stock + 1e-6, 5.0) - reach(0.2, stock, 5.0)) / 1e-6
        assert one_more(0.2, stock, 5.0) == pytest.approx(slope, rel=1e-5)


def test_days_that_last_and_are_remembered_are_sums_over_days():
    assert lasting(0.9, 20) == pytest.approx(sum(0.9**t for t in range(20)))
    assert lasting(1.0, 20) == 20.0
    twice = sum(0.99**t * 0.9**s * 0.8 ** (t - s) for t in range(30) for s in range(t + 1))
    assert remembered_days(0.9, 0.8, 0.99, 30) == pytest.approx(twice)


def test_leads_now_want_what_is_soon_forgotten_and_goodwill_what_lasts():
    share = []
    for present in (0.0, 0.3, 1.0):
        items, money = made(lived(decides="planner", present=present))
        assert money == pytest.approx(made(lived())[1], rel=0.02)
        share.append(items[EVERGREEN].sum() / items.sum())
    assert share[0] > 0.3
    assert share[0] > share[1] > share[2] == 0.0


def test_a_short_horizon_forgets_what_lasts():
    items, _ = made(lived(decides="planner", present=0.0, horizon_days=10))
    assert items[EVERGREEN].sum() == 0.0
    assert items[ACTIVATION].sum() > 0.0


def test_the_planner_takes_what_is_worth_most_for_its_price():
    model = Model(replace(CONFIG, marketing=Marketing(decides="planner", present=0.2)), 5)
    world = model.world
    many = len(KINDS)
    worth = worth_of_items(world, 0, world.marketing.stock[0, :many]) / prices(world, 0)[:many]
    model.step()
    model.step()
    rows = world.records.content.happened
    first = rows[(rows["firm"] == 0) & (rows["day"] == 1)]["kind"]
    assert KINDS[int(worth.argmax())] in {KINDS[k] for k in first}


def test_rivals_decide_by_the_same_machinery():
    rivals = replace(CONFIG.rivals, marketing=Marketing(decides="planner", present=1.0))
    world = lived(replace(CONFIG, rivals=rivals))
    assert made(world, 1)[0][EVERGREEN].sum() == 0.0
    assert (made(world, 0)[0] == made(lived(), 0)[0]).all()


def test_a_fixed_calendar_has_no_objective():
    other = lived(present=0.9, horizon_days=20, discount=1.0)
    assert digest(other.records) == digest(lived().records)


def test_a_bandit_tries_everything_and_comes_to_prefer_what_pays():
    bandit, pays = Bandit(), [0.2, 0.3, 1.0, *[0.5] * (len(KINDS) - 3)]
    chosen = []
    for _ in range(60):
        chosen.append(bandit.choose())
        bandit.learn(pays[chosen[-1]])
    assert chosen[: len(KINDS)] == list(range(len(KINDS)))
    assert np.bincount(chosen).argmax() == 2
    assert chosen[30:].count(2) > max(chosen[30:].count(k) for k in range(len(KINDS)) if k != 2)


def test_a_market_s_bandit_stays_with_a_kind_for_a_month_and_spends_what_the_calendar_would():
    config = replace(CONFIG, days=100, cadence=Cadence(weekdays=[0, 2]))
    world = lived(config, decides="bandit")
    rows = world.records.content.happened
    rows = rows[(rows["firm"] == 0)]
    months = [set(group["kind"].tolist())
              for group in (rows[rows["day"] // 20 == month] for month in range(4))]  # fmt: skip
    assert months == [{0}, {1}, {2}, {3}]
    assert made(world)[1] == pytest.approx(made(lived(config))[1], rel=0.05)
