"""The score of promotions and releases finds what was put into made-up weeks."""

import numpy as np
import pytest

from experiments.studies.content.arms import ARMS, FIRST, OFF, WEEKS
from experiments.studies.content.score import AFTER, dip, elasticity, from_rivals, lift, relative
from experiments.studies.content.study import measure
from sim.config import Config, Market
from sim.config.buyer import Buyer
from sim.config.dotted import changed
from sim.runs.one_run import run_once


def rows(own=10.0, rival=20.0, after=100.0):
    """Two seeds of a year whose promotion has these counts a week."""
    yeses, needs = np.full((52, 2), 10.0), np.full(52, 100.0)
    yeses[FIRST : FIRST + WEEKS] = own, rival
    needs[FIRST + WEEKS : FIRST + WEEKS + AFTER] = after
    return [{"yeses": yeses, "needs": needs, "profit": own}] * 2


def test_bump_elasticity_rivals_and_dip():
    before, promoted = rows(), rows(own=16.0, rival=18.0, after=90.0)
    assert lift(before, promoted).mean == pytest.approx(0.6)
    assert elasticity(before, promoted).mean == pytest.approx(np.log(1.6) / np.log(1 - OFF))
    assert from_rivals(before, promoted).mean == pytest.approx(2 / 6)
    assert dip(before, promoted).mean == pytest.approx(-0.1)
    assert relative(before, promoted, "profit").mean == pytest.approx(0.6)


def test_every_arm_is_a_config_that_runs_and_weeks_hold_all_yeses():
    config = Config(
        market=Market(customers=60, buyer=Buyer(entry_per_year=4.0)), days=150, warmup_days=5
    )
    for settings in ARMS.values():
        changed(config, settings)
    found = measure(run_once(config), config)
    assert found["yeses"].shape == (30, 3)
    assert found["yeses"].sum() > 0
    assert found["needs"].sum() > 60
