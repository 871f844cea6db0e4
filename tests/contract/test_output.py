"""What reps of each skill sold: counted again by hand, and changes that are known."""

from dataclasses import replace

import numpy as np
import pytest

from sim.config import Config, Market
from sim.facts.estimators.output import (
    RANKS,
    Output,
    change,
    change_by_skill,
    output,
    rank_of,
    slope,
)
from sim.records import PANEL, Outcome
from sim.runs.one_run import run_once

_REPS = PANEL.index("reps")


@pytest.fixture(scope="module")
def run():
    market = Market(customers=3000)
    config = replace(Config(market=market), days=260, warmup_days=65, seed=4, replicates=1)
    return run_once(config), config


def test_new_revenue_falls_to_whoever_sat_in_the_seat(run):
    records, config = run
    found, expected = output(records, config), np.zeros(RANKS)
    staff = [row for row in records.staff.happened if row["firm"] == 0]
    for deal in records.deals.happened:
        if deal["firm"] or deal["outcome"] != Outcome.WON or deal["closed"] < 65:
            continue
        there = [one for one in staff if one["rep"] == deal["rep"]
                 and one["joined"] <= deal["closed"]]  # fmt: skip
        latest = max(there, key=lambda one: one["joined"])
        expected[rank_of(np.array([latest["skill"]]), config.sales.skill_sd)[0]] += deal["value"]
    assert found.sold == pytest.approx(expected)
    assert found.sold.sum() == pytest.approx(found.sales * found.years.sum(), rel=1e-6)
    assert found.years.sum() == pytest.approx(records.panel[65:, 0].sum(0)[_REPS] / 260, rel=0.02)


def test_ranks_are_those_of_the_distribution_of_skill():
    luck = np.random.default_rng(1).standard_normal(60_000)
    shares = np.bincount(rank_of(np.exp(0.45 * luck - 0.5 * 0.45**2), 0.45)) / len(luck)
    assert shares == pytest.approx(np.full(RANKS, 1 / RANKS), abs=0.004)
    assert (rank_of(np.ones(3), 0.0) == RANKS // 2).all()


def seen(sales, by_rank):
    zero = [0.0] * 7
    return Output(sales, *zero, np.array(by_rank, float), np.ones(RANKS))


def test_changes_by_skill_have_the_slope_that_was_put_in():
    before = [seen(100.0 * s, s * np.ones(RANKS)) for s in (1.0, 2.0, 4.0)]
    grown = 1.3 - 0.1 * (np.arange(RANKS) // 3 - 4.5) / 4.5
    after = [seen(130.0 * s, s * grown) for s in (1.0, 2.0, 4.0)]
    assert change(after, before, "sales").mean() == pytest.approx(0.3)
    by_tenth = change_by_skill(after, before, 10)
    assert by_tenth.mean(axis=1) == pytest.approx(grown[::3] - 1.0)
    assert slope(by_tenth).mean() == pytest.approx(-0.1 / 4.5)
