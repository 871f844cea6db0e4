"""Plans compared: what was written down is acted out again bit by bit, and parts add up."""

from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest

from experiments.seeds import some
from experiments.studies.__main__ import main as studies
from experiments.studies.plan_response import study
from sim.compensation.why.parts import PAID, parts
from sim.compensation.why.responses import (
    FIRST,
    NAMES,
    OUTCOMES,
    RESPONSES,
    name_of,
)
from sim.compensation.why.script import perform
from sim.compensation.why.shares import coalitions, order_of, shares, without
from sim.metrics.kpis import kpis
from sim.request import request
from sim.runs.one_run import digest

pytestmark = pytest.mark.usefixtures("readable")

SIZE = ["market.customers=400", "days=140", "warmup_days=0", "sales.reps=3",
        "market.buyer.entry_per_year=3", "sales.turnover_per_year=2"]  # fmt: skip


def config(*plan):
    return replace(request([*SIZE, *plan]).scenarios[0].config, replicates=1)


@pytest.mark.parametrize("plan", ["incentive=quota_bonus", "incentive=retention_weighted"])
def test_a_script_acted_out_under_its_own_plan_is_the_same_run(plan):
    records, script = perform(config(plan), 5)
    again, _ = perform(config(plan), 5, dict.fromkeys(NAMES, script))
    assert digest(again) == digest(records)
    assert script["leaves"].sum() > 0


def test_a_script_does_not_answer_to_what_is_paid():
    _, script = perform(config("incentive=quota_bonus"), 5)
    acted = dict.fromkeys(NAMES, script)
    records = [perform(config(f"incentive={plan}"), 5, acted)[0] for plan in
               ("quota_bonus", "salary")]  # fmt: skip
    deals = [one.deals.happened for one in records]
    assert deals[0].tobytes() == deals[1].tobytes()
    pay = [kpis(one, config())["pay_per_rep"] for one in records]
    assert pay[0] != pay[1]


def test_shares_add_up_and_are_those_of_theory_over_all_orders():
    names = ("a", "b", "c")
    every = [frozenset(c) for n in range(4) for c in combinations(names, n)]
    luck = np.random.default_rng(1)
    value = {coalition: float(luck.normal()) for coalition in every}
    found = [shares(list(order), value) for order in permutations(names)]
    for one in found:
        assert sum(one.values()) == pytest.approx(value[every[-1]] - value[frozenset()])
    a = np.mean([one["a"] for one in found])
    f = lambda *members: value[frozenset(members)]  # noqa: E731
    theory = (2 * (f("a") - f()) + (f("a", "b") - f("b")) + (f("a", "c") - f("c"))
              + 2 * (f("a", "b", "c") - f("b", "c"))) / 6  # fmt: skip
    assert a == pytest.approx(theory)


def test_what_is_run_is_what_is_needed():
    order = order_of(3, NAMES)
    ran = coalitions(order)
    assert sorted(order) == sorted(NAMES)
    assert len(ran) == len(set(ran))
    value = {coalition: float(len(coalition)) for coalition in ran}
    assert shares(order, value) == dict.fromkeys(order, 1.0)
    assert without(order, value) == dict.fromkeys(order, 1.0)


def test_parts_of_a_small_market_add_up_and_draw(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(study, "SIZE", ())
    words = ["plan_response", "--seeds", "2", "--workers", "1", "--folder", str(tmp_path),
             "--second", "incentive=retention_weighted", *SIZE]  # fmt: skip
    assert studies(words) == 0
    runs = pd.read_csv(next(tmp_path.glob("*.csv")), keep_default_na=False)
    assert set(runs["seed"]) == set(some("plan_response", 2))
    for outcome in OUTCOMES:
        found = parts(runs, outcome)
        assert sum(part.share.mean for part in found.parts) == pytest.approx(found.whole.mean)
        paid = next(part for part in found.parts if part.name == PAID)
        assert outcome != "revenue" or paid.share.mean == pytest.approx(0.0, abs=1e-9)
        assert (tmp_path / f"commission_retention-weighted_{outcome}.png").stat().st_size > 20_000
    assert "hours spent selling" in capsys.readouterr().out


def test_runs_are_named_by_what_answers():
    assert name_of(frozenset()) == ""
    assert FIRST not in NAMES
    assert name_of(frozenset(["timing", "effort"])) == "effort+timing"
    columns = [column for response in RESPONSES for column in response.columns]
    assert len(columns) == len(set(columns))
