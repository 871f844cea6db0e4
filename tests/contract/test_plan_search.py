"""The search over pay plans: value by hand, the rule that picks, the command on a tiny market."""

import json
from dataclasses import replace

import numpy as np
import pytest

from experiments.studies.__main__ import main as studies
from experiments.studies.plan_search import study
from experiments.studies.plan_search.plans import COMMISSION, candidates, linear
from experiments.studies.plan_search.score import Score, best, score
from experiments.studies.plan_search.value import DISCOUNT, Worth, worth
from sim.inference.intervals import Interval
from sim.records import PANEL, Outcome
from sim.runs.one_run import run_once

pytestmark = pytest.mark.usefixtures("readable")

TINY = ("market.customers=1500", "days=130", "warmup_days=65")


@pytest.fixture(scope="module")
def run():
    config = linear(0.1, 0.02, TINY).config
    return run_once(replace(config, seed=3)), config


def test_value_adds_up_by_hand(run):
    """Every day's money discounted on its own, then the accounts, less pay for renewals."""
    records, config = run
    found, panel = worth(records, config), records.panel[65:, 0]
    of = {name: panel[:, PANEL.index(name)] for name in PANEL}
    earned = 0.0
    for day in range(130):
        money = 0.7 * (of["revenue_new"][day] + of["revenue_renewal"][day])
        money -= sum(of[name][day] for name in ("wages", "content_cost"))
        managers = of["reps"][day] / 7 * 135_000.0 / 260
        money -= 2 * (of["salary"][day] + of["variable_pay"][day] + managers)
        earned += money / (1 + DISCOUNT) ** ((day + 1) / 260)
    assert found.earned == pytest.approx(earned, rel=1e-12)
    assert found.first_quarter == pytest.approx(of["revenue_new"][:65].sum(), rel=1e-12)
    rows = records.renewals.happened
    rows = rows[(rows["firm"] == 0) & (rows["day"] >= 65) & (rows["outcome"] != Outcome.EXPANDED)]
    lost = (rows["value_before"] - rows["value_after"]).sum()
    assert found.kept == pytest.approx(1 - lost * 260 / of["account_value"].sum(), rel=1e-12)
    worth_of_one = found.kept / (1 + DISCOUNT - found.kept) / (1 + DISCOUNT) ** 0.5
    assert found.held == pytest.approx((0.7 - 0.02) * of["account_value"][-1] * worth_of_one,
                                       rel=1e-3)  # fmt: skip


def worths(value, quarter):
    return [Worth(v, 0.0, q, 1.0, 0.9) for v, q in zip(value, quarter, strict=True)]


def test_the_score_is_a_paired_change():
    commission = worths([100.0, 200.0, 300.0], [10.0, 20.0, 30.0])
    found = score(worths([120.0, 240.0, 360.0], [9.8, 19.6, 29.4]), commission)
    assert found.value.mean == pytest.approx(0.2)
    assert found.first_quarter.mean == pytest.approx(-0.02)
    assert found.passes
    assert not score(worths([109.0, 218.0, 327.0], [10.0, 20.0, 30.0]), commission).passes
    assert not score(worths([120.0, 240.0, 360.0], [9.0, 18.0, 27.0]), commission).passes


def test_noise_that_reaches_below_ten_per_cent_does_not_pass():
    commission = worths([100.0, 100.0, 100.0], [10.0, 10.0, 10.0])
    found = score(worths([100.0, 120.0, 140.0], [10.0, 10.0, 10.0]), commission)
    assert found.may_pass
    assert not found.passes


def test_the_best_plan_keeps_the_first_quarter():
    def made(value, quarter):
        at, over = (Interval(x, x, x, 3) for x in (value, quarter))
        return Score(at, at, over, 1.0, 0.9)

    scores = {"greedy": made(0.5, -0.2), "good": made(0.2, -0.04), "poor": made(0.1, 0.1)}
    assert best(scores) == "good"
    assert best({"greedy": scores["greedy"], "worse": made(0.1, -0.3)}) == "greedy"


def test_commission_comes_first_and_names_are_apart():
    plans = candidates(TINY)
    assert plans[0].name == COMMISSION
    assert [part.measure for part in plans[0].config.incentive.components] == ["new"]
    assert len({plan.name for plan in plans}) == len(plans)


def test_the_command_keeps_and_redraws(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(
        study, "candidates", lambda words: [linear(0.1, 0.0, words), linear(0.12, 0.01, words)]
    )
    monkeypatch.setattr(study, "CONDITIONS", {"nothing served": ("sales.service_response=0",)})
    few = ["plan_search", "--customers", "1500", "--seeds", "2", "--fresh", "2", "--elsewhere", "2",
           "--workers", "1", "--folder", str(tmp_path)]  # fmt: skip
    assert studies([*few, *TINY[1:]]) == 0
    first = capsys.readouterr().out
    assert "12 % of new and 1 % of renewed revenue" in first
    assert (tmp_path / "plan_search.png").stat().st_size > 10_000
    assert studies([*few, "--redraw"]) == 0
    assert capsys.readouterr().out == first
    assert np.isfinite(json.loads((tmp_path / "plans.json").read_text())["confirmed"][0][0])


def test_one_plan_is_confirmed_without_a_search(tmp_path, capsys):
    few = ["plan_search", "--customers", "1500", "--fresh", "2", "--elsewhere", "0"]
    words = [*few, "--workers", "1", "--only", "0.12", "0.01", "--folder", str(tmp_path)]
    assert studies([*words, *TINY[1:]]) == 0
    told = json.loads((tmp_path / "plans.json").read_text())
    assert told["chosen"] == "12 % of new and 1 % of renewed revenue"
    assert told["searched"] == {}
    assert list(told["under"]) == ["no pay for renewals"]
    assert "Tried on" not in capsys.readouterr().out
