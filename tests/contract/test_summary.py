"""Intervals, paired differences and the sentence, from a handful of runs."""

import json
import math
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.cli.report import console, kpi_table, sweep_table
from sim.config import Config, ConfigError, Rivals
from sim.folder.indented import indented
from sim.folder.provenance import config_hash, run_hash
from sim.inference.intervals import interval, intervals
from sim.metrics.bases import BASES
from sim.metrics.glossary import KPIS
from sim.metrics.numbers import amount, difference_text, in_currency, money, unit_text
from sim.metrics.summary import sentence, summarise

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
    assert "won 4 deals: 40 % [19 to 65] of what" in text, "no spread is no interval"
    assert "Of its buyers, 60 % had made up their minds before" in text
    assert "95 % CI over 3 replicates" in text
    assert "quota" not in text


def test_the_sentence_leaves_out_what_does_not_exist():
    one = result(win_rate=[0.2, 0.3, 0.4], quota_attainment=[math.nan] * 3,
                 compensation_cost_of_sales=[0.1] * 3, new_revenue=[1e6] * 3)  # fmt: skip
    text = sentence(summarise(one), one)
    assert "4 deals, 30 % [12 to 59] of the opportunities that it closed: new" in text
    assert "Reps are paid" not in text
    assert "What reps are paid is 10 % of revenue." in text
    alone = replace(one, config=Config(rivals=Rivals(count=0)))
    assert "market bought" not in sentence(summarise(alone), alone)
    nobody = result(decided_before_contact=[math.nan] * 3, market_share=[math.nan] * 3)
    assert "won 4 deals. (95 %" in sentence(summarise(nobody), nobody)


def test_the_sentence_of_a_single_replicate_claims_no_interval():
    one = result(seeds=(1,))
    assert "one replicate, so no interval" in sentence(summarise(one), one)
    assert "[" not in sentence(summarise(one), one)


def told(*results, tried=None):
    return sentence(summarise(results, tried or 0), results, tried)


def test_the_sentence_of_a_sweep_names_the_best_and_whether_luck_could_explain_it():
    low = result("salary", profit=[0.0, 1.0, 2.0], revenue=[1.0, 1.0, 1.0])
    sure = result("quota", profit=[10.0, 11.0, 12.05], revenue=[2.0, 2.0, 2.1])
    unsure = result("mix", profit=[-5.0, 10.0, 2.0], revenue=[0.0, 0.0, 0.0])
    assert "quota earned the highest mean profit (11.0), 10.02 more than the" in told(low, sure)
    assert "paired over 3 replicates: told apart)" in told(low, sure)
    assert "not told apart" in told(low, unsure)
    assert "picked after the fact" in told(low, unsure, sure)


def test_the_lead_is_corrected_for_all_comparisons_that_are_shown():
    """Three others, profit alone of the KPIs with a spread: the interval of one in three."""
    plans = [result(f"p{n}", profit=[n, n * 1.5, n + 2.0], wins=[math.nan] * 3) for n in range(4)]
    for one in plans:
        one.tables["runs"]["market_share"] = math.nan
    summary = summarise(plans)
    assert summary["analysis"]["comparisons"] == 3
    gap = plans[3].tables["runs"]["profit"] - plans[2].tables["runs"]["profit"]
    limits = stats.ttest_1samp(gap, 0).confidence_interval(1 - 0.05 / 3)
    found = summary["analysis"]["highest"][0]
    assert (found["joint_low"], found["joint_high"]) == pytest.approx((limits.low, limits.high))
    said = sentence(summary, plans)
    ends = amount((limits.low, limits.high), "money", (limits.high - limits.low) / 2, gap.mean())
    assert f"95 % CI {ends}, corrected for 3 comparisons, paired over 3 replicates" in said
    assert "corrected for 19 comparisons" in told(*plans, tried=20)


def test_scenarios_that_came_out_the_same_are_not_ranked_in_words():
    same = [result(f"s{n}", profit=[1.0, 5.0, 9.0]) for n in range(4)]
    expected = "All 4 scenarios came out the same, in each of their runs: mean profit 5.0."
    assert told(*same) == expected
    assert summarise(same)["analysis"]["all_alike"]
    other = result("other", profit=[1.0, 5.0, 9.0], wins=[4.0, 4.0, 5.0])
    assert not summarise([*same, other])["analysis"]["all_alike"]
    assert "the same as the next best, s1, in each of 3 replicates alike" in told(*same, other)
    assert "earned the highest" in told(*same, tried=9), "of five nothing is known"


def test_without_a_spread_or_a_pair_nothing_judges_the_lead():
    low, high = (result(str(n), profit=[n, n + 5.0, n + 9.0]) for n in (0, 7))
    assert "7 more than the next best, 0, in each of 3 replicates alike." in told(low, high)
    alone = [result(str(n), seeds=(1,), profit=[n]) for n in (0.0, 7.0)]
    assert "one replicate, so no interval judges it" in told(*alone)
    apart = [result("a", seeds=(1, 2), profit=[1.0, 2.0]), result("b", seeds=(3, 4))]
    assert "no two replicates share a seed" in told(*apart)


def test_the_sentence_of_a_sweep_says_if_revenue_prefers_another():
    frugal = result("frugal", profit=[5.0, 6.0, 7.0], revenue=[1.0, 1.0, 1.0])
    lavish = result("lavish", profit=[0.0, 1.0, 2.0], revenue=[9.0, 9.0, 9.0])
    assert "revenue is highest with lavish" in told(frugal, lavish)
    poor = result("poor", profit=[0.0] * 3, revenue=[0.0] * 3)
    assert "revenue" not in told(frugal, poor)


def printed(*results):
    screen = console()
    with screen.capture() as page:
        screen.print(sweep_table(summarise(results)))
    return page.get()


def test_a_star_is_given_after_correction_for_all_that_is_shown():
    """p = .026 of one comparison: a star by itself, none among three."""
    base, wins = np.array([100.0, 250.0, 410.0]), [math.nan] * 3
    first = result("s0", profit=base, wins=wins, market_share=wins)
    others = [
        result(f"s{n}", profit=base + np.array([10.0, 13.0, 19.0]), wins=wins, market_share=wins)
        for n in (1, 2, 3)
    ]
    assert "* +14 ±11" in printed(first, others[0])
    among = printed(first, *others)
    assert "* +" not in among
    assert "after Holm's correction for all 3 comparisons" in among


def test_the_sweep_table_counts_where_a_kpi_is_undefined():
    holes = result("holes", market_share=[0.2, math.nan, 0.3])
    told = printed(result("whole", market_share=[0.2, 0.4, 0.3]), holes)
    assert "(2 of 3)" in told
    assert "(3 of 3)" not in told
    assert "In brackets: replicates in which the KPI is defined" in told
    assert "In brackets" not in printed(*2 * [result()])


@pytest.mark.parametrize(
    ("numbers", "text"),
    [((0.0, None, None), "same"), ((0.0, 0.0, 0.0), "same"), ((0.0, -1.0, 1.0), "0.0 ±1.0"),
     ((5.0, 3.0, 7.0), "+5.0 ±2.0"), ((-5.0, -7.05, -3.0), "−5.0 ±2.0"), ((7.0, None, None), "+7"),
     ((5.0, 4.0, 9.0), "+5.0 (4.0 to 9.0)"), ((None, None, None), "–")],
)  # fmt: skip
def test_a_difference_reads_plus_or_minus_only_where_both_sides_are_as_long(numbers, text):
    kpi = dict(zip(("mean", "ci_low", "ci_high"), numbers, strict=True))
    assert difference_text(kpi, "deals") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (950, "950"), (12_345, "12.3 k"), (-2_000_000, "−2 m"), (3.1e9, "3.1 bn"),
     (999_900, "1 m")],
)  # fmt: skip
def test_money_is_short(value, text):
    assert money(value) == text


def test_a_currency_is_a_sign_before_money_and_nothing_else():
    half = {"mean": -1_234_567.0, "ci_low": -1_300_000.0, "ci_high": -1_170_000.0}
    plain = (money(-2e6), amount((5.0, 7.0), "money"), difference_text(half, "money"))
    assert plain == ("−2 m", "5 to 7", "−1.235 ±0.065 m")
    with in_currency("$"):
        assert money(-2e6) == "−$2 m"
        assert amount((5.0, 7.0), "money/customer") == "$5 to $7"
        assert amount((-5.0,), "money") == "−$5"
        assert difference_text(half, "money") == "−$1.235 ±$0.065 m"
        assert amount((5.0,), "deals") == "5"
        assert unit_text("money/rep/year") == "$/rep/year"
        assert unit_text("deals") == "deals"
    assert money(-2e6) == "−2 m"


@pytest.mark.parametrize("sign", ["", "$", "€", "CHF", "kr"])
def test_a_sign_of_a_currency_is_taken(sign):
    assert replace(Config(), currency=sign).currency == sign


@pytest.mark.parametrize("sign", ["EURO", "1", "U5D", " ", "$ ", "[b", "-", "%"])
def test_what_is_no_sign_is_refused_in_a_line(sign):
    with pytest.raises(ConfigError, match="no sign of a currency"):
        replace(Config(), currency=sign)


def test_a_sign_makes_no_other_run():
    usual, signed = Config(), Config(currency="$")
    assert config_hash(usual) == config_hash(signed)
    assert run_hash(usual) == run_hash(signed)


def test_runs_alone_are_told_at_once_as_one_after_the_other():
    luck = np.random.default_rng(3)

    def one(name, seed):
        kpis = {kpi: [luck.choice([luck.normal(), 0.0, -0.0, math.nan])] for kpi in KPIS}
        wholes = {base: [luck.choice([luck.random(), 0.0, math.nan])] for base in BASES}
        return result(name, (seed,), **kpis, **wholes)

    for seeds in ([7] * 9, range(9), [7, 7, 8, 7, 9, 7, 7, 8, 7]):
        scenarios = [one(f"s{n}", seed) for n, seed in enumerate(seeds)]
        found = summarise(scenarios)
        for n, told in enumerate(found["scenarios"]):
            assert told == summarise(scenarios[n])["scenarios"][0]
        for n, told in enumerate(found["differences"], 1):
            assert told == summarise([scenarios[0], scenarios[n]])["differences"][0]


@pytest.mark.parametrize("content", [
    1, "a\n}", [], {}, {"a": {}}, [[], {}], {"a": [{"b": {}, "c": 1}, {"b": 2}]}, [{}, {"a": 1}],
    {1: {"x": 1}, None: {"y": "},\n {"}, False: {"z": []}}, {"a: 0\n": 1, ",\n": [{"é": 1.5e-7}]},
    {"k": [1, 2, [3, {"l": ()}]]}, ({"a": np.float64(0.1)}, {"b": "},\n  {"}), [{"a": True}] * 3,
])  # fmt: skip
def test_json_a_value_a_line_is_as_python_writes_it(content):
    assert indented(content) == json.dumps(content, indent=1, ensure_ascii=False)


def test_json_holds_no_number_that_is_none():
    with pytest.raises(ValueError, match="JSON"):
        indented({"a": [{"b": math.nan}]})
