"""Intervals, paired differences and the sentence, from a handful of runs."""

import json
import math
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from sim.cli.report import kpi_table
from sim.config import Config
from sim.inference.intervals import interval, intervals
from sim.metrics.summary import money, sentence, summarise

T_2 = 4.302653  # Student t, 97.5 %, two degrees of freedom


@dataclass
class Scenario:
    name: str
    tables: dict
    config: Config = field(default_factory=Config)
    overrides: list = field(default_factory=list)


def result(name="default", seeds=(1, 2, 3), **kpis):
    values = {"profit": [0.0] * len(seeds), "wins": [4.0] * len(seeds)}
    values |= {"market_share": [0.5] * len(seeds), "decided_before_contact": [0.6] * len(seeds)}
    runs = pd.DataFrame({"replicate": range(len(seeds)), "seed": seeds, **values, **kpis})
    return Scenario(name, {"runs": runs}, overrides=[f"incentive={name}"])


def test_an_interval_is_students_over_replicates():
    found = interval([1.0, 2.0, 3.0])
    half = T_2 / math.sqrt(3)
    assert found == pytest.approx((2.0, 2.0 - half, 2.0 + half, 3), rel=1e-6)


def test_replicates_in_which_a_kpi_is_undefined_are_left_out():
    table = intervals(np.array([[1.0, math.nan], [math.nan, math.nan], [3.0, math.nan]]))
    assert table.replicates.tolist() == [2, 0]
    assert table.mean[0] == 2.0
    assert math.isnan(table.mean[1])


def test_one_replicate_has_a_mean_and_no_interval():
    found = interval([7.0])
    assert (found.mean, found.replicates) == (7.0, 1)
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_the_summary_of_one_scenario():
    summary = summarise(result(profit=[1.0, 2.0, 3.0], cac=[math.nan, 5.0, math.nan]))
    assert list(summary) == ["scenarios", "differences"]
    assert summary["differences"] == []
    (scenario,) = summary["scenarios"]
    assert (scenario["name"], scenario["overrides"]) == ("default", ["incentive=default"])
    assert scenario["kpis"]["profit"] == {
        "mean": pytest.approx(2.0),
        "ci_low": pytest.approx(2 - T_2 / math.sqrt(3), rel=1e-6),
        "ci_high": pytest.approx(2 + T_2 / math.sqrt(3), rel=1e-6),
        "replicates": 3,
        "unit": "money",
    }
    assert scenario["kpis"]["cac"] == {
        "mean": 5.0, "ci_low": None, "ci_high": None, "replicates": 1, "unit": "money/customer",
    }  # fmt: skip


def test_part_periods_that_attainment_leaves_out_are_counted_in_summary_and_table():
    for counts, said in (([1.0, 0.0, 2.0], "(3 part periods left out)"), ([0.0] * 3, "")):
        scenario = summarise(
            result(reps_at_quota=[0.5] * 3, base_rep_periods=[4.0] * 3, base_part_periods=counts)
        )["scenarios"][0]
        assert scenario["kpis"]["reps_at_quota"]["left_out"] == sum(counts)
        formulas = list(kpi_table(scenario).columns[-1].cells)
        assert any(said in text for text in formulas)
        assert any("part periods" in text for text in formulas) == bool(said)


def test_what_is_undefined_is_null_in_json():
    summary = summarise(result(grr=[math.nan] * 3))
    assert summary["scenarios"][0]["kpis"]["grr"]["mean"] is None
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary


def test_a_difference_reads_b_minus_a_and_is_paired_by_seed():
    a = result("a", seeds=(1, 2, 3), profit=[10.0, 20.0, 30.0])
    b = result("b", seeds=(3, 1, 2), profit=[35.0, 14.0, 26.0])
    (pair,) = summarise([a, b])["differences"]
    assert (pair["a"], pair["b"]) == ("a", "b")
    half = T_2 / math.sqrt(3)
    assert list(pair["kpis"]["profit"]) == ["mean", "ci_low", "ci_high", "replicates"]
    values = pytest.approx([5, 5 - half, 5 + half, 3], rel=1e-6)
    assert list(pair["kpis"]["profit"].values()) == values


def test_scenarios_without_a_common_seed_are_not_compared():
    (pair,) = summarise([result("a", seeds=(1, 2)), result("b", seeds=(3, 4))])["differences"]
    assert set(pair["kpis"]["profit"].values()) == {None, 0}


@pytest.mark.parametrize(("count", "pairs"), [(2, 1), (6, 15), (7, 6)])
def test_up_to_six_scenarios_are_compared_each_with_each_then_with_the_first(count, pairs):
    found = summarise([result(str(number)) for number in range(count)])["differences"]
    assert len(found) == pairs
    assert [pair["b"] for pair in found if pair["a"] == "0"] == [str(n) for n in range(1, count)]


def test_the_sentence_of_one_scenario_says_its_interval():
    one = result(market_share=[0.3, 0.4, 0.5])
    text = sentence(summarise(one), one)
    assert "won 4.0 deals, a market" in text, "no spread is no interval"
    assert "market share of 40.0 % [19.1, 65.3]" in text
    assert "60.0 % had made up their minds before" in text
    assert "95 % CI over 3 replicates" in text


def test_the_sentence_of_a_single_replicate_claims_no_interval():
    one = result(seeds=(1,))
    assert "one replicate, so no interval" in sentence(summarise(one), one)
    assert "[" not in sentence(summarise(one), one)


def test_the_sentence_of_a_sweep_names_the_best_and_whether_luck_could_explain_it():
    low = result("salary", profit=[0.0, 1.0, 2.0], revenue=[1.0, 1.0, 1.0])
    sure = result("quota", profit=[10.0, 11.0, 12.5], revenue=[2.0, 2.0, 2.1])
    unsure = result("mix", profit=[-5.0, 10.0, 2.0], revenue=[0.0, 0.0, 0.0])
    assert "quota earned the highest mean profit" in sentence({}, [low, sure])
    assert "excludes zero" in sentence({}, [low, sure])
    assert "includes zero" in sentence({}, [low, unsure])
    assert "picked after the fact" in sentence({}, [low, unsure, sure])


def test_the_sentence_of_a_sweep_says_if_revenue_prefers_another():
    frugal = result("frugal", profit=[5.0, 6.0, 7.0], revenue=[1.0, 1.0, 1.0])
    lavish = result("lavish", profit=[0.0, 1.0, 2.0], revenue=[9.0, 9.0, 9.0])
    assert "revenue is highest with lavish" in sentence({}, [frugal, lavish])
    assert "revenue" not in sentence(
        {}, [frugal, result("poor", profit=[0.0] * 3, revenue=[0.0] * 3)]
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (950, "950"), (12_345, "12.3 k"), (-2_000_000, "−2 m"), (3.1e9, "3.1 bn"),
     (999_900, "1 m")],
)  # fmt: skip
def test_money_is_short(value, text):
    assert money(value) == text
