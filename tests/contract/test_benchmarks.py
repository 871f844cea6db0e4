"""The benchmarks and the common-luck experiment run, small, and their arithmetic is right.

Speed is never asserted here.
"""

import io
import json
import math
from datetime import datetime

import numpy as np
import pytest
from rich.console import Console

from experiments.benchmarks import __main__ as bench
from experiments.benchmarks import machine, plain_mesa, probe, recording, same_rules
from experiments.benchmarks.figure import Figure
from experiments.benchmarks.plan import _agreement
from experiments.benchmarks.slopes import slope
from experiments.studies.__main__ import main as studies
from experiments.studies.common_luck.score import score
from experiments.studies.common_luck.study import PAIRS
from sim.records import TABLES, Table

TINY = ["market=small", "market.customers=60", "days=20", "warmup_days=5", "workers=1"]


@pytest.mark.parametrize("exponent", [0.5, 1.0, 2.0])
def test_a_power_law_has_its_exponent(exponent: float) -> None:
    sizes = [10, 30, 100, 1000]
    found = slope(sizes, [7.0 * size**exponent for size in sizes])
    assert found.exponent == pytest.approx(exponent)
    assert found.half_width < 1e-6


def test_two_sizes_give_no_interval() -> None:
    with pytest.raises(ValueError, match="2 sizes"):
        slope([1, 2], [1, 2])


@pytest.mark.parametrize(
    ("value", "low", "high", "met"),
    [(2.0, 1.0, None, True), (0.5, 1.0, None, False), (2.0, None, 1.0, False),
     (1.0, 0.95, 1.05, True), (1.1, 0.95, 1.05, False), (1.1, None, None, None)],
)  # fmt: skip
def test_a_budget_is_met_or_not(
    value: float, low: float | None, high: float | None, met: bool | None
) -> None:
    assert Figure("section", "what", value, "s", low, high).met is met


def test_the_table_says_which_budgets_are_missed() -> None:
    figures = [
        Figure("Speed: x", "fast", 2.0, "s", at_most=1.0),
        Figure("Speed: x", "slow", 3.0, "s"),
    ]
    assert "missed: fast (Speed)" in bench.verdict(figures)
    screen = Console(width=132, record=True, file=io.StringIO())
    screen.print(bench.table(figures))
    text = screen.export_text()
    assert "MISSED" in text
    assert "≤ 1" in text
    kept = bench.content(datetime(2026, 1, 2), machine.description(), figures)
    assert json.loads(json.dumps(kept))["figures"][0]["met"] is False


def test_memory_is_known_and_has_a_peak() -> None:
    assert 0 < machine.resident() <= machine.peak() * 1.01


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("steps", {"customers": 60, "before": 3, "days": 4}),
        ("recording", {"customers": 60, "before": 3, "days": 4, "repeats": 1}),
        ("replicate", {"customers": 60, "before": 3, "days": 4, "repeats": 1}),
        ("many", {"runs": 5, "customers": 40, "days": 3}),
        ("twin", {"customers": 40, "days": 5, "seed": 1}),
        ("reference", {"customers": 40, "days": 5, "seed": 1}),
        (
            "sweep",
            {"scenarios": 2, "replicates": 2, "customers": 40, "days": 3, "real": 0, "workers": 1},
        ),
        ("mesa", {"runs": 2, "customers": 40, "days": 3, "workers": 1}),
    ],
)
def test_every_probe_finds_numbers(name: str, numbers: dict[str, int]) -> None:
    found = probe.PROBES[name](**numbers)
    assert found
    assert all(math.isfinite(value) for value in found.values())
    assert json.loads(json.dumps(found)) == found


def test_a_probe_in_a_process_of_its_own_answers_or_says_why_not() -> None:
    found = probe.ask("reference", customers=40, days=3, seed=1)
    assert found == same_rules.measure(40, 3, 1)
    with pytest.raises(RuntimeError, match="KeyError"):
        probe.ask("nothing")


def test_all_that_was_recorded_is_written_again() -> None:
    rows = np.zeros(3000, TABLES["journeys"])
    rows["customer"] = np.arange(3000)
    again = Table(TABLES["journeys"])
    for block in np.array_split(rows, 7):
        recording._write(again, block)
    assert (again.happened == rows).all()


def test_the_plain_twin_follows_the_same_rules() -> None:
    """Six seeds of 300 customers each: means within five standard errors (chance 1e-4 at most)."""
    twin = [plain_mesa.measure(300, 130, seed) for seed in range(1, 7)]
    own = [same_rules.measure(300, 130, seed) for seed in range(11, 23)]
    apart = {figure.what: figure.value for figure in _agreement(twin, own)}
    assert len(apart) == 8
    assert max(apart.values()) < 5.0, apart


def test_independent_luck_leaves_all_variance_and_common_luck_none() -> None:
    a, b = np.random.default_rng(3).normal(size=(2, 400))
    apart = score(a, b)
    assert apart.low < 1.0 < apart.high
    assert apart.low < apart.ratio < apart.high
    together = score(a, a + 5.0)
    assert together.ratio == pytest.approx(0.0)
    assert together.mismatched == pytest.approx(1.0, abs=0.25)


def test_undefined_outcomes_leave_their_pair_out() -> None:
    a = np.array([1.0, 2.0, np.nan, 4.0, 7.0])
    assert score(a, a).pairs == 4
    assert math.isnan(score(a[:3], a[:3]).ratio)


def test_the_common_luck_experiment_prints_a_line_for_every_pair(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert studies(["common_luck", "--seeds", "4", *TINY]) == 0
    text = capsys.readouterr().out
    assert text.count("wins_market") == 2 * len(PAIRS)
    assert "≤ 0.2" in text
