"""Adoption: the fit finds a curve it is given, and a tiny market makes one."""

import numpy as np
import pandas as pd
import pytest

from experiments.studies.__main__ import main as studies
from experiments.studies.adoption import study
from experiments.studies.adoption.figure import finding
from experiments.studies.adoption.fit import adoptions, fit
from experiments.studies.adoption.market import YEAR, customers_for, market, yearly_adoptions
from experiments.studies.adoption.score import score
from experiments.studies.adoption.series import SERIES, Series
from sim.runs.one_run import run_once

pytestmark = pytest.mark.usefixtures("readable")

QUICK = Series("quick", 8, 0.03, 0.9, 500.0, "customers")


@pytest.mark.parametrize("one", SERIES, ids=lambda one: one.name)
def test_an_exact_curve_is_fitted_exactly(one):
    years = np.arange(1.0, one.years + 1)
    found = fit(adoptions(years, one.p, one.q, one.m))
    assert found == pytest.approx((one.p, one.q, one.m), rel=1e-3)


def test_the_curve_is_bass():
    days = np.arange(0.001, 20.0, 0.001)
    by_hand = np.zeros(len(days))
    share = 0.0
    for n in range(len(days)):
        by_hand[n] = share
        share += 0.001 * (0.03 + 0.38 * share) * (1.0 - share)
    years = np.arange(1.0, 20.0)
    steps = np.diff(np.interp(np.arange(0.0, 20.0), days, by_hand))
    assert adoptions(years, 0.03, 0.38, 1.0) == pytest.approx(steps, abs=2e-4)


def test_more_customers_where_few_begin():
    assert customers_for(SERIES[0], 1000.0, 10**9) < customers_for(SERIES[5], 1000.0, 10**9)
    assert customers_for(SERIES[5], 1000.0, 50_000) == 50_000
    assert customers_for(QUICK, 1.0, 10**6) == 20_000


def test_everybody_who_has_a_need_buys_at_once_and_for_good():
    config = market(QUICK, 1500)
    records = run_once(config)
    shares = yearly_adoptions(records, config)
    assert len(shares) == QUICK.years
    assert (shares >= 0).all()
    assert 0.8 < shares.sum() <= 1
    journeys, deals = records.journeys.happened, records.deals.happened
    assert len(journeys) == len(deals) == round(shares.sum() * 1500)
    assert (journeys["ended"] - journeys["entered"]).max() < 2
    assert len(np.unique(journeys["customer"])) == len(journeys)


def test_a_small_market_gives_back_what_it_was_given():
    """20,000 customers, 4 seeds: p, q, m within 25, 8 and 2 % (five standard errors and more)."""
    config = market(QUICK, 20_000)
    runs = [yearly_adoptions(run_once(config, n), config) for n in range(4)]
    ratios = score(QUICK, runs).ratios
    assert ratios["p"].mean == pytest.approx(1.0, abs=0.25)
    assert ratios["q"].mean == pytest.approx(1.0, abs=0.08)
    assert ratios["m"].mean == pytest.approx(1.0, abs=0.02)


def test_a_series_is_recovered_when_every_interval_is_within_ten_per_cent():
    years = np.arange(1.0, QUICK.years + 1)
    exact = adoptions(years, QUICK.p, QUICK.q, 1.0)
    good = score(QUICK, [exact, exact * 1.01, exact * 0.99])
    assert good.recovered
    assert good.ratios["m"].mean == pytest.approx(1.0, rel=1e-3)
    late = adoptions(years, QUICK.p * 0.8, QUICK.q, 1.0)
    bad = score(QUICK, [late, late * 1.01])
    assert not bad.recovered
    assert bad.ratios["p"].mean == pytest.approx(0.8, rel=0.01)
    assert finding([good, good]).startswith("All 2")
    assert finding([good, bad]).startswith("1 of 2")


def test_the_command_runs_tiny_and_draws_again(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(study, "SERIES", (QUICK,))
    words = ["adoption", "--folder", str(tmp_path)]
    assert studies([*words, "--seeds", "2", "--most", "1500"]) == 0
    assert len(pd.read_csv(tmp_path / "adoptions.csv")) == 2 * QUICK.years
    picture = (tmp_path / "adoption.png").read_bytes()
    assert studies([*words, "--redraw"]) == 0
    assert (tmp_path / "adoption.png").read_bytes() == picture
    assert capsys.readouterr().out.count("quick") >= 2
    assert YEAR == 260
