"""How often intervals hold: the study counts right where that is known, and its page is whole."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.studies.__main__ import main as studies
from experiments.studies.coverage import null, ranks, resampled
from experiments.studies.coverage.page import decimals, marked
from experiments.studies.coverage.pools import HARD, JUDGED, MARKETS, PLANS, SHOWN, columns
from sim.inference.intervals import Interval
from sim.metrics.bases import BASES
from sim.metrics.glossary import KPIS

TINY = ("--repetitions", "3", "--judged", "2", "--part", "0.005", "--workers", "1")


def pool(runs: int = 60) -> pd.DataFrame:
    """Runs of both plans whose numbers are luck and nothing else."""
    luck, frames = np.random.default_rng(7), []
    for plan in PLANS:
        found = {"plan": plan, "seed": range(runs)}
        found |= {name: luck.poisson(20, runs) + 1.0 for name in BASES}
        found |= {kpi: luck.normal(100, 10, runs) for kpi in KPIS if not KPIS[kpi].base}
        found |= {kpi: luck.beta(20, 20, runs) for kpi in KPIS if KPIS[kpi].base}
        frames.append(pd.DataFrame(found))
    return pd.concat(frames, ignore_index=True)


def test_twelve_kpis_are_judged_and_all_that_they_are_made_of_is_kept() -> None:
    assert len(JUDGED) == 12
    assert not set(JUDGED) & set(HARD)
    kept = columns(JUDGED + HARD + SHOWN)
    assert {"base_selling_cost", "base_new_customers", "base_purchases"} <= set(kept)
    assert set(kept) <= {*KPIS, *BASES}


def test_it_counts_the_intervals_that_hold_the_truth_and_those_that_are_none() -> None:
    found = [Interval(1.0, 0.0, 2.0, 3), Interval(9.0, 8.0, 12.0, 3)]
    found += [Interval(1.0, np.nan, np.nan, 3), Interval(1.0, 1.0, 4.0, 3)]
    told = resampled.covered(found, 1.0)
    assert told["coverage"] == pytest.approx(2 / 3)
    assert told["none"] == pytest.approx(0.25)
    assert told["width"] == 3.0


def test_intervals_of_normal_outcomes_hold_in_19_of_20() -> None:
    """500 repetitions: .95 ± .039 is left by chance with probability 6e-5 (binomial) each."""
    rows = pd.DataFrame(resampled.of_kpi("small", pool(), "profit", 500))
    assert set(zip(rows["of"], rows["replicates"], strict=True)) == {
        (of, n) for of in ("single", "paired") for n in (3, 10, 30)
    }
    assert rows["coverage"].between(0.911, 0.989).all()
    assert not rows["none"].any()


def test_of_two_scenarios_that_are_alike_either_is_called_the_best_in_one_of_twenty() -> None:
    """400 repetitions at seeds 0 to 399: .10 ± .06 is left by chance with probability 1e-4."""
    found = ranks.of_sweeps(pool(), 2, 10, 400)
    assert found["sure_of_alike"] == pytest.approx(0.1, abs=0.06)
    assert found["said"] == pytest.approx(found["true"], abs=0.1)


def test_scenarios_that_are_alike_seldom_have_a_star() -> None:
    """60 sweeps; with a chance of .05 more than 10 have one with probability 6e-4."""
    assert null.stars(pool(), 4, 10, 60)["of"] <= 10 / 60


def test_verdicts_say_no_more_than_they_may() -> None:
    """100 repetitions; 13 or more where 5 of 100 are usual has probability 2e-3."""
    rows = pd.DataFrame(null.verdicts(pool(), 10, 100))
    assert (rows["of"] <= rows["at_most"].clip(lower=0.05) + 0.08).all()
    power = rows[rows["said"] == "vanishes: nothing is left, and it is so"]
    assert (power["of"] > 0).all()


def test_a_cell_is_marked_outside_of_what_may_be_expected() -> None:
    assert [marked(one) for one in (0.93, 0.95, 0.97)] == [".930", ".950", ".970"]
    assert marked(0.929) == "**.929**"
    assert marked(0.985) == "**.985**\\*"
    assert marked(np.nan) == "none"
    assert decimals(1.0, 3) == "1.000"
    assert marked(0.9296) == ".930"


def test_the_command_makes_a_page_of_every_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {name: ((*words, "market.customers=100", "days=30", "warmup_days=30"), 400)
           for name, (words, _) in MARKETS.items()}  # fmt: skip
    monkeypatch.setattr("experiments.studies.coverage.pools.MARKETS", few)
    monkeypatch.setattr("experiments.studies.coverage.null.REPLICATES", (3,))
    words = ["coverage", *TINY, "--folder", str(tmp_path)]
    assert studies(words) == 0
    said = capsys.readouterr().out
    assert all(f"## Intervals of {market}" in said for market in MARKETS)
    text = (tmp_path / "coverage.md").read_text(encoding="utf-8")
    assert text.strip() in said
    assert text.count("| `profit` |") == 2 * len(MARKETS)
    assert studies([*words, "--redraw"]) == 0
    assert (tmp_path / "coverage.md").read_text(encoding="utf-8") == text
