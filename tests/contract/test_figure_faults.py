"""What a reader must never see in a figure: words over words or cut off, and impossible ranges.

Every figure of every kind is drawn from real runs: tiny, small, the default one shortened, a sweep
of numbers and one of long words; and those of a claim, a search and of sensitivities.
"""

import itertools
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from sim.experiment.question import question_from
from sim.experiment.verdict import account, verdict
from sim.inference.kinds import Kind
from sim.inference.outcomes import Outcomes
from sim.inference.samples import sample
from sim.inference.sensitivity import morris, morris_places, sobol, sobol_places
from sim.metrics.glossary import KPIS
from sim.plots import (
    FIGURES,
    SWEEP_FIGURES,
    NoDataError,
    claim,
    compared,
    pareto,
    sensitivity,
    style,
)
from sim.plots.vector import svg
from sim.request import request
from sim.runs.scenario import Result, run
from tests.figure_faults import beyond, faults, words

ONE = {
    "tiny": ["market.customers=60", "days=65", "warmup_days=40", "replicates=2"],
    "few": ["market.customers=250", "days=130", "warmup_days=65", "replicates=3",
            "incentive=balanced_scorecard"],
    "small": ["market=small", "incentive=steep_accelerator"],
    "default": ["replicates=2", "days=130", "warmup_days=130"],
}  # fmt: skip
SHORT = ["market=small", "market.customers=150", "days=65", "warmup_days=40", "workers=1"]
LONG = ["commission", "bonus_and_overachievement", "quota_bonus_quarterly"]
SWEEPS = {
    "numbers": [[f"sales.reps={n}", "replicates=3"] for n in (1, 2, 4)],
    "two replicates": [[f"sales.reps={n}", "replicates=2"] for n in (1, 2, 4)],
    "long words": [
        [f"incentive={plan}", f"cadence={pace}", "replicates=3"]
        for plan, pace in itertools.product(LONG, ("balanced_60_40", "promotion_heavy"))
    ],
    "ranked": [[f"market.buyer.patience_days={n}", "replicates=10"] for n in (20, 60.5, 120)],
}
# The axis along which what is drawn has bounds, and those; of the others nothing is below zero.
BOUNDS = {
    "market_share": ("y", 1.0), "progress_at_contact": ("y", 1.0), "quota_attainment": ("y", 1.0),
    "bookings_by_week": ("y", 1.0), "cohort_retention": ("y", 1.0), "speed": ("y", 1.0),
    "won_from": ("x", 1.0), "funnel": ("x", 100.0), "rep_time_use": ("x", 168.0),
    "one_deal": ("x", np.inf),
}  # fmt: skip


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    return {name: ran(told) for name, told in ONE.items()}


@pytest.fixture(scope="module")
def sweeps() -> dict[str, list[Result]]:
    return {
        name: [ran([*SHORT, *told], told[:-1]) for told in rows] for name, rows in SWEEPS.items()
    }


def ran(told: list[str], overrides: list[str] | None = None) -> Result:
    named = told if overrides is None else overrides
    (one,) = request([*told, "workers=1"]).scenarios
    return run(one.config, name=", ".join(named), overrides=tuple(named))


@pytest.mark.parametrize("name", ONE)
def test_no_figure_of_a_run_has_a_fault(name: str, results: dict[str, Result]) -> None:
    tables, config = results[name].tables, results[name].config
    drawn = 0
    for figure, draw in FIGURES.items():
        try:
            page = draw(tables, config)
        except NoDataError:
            continue
        axis, most = BOUNDS.get(figure, ("y", np.inf))
        assert faults(page) == [], figure
        assert beyond(page.axes, axis, most=most) == [], figure
        assert svg(page, figure, figure).startswith("<svg")
        drawn += 1
    assert drawn >= {"tiny": 4, "few": 8}.get(name, 11)


@pytest.mark.parametrize("name", SWEEPS)
def test_no_figure_of_a_sweep_has_a_fault(name: str, sweeps: dict[str, list[Result]]) -> None:
    found = dict(drawn_of(sweeps[name]))
    expected = {
        "numbers": {"curve", "paired_differences", "ranking"},
        "two replicates": {"curve", "ranking"},
        "long words": set(SWEEP_FIGURES) - {"curve"},
        "ranked": {"curve", "paired_differences", "ranking"},
    }
    assert set(found) == expected[name]
    for figure, page in found.items():
        assert faults(page) == [], figure
    for axes in found["curve"].axes if "curve" in found else ():
        if axes.get_title(loc="left") == "market share":
            assert beyond([axes], most=1.0) == []
    for axes in found["paired_differences"].axes if "paired_differences" in found else ():
        if axes.get_xlabel() == "percentage points":
            assert beyond([axes], "x", -1.0, 1.0) == []


def drawn_of(results: list[Result]) -> Iterator[tuple[str, Figure]]:
    for name, draw in SWEEP_FIGURES.items():
        try:
            yield name, draw(results)
        except NoDataError:
            continue


def test_no_probability_is_drawn_below_ten_replicates(sweeps: dict[str, list[Result]]) -> None:
    for name, told in (("numbers", False), ("ranked", True)):
        said = " ".join(one.said for one in words(SWEEP_FIGURES["ranking"](sweeps[name]))[0])
        assert ("probability" in said) == told


def test_two_replicates_show_no_interval(sweeps: dict[str, list[Result]]) -> None:
    page = SWEEP_FIGURES["curve"](sweeps["two replicates"])
    said = " ".join(one.said for one in words(page)[0])
    assert "too few for intervals" in said
    bands = [band for axes in page.axes for band in axes.collections]
    assert all(not np.isfinite(path.vertices).all() or not len(path.vertices)
               for band in bands for path in band.get_paths())  # fmt: skip


def test_swept_numbers_carry_their_parameters_name(sweeps: dict[str, list[Result]]) -> None:
    said = [one.said for one in words(SWEEP_FIGURES["ranking"](sweeps["ranked"]))[0]]
    assert {"patience_days=20", "patience_days=60.5", "patience_days=120"} <= set(said)
    assert "sales.reps" in [one.said for one in words(SWEEP_FIGURES["curve"](sweeps["numbers"]))[0]]


def test_categories_are_not_joined_by_a_line(sweeps: dict[str, list[Result]]) -> None:
    for figure in ("interaction", "main_effects"):
        for axes in SWEEP_FIGURES[figure](sweeps["long words"]).axes:
            joined = [line for line in axes.lines if line.get_marker() not in ("|", "_", "None")]
            assert all(line.get_linestyle() == "None" or len(line.get_xdata()) == 1
                       for line in joined), figure  # fmt: skip


@pytest.mark.parametrize("pair", [("tiny", "few"), ("small", "default")])
def test_two_runs_side_by_side_have_no_fault(
    pair: tuple[str, str], results: dict[str, Result], sweeps: dict[str, list[Result]]
) -> None:
    one, other = (results[name] for name in pair)
    assert faults(compared.figure(one, other)) == []
    ranked = sweeps["ranked"]
    rows, paired = compared.compared(ranked[0], ranked[2])
    assert paired
    for row in rows:
        assert row.more.mean == pytest.approx(row.both[1].mean - row.both[0].mean)
        if KPIS[row.kpi].kind.within_one and np.isfinite(row.joint.low):
            assert -1 <= row.joint.low <= row.more.low <= row.more.high <= row.joint.high <= 1


def test_a_search_says_the_words_of_its_trials(sweeps: dict[str, list[Result]]) -> None:
    for name, told in (("long words", False), ("ranked", True)):
        trials = {f"trial {n}": one for n, one in enumerate(sweeps[name])}
        for goals in ({"profit": 1}, {"profit": 1, "pay_per_rep": -1}):
            front = list(trials)[: len(goals)]
            chances, again = dict.fromkeys(trials, 0.62), {front[0]: trials[front[0]]}
            page = pareto.figure(pareto.Searched(goals, trials, front, chances, again))
            assert faults(page) == []
            said = " ".join(one.said for one in words(page)[0])
            assert (
                "commission + balanced_60_40" if name == "long words" else "patience_days=20"
            ) in said
            assert ("62" in said) == told


CLAIM: dict[str, Any] = {
    "claim": "shared knowledge earns more, closes sooner and leaves customers better off",
    "mechanism": "each sells",
    "arms": {"nothing that is known is shared": ["sales.reps=1"], "all of it": ["sales.reps=6"]},
    "ablation": {"switch_off": "nobody sells", "words": ["sales.selling_share=0.01"]},
    "hypotheses": [
        {"says": says, "kpi": kpi, "form": form,
         "of": ["all of it", "nothing that is known is shared"], **band}
        for says, kpi, form, band in (
            ("revenue, all shared over nothing shared", "wins", "change",
             {"low": 3.0, "high": 9.0}),
            ("leads, all shared less nothing shared", "leads", "difference", {"high": 0}),
            ("more deals are won where all is shared", "wins", "difference", {"low": 0}),
        )
    ]
    + [{"says": "wins are most with all of it", "kpi": "wins", "form": "best", "of": ["all of it"],
        "ablation": False}],
}  # fmt: skip


@pytest.mark.parametrize("replicates", [4, 12])
def test_a_claims_figure_says_what_holds_and_what_does_not(replicates: int) -> None:
    question, luck = question_from(CLAIM), np.random.default_rng(4)
    more, less = (sample(Kind.COUNT, luck.poisson(mean, replicates)) for mean in (90, 60))
    table = {
        (arm, under): dict.fromkeys(("wins", "leads"), less if under or arm[0] == "n" else more)
        for arm in question.arms for under in ("", question.ablated)
    }  # fmt: skip
    page = claim.figure(account(verdict(question, table)))
    assert faults(page) == []
    said = " ".join(one.said for one in words(page)[0])
    assert "It does not hold" not in said
    assert "Holds: more deals are won where all is shared" in said
    assert "Less than claimed: revenue, all shared over nothing shared" in said
    assert "The other way round: leads, all shared less nothing shared" in said
    assert ("too few replicates to rank: 10 or more are needed" in said) == (replicates == 4)
    assert ("with a chance of" in said) == (replicates == 12)


PARAMETERS = ("sales.reps", "market.buyer.patience_days", "market.buyer.hassle")


@pytest.mark.parametrize("seeds", [1, 2, 4])
def test_sensitivities_stay_in_their_ranges(seeds: int) -> None:
    names, luck = tuple(PARAMETERS), np.random.default_rng(3)
    ways: list[tuple[Any, Any]] = []
    ways.append((tracks := morris_places(names, 4), partial(morris, names, tracks)))
    ways.append((sobol_places(names, 8), partial(sobol, names)))
    for places, indices in ways:
        values = 3.0 * places[:, 0] + luck.normal(0, 0.5, (seeds, len(places)))
        points = tuple(f"point {n}" for n in range(len(places)))
        for kpi in ("profit", "market_share"):
            found = indices(Outcomes(kpi, points, np.arange(seeds), values))
            page = sensitivity.figure(found, kpi, len(places))
            assert faults(page) == []
            assert beyond(page.axes, "x", most=np.inf if places is tracks else 1.0) == []


def test_faults_are_found() -> None:
    page, axes = style.page("a title", "what is drawn", "a note")
    axes.plot([0, 1], [-0.2, 1.2], "_")
    axes.text(0.5, 0.5, "one word")
    axes.text(0.5, 0.5, "another")
    page.text(0.97, 0.5, "beyond the edge")
    axes.text(0.1, 0.1, "−0 deals")
    said = "\n".join(faults(page))
    assert "“one word” and “another” overlap" in said
    assert "“beyond the edge” leaves the page" in said
    assert "odd number in “−0 deals”" in said
    assert beyond([axes], most=1.0)


def test_labels_that_may_move_do_not_overlap_and_come_back_the_same() -> None:
    page, axes = style.page("a title", "what is drawn", "a note")
    axes.plot([0, 1], [0, 1])
    for n in range(5):
        style.line_end(axes, 1, 0.5 + 0.001 * n, f"line {n}", style.BLUE)
    assert faults(page) == []
    first = [one.box.tolist() for one in words(page)[0]]
    again = [one.box.tolist() for one in words(page)[0]]
    assert np.allclose(again, first, atol=0.1)
