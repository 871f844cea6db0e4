"""Facts about selling: their checks look at runs, and a claim that is wrong is found out."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.cli.facts import examine
from sim.cli.facts_report import sentence, write
from sim.config.refusal import Refusal
from sim.config.working_days import QUARTER
from sim.facts import Fact, Outcome, calibrated, held_out, in_band, inputs, page
from sim.facts.calibrated import elasticity, quota
from sim.facts.conditions import observe, scenarios
from sim.facts.estimators.selling import Selling, middle, selling, within
from sim.facts.held_out import bunching, concentration, deadline, linear
from sim.facts.inputs import ad_duration, in_market, ramp, selling_time, turnover
from sim.inference.intervals import interval
from sim.inference.ratios import logarithm, ratio, relative
from sim.runs.one_run import run_once

SELLING = {8, 9, 10, 11, 16, 19, 20, 21, 22, 23, 24}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seeds and a market of a few reps: the checks run, and say little."""
    monkeypatch.setattr(observe, "SEEDS", observe.SEEDS[:2])
    monkeypatch.setattr(observe, "_SEEN", {})
    monkeypatch.setattr(scenarios, "SIZE", ("market.customers=1500", "days=260", "warmup_days=65"))
    scenarios.scenario.cache_clear()
    yield
    scenarios.scenario.cache_clear()


def made(**columns: object) -> Selling:
    """A run with nothing in it but what is said."""
    empty = {name: np.zeros(QUARTER) for name in Selling._fields}
    return Selling(**{**empty, "kpis": {}, **columns})


def spike(last: float) -> Selling:
    return made(won=np.append(np.ones(QUARTER - 1), last), won_by_all=np.ones(QUARTER))


def test_every_fact_about_selling_is_in_its_class() -> None:
    numbers = {fact.number for kind in (inputs, calibrated, held_out) for fact in kind.FACTS}
    assert numbers >= SELLING


def test_checks_run_and_tell_of_every_condition(small: None) -> None:
    put_in = (turnover.FACT, ramp.FACT, selling_time.FACT, in_market.FACT, ad_duration.FACT)
    for fact in (linear.FACT, quota.FACT, concentration.FACT, *put_in):
        outcome = examine(fact)
        assert outcome.findings
        assert all(len(finding.seeds) == 2 for finding in outcome.findings)
        assert any(not finding.under for finding in outcome.findings)
        assert all(finding.interval is not None for finding in outcome.findings)


def test_a_run_is_looked_at_once(small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    quota.check()
    monkeypatch.setattr(observe.replicates, "paired", lambda *_, **__: pytest.fail("run again"))
    linear.check()


def test_what_is_seen_of_a_run_adds_up(small: None) -> None:
    config = scenarios.scenario("incentive=quota_bonus")
    records = run_once(replace(config, replicates=1))
    seen = selling(records, config)
    assert seen.won.sum() == seen.kpis["wins"] > 0
    assert (seen.won_by_all >= seen.won).all()
    assert (seen.value <= seen.list_value + 1e-9).all()
    reached = (seen.attainment >= 1).mean()
    assert reached == pytest.approx(seen.kpis["reps_at_quota"])
    assert 0 < seen.sold.sum() <= seen.value.sum() + 1e-6


def test_a_spike_is_no_null_and_no_spike_is_no_fact() -> None:
    flat = [spike(last) for last in (0.98, 1.0, 1.02)]
    high = [spike(last) for last in (2.9, 3.0, 3.1)]
    assert linear.ends("flat", flat, 1, "won").holds
    assert not linear.ends("spiked", high, 1, "won").holds
    assert deadline.last_day(high)[0].holds
    assert not deadline.last_day(flat)[0].holds


def test_bunching_is_told_from_none() -> None:
    luck = np.random.default_rng(2)
    smooth = [made(attainment=luck.uniform(0.5, 1.5, 2000)) for _ in range(5)]
    moved = [
        made(attainment=np.where((one.attainment > 0.95) & (one.attainment < 1.0),
                                 one.attainment + 0.05, one.attainment))
        for one in smooth
    ]  # fmt: skip
    assert not bunching.line("smooth", bunching.above_below(smooth), "").holds
    assert bunching.line("moved", bunching.above_below(moved), "").holds
    gained = relative(bunching.above(moved), bunching.above(smooth))
    assert bunching.line("came to lie above", gained, "").holds


def test_concentration_and_shape_of_known_sales() -> None:
    assert concentration.top_fifth(np.ones(10)) == pytest.approx(0.2)
    assert concentration.top_fifth(np.array([10.0, 0, 0, 0, 0])) == 1.0
    assert concentration.top_fifth(np.array([3.0, 1, 1, 1, 1, 1])) == pytest.approx(3.2 / 8)
    normal = np.random.default_rng(3).normal(100.0, 10.0, 5000)
    assert concentration.lognormal_gain(np.exp(normal / 10.0)) > 0.5
    assert concentration.lognormal_gain(normal) < 0.0


def test_an_elasticity_is_found_again() -> None:
    less, more = ([made(value=np.array([level * part]))
                   for level in (90.0, 100.0, 110.0)] for part in (1.0, 1.5**0.3))  # fmt: skip
    assert elasticity.elasticity(less, more, 1.5).mean() == pytest.approx(0.3)


def test_ratios_of_sums_have_the_intervals_of_the_jackknife() -> None:
    luck = np.random.default_rng(1)
    wholes = luck.poisson(20.0, 4000).astype(float)
    values = ratio(luck.poisson(2 * wholes), wholes)
    assert interval(values).low < 2.0 < interval(values).high
    assert interval(logarithm(values)).mean == pytest.approx(math.log(2.0), abs=0.02)
    assert relative(values, values).mean() == pytest.approx(1.0)
    assert relative(values, values).std() == pytest.approx(0.0, abs=1e-9)
    assert np.isnan(ratio([1.0, 2.0], [0.0, 0.0])).all()


def test_days_of_a_period_are_told_apart() -> None:
    numbers = np.tile(np.arange(QUARTER, dtype=float), 3)
    assert within(numbers, QUARTER, QUARTER - 1, QUARTER) == QUARTER - 1
    assert middle(numbers, QUARTER) == 32.0


def test_a_condition_is_published_and_decides_nothing(tmp_path: Path) -> None:
    holds = in_band("a share", 0.0, 1.0, [0.44, 0.45, 0.46], "somewhere", (1, 2, 3))
    misses = in_band(
        "a share", 2.0, 3.0, [0.44, 0.45, 0.46], "somewhere", (1, 2, 3), "sales.reps=1"
    )
    fact = Fact(3, "A share", "somewhere", lambda: ())
    assert Outcome(fact, (holds, misses)).holds
    assert not Outcome(fact, (misses,)).holds
    write(tmp_path, {"held_out": [Outcome(fact, (holds, misses))]}, {})
    kept = json.loads((tmp_path / "facts.json").read_text())["classes"]["held_out"]
    assert [one["under"] for one in kept["facts"][0]["findings"]] == ["", "sales.reps=1"]
    told = page.tables({"held_out": kept})
    assert "| **3** A share | a share | 0.45 (0.425 to 0.475) | 0 to 1 | 3 | **holds** |" in told
    assert "1 of 1 hold. 9 that were held out at first are no longer: " in told
    assert "a share (`sales.reps=1`)" in told
    counted = sentence({"held_out": [Outcome(fact, (holds,))], "design": []})
    assert counted.startswith("held_out: 1 of 1 hold, 1 of 1 comparisons, 9 have left it since ")
    assert counted.endswith("; design: 0 of 0 hold, 0 of 0 comparisons.")


def test_a_page_is_written_between_its_marks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper, kept = tmp_path / "facts.md", tmp_path / "facts.json"
    kept.write_text(json.dumps({"classes": {"inputs": {"count": 0, "hold": 0, "facts": []}}}))
    paper.write_text(f"before\n{page.BEGIN}\nstale\n{page.END}\nafter\n")
    assert page.main([str(kept), str(paper)]) == 0
    assert "stale" not in paper.read_text()
    assert paper.read_text().startswith("before\n")
    assert paper.read_text().endswith("\nafter\n")
    assert page.main([str(kept)]) == 0
    assert "0 of 0 hold." in capsys.readouterr().out
    assert page.main([str(paper)]) == 2
    with pytest.raises(Refusal, match="a page with the lines"):
        page.write(tmp_path / "none.md", "")
