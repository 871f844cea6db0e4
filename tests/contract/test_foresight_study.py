"""The study of looking ahead: a rep alone is what the tables expect, and finer is not worse."""

from functools import cache

import numpy as np
import pytest

from experiments.studies.foresight import cases as of_study
from experiments.studies.foresight.measure import NO_TABLE, _lived, _table, cost, myopia
from experiments.studies.foresight.reps import Job, Plan, last_day, live
from sim.model.foresight.period import Grid, outlook
from sim.request import request


@pytest.fixture(scope="module")
def cases():
    """All cases by plan and kind of rep; each plan is composed once for its three reps."""
    with pytest.MonkeyPatch.context() as patch:
        once = cache(lambda *words: request(words))
        patch.setattr(of_study, "request", lambda words: once(*words))
        return {(case.plan, i % 3): case for i, case in enumerate(of_study.cases())}


@pytest.fixture
def average(cases):
    return cases["quota_bonus", 1]


def test_deals_come_and_are_signed_as_expected_where_pay_is_linear(average):
    look = outlook(average.rep, (average.curve,), average.days, average.habits | {"control": 0.0})
    flat = Plan(np.array([0.0]), np.array([0.0]), np.array([1.0]), 1.0 / average.deal)
    found = live(NO_TABLE, 1, Job(look, average.deal, flat, average.days), 4000, 1)
    assert found.effort == pytest.approx(1.0)
    through = look.signs / (look.signs + (1.0 - look.signs) * look.fails)
    expected = average.rep.expected_wins * through
    # Mean of 4000 periods of Poisson counts: the tolerance is four standard errors.
    assert found.signed.sum() == pytest.approx(expected, abs=4 * np.sqrt(expected / 4000))
    assert found.pay == pytest.approx(found.signed.sum(), rel=0.05)
    assert last_day(found) == pytest.approx(1.0, abs=0.35)


def test_a_grid_of_any_size_is_solved_and_its_cost_told(average):
    small, usual = cost(average, Grid(18, 3, 1)), cost(average, Grid())
    assert small["mib"] < usual["mib"]
    assert small["seconds"] < usual["seconds"]
    assert _table(average, average.rep, Grid(18, 3, 1)).shape == (65, 18, 3, 4)


def test_who_looks_ahead_does_better_than_who_does_not(cases, average):
    (row,) = myopia([cases["quota_bonus_quarterly", 1]], 400, 1).to_dict("records")
    assert row["lost"] > 0.0
    one_round = _lived(average, average.rep, Grid(rounds=1), 400, 1)
    settled = _lived(average, average.rep, Grid(), 400, 1)
    assert last_day(one_round) > last_day(settled)
    assert one_round.utility < settled.utility
