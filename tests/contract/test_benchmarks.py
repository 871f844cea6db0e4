"""The benchmarks and the common-luck experiment run, small, and their arithmetic is right.

Speed is never asserted here.
"""

import io
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from experiments.benchmarks import __main__ as bench
from experiments.benchmarks import (
    c_loop,
    growth_figures,
    machine,
    pairs,
    plain_mesa,
    probe,
    recording,
    same_rules,
    searching_day,
    searching_figures,
    told,
)
from experiments.benchmarks.events import events
from experiments.benchmarks.figure import Figure
from experiments.benchmarks.growth_figures import MEMORY, TIME
from experiments.benchmarks.plan import SPEED, WHOLE
from experiments.benchmarks.scenario import WITH, sized
from experiments.benchmarks.searching_figures import agreement
from experiments.benchmarks.sizes import SMALL
from experiments.benchmarks.slopes import slope
from experiments.studies.__main__ import main as studies
from experiments.studies.common_luck.score import score
from experiments.studies.common_luck.study import PAIRS
from sim.model.market import Market
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
        told.row(Figure("Speed: x", "fast", 2.0, "s", at_most=1.0)),
        told.row(Figure("Speed: x", "slow", 3.0, "s")),
        told.row(Figure("Speed: x", "no compiler", math.nan, "ns", at_most=1.0)),
    ]
    assert "0 of 1 budgets met; missed: fast (Speed)" in told.verdict(figures)
    screen = Console(width=132, record=True, file=io.StringIO())
    screen.print(told.table(figures))
    text = screen.export_text()
    assert text.count("MISSED") == 1
    assert "≤ 1" in text
    assert [one["value"] for one in json.loads(json.dumps(figures, allow_nan=False))] == [
        2,
        3,
        None,
    ]


def test_memory_is_known_and_has_a_peak() -> None:
    assert 0 < machine.resident() <= machine.peak() * 1.01


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("steps", {"customers": 60, "before": 3, "days": 4}),
        ("recording", {"customers": 60, "before": 3, "days": 4, "repeats": 1}),
        ("replicate", {"customers": 60, "before": 3, "days": 4, "repeats": 1}),
        ("replicate", {"customers": 60, "days": 7, "repeats": 1, "counted": 1}),
        ("many", {"runs": 5, "customers": 40, "days": 3}),
        ("twin", {"customers": 40, "days": 5, "seed": 1}),
        ("reference", {"customers": 40, "days": 5, "seed": 1}),
        (
            "sweep",
            {"scenarios": 2, "replicates": 5, "customers": 40, "days": 3, "real": 0, "workers": 1},
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


@pytest.mark.skipif(c_loop.compiler() is None, reason="this machine has no C compiler")
def test_a_c_loop_leaves_the_same_bytes_behind() -> None:
    market = Market(sized(20_000, 41), 1)
    for _ in range(40):
        market.step()
    found = searching_day.measure(market, 2)
    assert found["searching"] > 300
    assert found["same_bytes"] == 1.0


@pytest.mark.skipif(c_loop.compiler() is None, reason="this machine has no C compiler")
def test_a_c_loop_with_another_memory_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    market = Market(sized(3_000, 21), 1)
    for _ in range(20):
        market.step()
    numbers = c_loop._numbers

    def longer(group: Any) -> Any:
        made = numbers(group)
        if "memory" in made.dtype.names:
            made["memory"] *= 1.0 + 1e-15
        return made

    monkeypatch.setattr(c_loop, "_numbers", longer)
    assert searching_day.measure(market, 1)["same_bytes"] == 0.0


def test_a_machine_without_a_compiler_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching_day, "compiler", lambda: None)
    market = Market(sized(500, 6), 1)
    for _ in range(5):
        market.step()
    found = searching_day.measure(market, 1)
    assert "same_bytes" not in found
    answers = {"searching": found, "twin": {"searching_ns": 9e3, "asleep_ns": 4e3}}
    monkeypatch.setattr(searching_figures, "ask", lambda name, *_, **__: answers[name])
    monkeypatch.setattr(searching_figures, "_alike", lambda *_: iter(()))
    figures = list(searching_figures.searching_figures(SMALL, print))
    said = [one.note for one in figures if math.isnan(one.value)]
    assert said == ["this machine has no cc to compile it with"]


def test_events_are_those_of_the_records() -> None:
    market = Market(sized(2_000, 60), 1)
    while market.running:
        market.step()
    records, found = market.world.records, events(market.world.records, 20, 30)

    def of(table: str, column: str) -> int:
        days = np.floor(records.table(table).happened[column])
        return int(((days >= 20) & (days < 50)).sum())

    assert found["leads"] == of("leads", "created")
    assert found["conversations"] == of("conversations", "time") > 0
    assert found["terms settled"] == of("renewals", "day") > 0
    assert found["visits of searching customers"] > found["needs"] > 0


@pytest.mark.parametrize("what", WITH)
def test_there_can_be_more_of_each_thing(what: str) -> None:
    found = {n: sized(200, 20, **{what: n}) for n in (2, 6)}
    market = {n: Market(config, 1).world for n, config in found.items()}
    counts = {
        n: {
            "firms": world.firms,
            "reps": int(world.sales.desks.count[1]),
            "kinds": len({(p.kind, p.topic) for p in found[n].cadence.planned}),
            "components": len(found[n].rivals.incentive.components),
        }[what]
        for n, world in market.items()
    }
    assert counts == {2: 2, 6: 6}


def test_before_and_after_are_told_with_their_results() -> None:
    rows = [
        pairs.Row("a day", "ms", [4.0, 2.0, 4.0], [1.0, 2.0, 3.0], {"a"}),
        pairs.Row("a run", "s", [1.0], [1.0], {"a", "b"}),
        pairs.Row("sim", "s", [1.0], [1.0]),
    ]
    assert rows[0].ratios() == (0.5, 0.75)
    screen = Console(width=132, record=True, file=io.StringIO())
    screen.print(pairs.table(rows))
    said = [line.rstrip().rsplit("  ", 1)[-1] for line in screen.export_text().splitlines()[1:]]
    assert said == ["the same", "DIFFER", "not compared"]


def test_what_is_no_checkout_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--against", str(tmp_path)]) == 2
    assert "is no checkout of this project" in capsys.readouterr().err


def test_what_is_kept_is_told_again_and_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bench, "measure", lambda *_: iter(_figures()))
    words = ["--folder", "bench"]
    assert bench.main([*words, "--save", "--publish"]) == 0
    first = capsys.readouterr().out
    page = Path("docs/speed.md").read_text()
    assert "| 1,000 customers |".replace(" customers", "") in page
    assert "figures/speed.png" in page
    assert Path("docs/figures/speed.png").stat().st_size > 10_000
    Path("docs/speed.md").unlink()
    kept = next(Path("bench").glob("*.json"))
    assert bench.main([*words, "--publish", "--kept", str(kept)]) == 0
    assert capsys.readouterr().out.splitlines()[1:5] == first.splitlines()[1:5]
    assert Path("docs/speed.md").read_text() == page
    kept.write_text("{}")
    assert bench.main(["--kept", str(kept)]) == 2
    assert "no file of --save" in capsys.readouterr().err


def _figures() -> list[Figure]:
    """Figures as a full measurement has them, of invented amounts."""
    found = [
        Figure(SPEED, "1,000 customers: events", 2.0, "M events/s", note="500 ns each; a day has"),
        Figure(WHOLE, "1,000 customers, 520 days: time", 0.5, "s"),
        Figure(WHOLE, "1,000 customers, 520 days: peak memory", 300.0, "MiB"),
        Figure("Small runs", "a day of 50 customers", 0.1, "ms", at_most=0.15),
    ]
    for section in (TIME, MEMORY):
        for n, what in enumerate(("customers", "firms"), 1):
            curve = growth_figures._exponent(section, what, (1, 2, 4), [1.0, 2.0, 5.0 * n], 0.95)
            found.append(curve)
    return found


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
    apart = {figure.what: figure.value for figure in agreement(twin, own)}
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
