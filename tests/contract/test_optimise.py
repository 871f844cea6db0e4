"""A search: it says what it cannot seek, gives up what has lost, resumes as if never stopped."""

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.cli.command import main
from sim.cli.optimise import _remark, _shown
from sim.config import Cadence, Config, Planned
from sim.config.refusal import Refusal
from sim.folder.repeat.reproduce import reproduce
from sim.inference.kinds import Kind
from sim.inference.samples import Sample, total
from sim.metrics.estimates import estimate
from sim.optimise import perform
from sim.optimise.again import fresh_seed, run_again
from sim.optimise.files import _searched as searched_by
from sim.optimise.found import found_in
from sim.optimise.fronts import front
from sim.optimise.perform import _alone
from sim.optimise.racing import level, lost
from sim.optimise.search import Search, search_from
from sim.optimise.study import COMPLETE, FAILED, JOURNAL, PRUNED, Row, Study, Trial, run_all
from sim.plots.pareto import figure
from sim.request import Request, request

RANGES = {"sales.reps": [1, 8], "market.buyer.hassle": [0.002, 0.02, "log"],
          "incentive": {"choices": ["commission", "salary"]}}  # fmt: skip
SEARCH = search_from({"ranges": RANGES, "goals": {"profit": "max", "wins": "max"}, "trials": 12})
TINY = ["market.customers=60", "days=10", "warmup_days=5", "replicates=2", "workers=1"]
ASKED = ["optimise.ranges={sales.reps:[1,4],incentive:{choices:[commission,salary]}}",
         "optimise.goals={profit:max,pay_per_rep:min}"]  # fmt: skip


@cache
def _composed(*words: str) -> Request:
    return request(words)


@pytest.fixture(autouse=True)
def composed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of a trial that is run in several searches are composed in the first."""

    def composed(words: Sequence[str]) -> Request:
        return _composed(*words)

    monkeypatch.setattr(perform, "request", composed)


def made_up(trial: Trial, complete: list[Trial]) -> tuple[str, list[Row]]:
    """Outcomes that only the words decide; every third trial is given up."""
    reps, hassle, plan = (word.partition("=")[2] for word in trial.words)
    profit = -((int(reps) - 5) ** 2) + (plan == "salary") - 100 * float(hassle)
    rows: list[Row] = [
        {"replicate": n, "seed": n, "digest": "d", "kpis": {"profit": profit + n, "wins": 1.0}}
        for n in range(3)
    ]
    return (PRUNED if trial.number % 3 == 2 else COMPLETE), rows


def searched(folder: Path, search: Search = SEARCH) -> list[Trial]:
    folder.mkdir(exist_ok=True)
    study = Study(folder, search, "same")
    list(run_all(study, search, made_up))
    rows: Row = {"replicate": 0, "seed": 9, "digest": "d", "kpis": {"profit": 2.0, "wins": 1.0}}
    run_again(study, [0, 1], dict.fromkeys((0, 1), Config()), lambda *_: ([rows], ""))
    return study.trials()


class KilledError(Exception):
    """Stands for a kill: nothing is told after it."""


def killed(*more: Any) -> Any:
    raise KilledError


def killed_at(number: int, attempt: Any) -> Any:
    def until(words: Any, trial: Trial, *more: Any) -> Any:
        if trial.number == number:
            raise KilledError
        return attempt(words, trial, *more)

    return until


@pytest.mark.parametrize("after", [1, 4, 9])
def test_a_study_that_was_killed_goes_on_as_if_it_had_not_been(after: int, tmp_path: Path) -> None:
    whole = searched(tmp_path / "whole")
    (tmp_path / "cut").mkdir()
    kill = killed_at(after, lambda words, trial, complete: made_up(trial, complete))
    study = Study(tmp_path / "cut", SEARCH, "same")
    with pytest.raises(KilledError):
        list(run_all(study, SEARCH, lambda trial, complete: kill((), trial, complete)))
    assert searched(tmp_path / "cut") == whole
    assert len(whole) == 12
    assert {one.state for one in whole} == {COMPLETE, PRUNED}
    assert [one.number for one in whole] == list(range(12))
    bytes_of = [(tmp_path / name / JOURNAL).read_bytes() for name in ("whole", "cut")]
    assert bytes_of[0] == bytes_of[1]


def test_a_journal_cut_anywhere_ends_in_the_same_bytes(tmp_path: Path) -> None:
    """Wherever a kill tears it, and where a lost block of the disk has made a line unreadable."""
    few = search_from({"ranges": RANGES, "goals": {"profit": "max"}, "trials": 5})
    searched(tmp_path / "whole", few)
    whole = (tmp_path / "whole" / JOURNAL).read_bytes()
    ends = [n + 1 for n, byte in enumerate(whole) if byte == ord("\n")]
    places = {0, 1, *ends, *(end - 1 for end in ends), *(end + 9 for end in ends[:-1])}
    torn = [whole[:place] for place in sorted(places)]
    torn.append(whole[: ends[1] + 5] + bytes(9) + whole[ends[1] + 14 :])
    for number, content in enumerate(torn):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / JOURNAL).write_bytes(content)
        searched(folder, few)
        assert (folder / JOURNAL).read_bytes() == whole


def test_a_search_that_was_killed_leaves_the_files_of_one_that_was_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["optimise", *TINY, *ASKED, "optimise.trials=5"]
    assert main([*words, f"hydra.run.dir={tmp_path}/whole"]) == 0
    attempt = perform._attempt
    for number in (0, 3):
        monkeypatch.setattr(perform, "_attempt", killed_at(number, attempt))
        with pytest.raises(KilledError):
            main([*words, f"hydra.run.dir={tmp_path}/cut"])
    monkeypatch.setattr(perform, "_attempt", attempt)
    for place in ("run_again", "write"):
        honest = getattr(perform, place)
        monkeypatch.setattr(perform, place, killed)
        with pytest.raises(KilledError):
            main([*words, f"hydra.run.dir={tmp_path}/cut"])
        monkeypatch.setattr(perform, place, honest)
    monkeypatch.setattr(perform, "_rows", killed)
    assert main([*words, f"hydra.run.dir={tmp_path}/cut"]) == 0, "no run is missing, none is done"
    monkeypatch.undo()
    files = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
        for folder in (tmp_path / "whole", tmp_path / "cut")
    ]
    manifests = [json.loads(one.pop(Path("manifest.json"))) for one in files]
    assert files[0] == files[1]
    assert len(files[0]) == 7
    for one in manifests:
        for name in ("argv", "started", "finished"):
            del one[name]
    assert manifests[0] == manifests[1]
    assert "5 trials" in files[0][Path("README.txt")].decode()
    again = reproduce(tmp_path / "cut")
    assert again.same
    assert again.versions == []


def test_a_search_finds_the_hill(tmp_path: Path) -> None:
    search = Search({"profit": 1}, SEARCH.ranges, trials=40)
    trials = searched(tmp_path, search)
    best = max((one for one in trials if one.state == COMPLETE),
               key=lambda one: total(one.sample("profit")))  # fmt: skip
    assert {"sales.reps=5", "incentive=salary"} <= set(best.words)
    assert searched(tmp_path, search) == trials, "no trial is missing, none is added"


def test_the_same_words_are_not_run_twice(tmp_path: Path) -> None:
    ran = []

    def attempt(trial: Trial, complete: list[Trial]) -> tuple[str, list[Row]]:
        ran.append(trial.words)
        return COMPLETE, [{"replicate": 0, "seed": 1, "digest": "d", "kpis": {"profit": 1.0}}]

    few = search_from({"ranges": {"sales.reps": [1, 2]}, "trials": 10})
    assert len(list(run_all(Study(tmp_path, few, "x"), few, attempt))) == 10
    assert len(ran) == len(set(ran)) == 2


def test_another_search_is_refused_in_its_folder(tmp_path: Path) -> None:
    searched(tmp_path)
    with pytest.raises(Refusal, match="something else"):
        Study(tmp_path, SEARCH, "another")


def test_two_searches_in_one_folder_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "search"
    with _alone(folder), pytest.raises(Refusal, match="another optimise is running"):
        _alone(folder).__enter__()
    with _alone(folder):
        pass


def means_of(**values: Any) -> dict[str, Sample]:
    """Samples of figures that are over nothing."""
    return {kpi: Sample(Kind.MEAN, one, np.ones(len(one))) for kpi, one in values.items()}


def test_a_trial_is_given_up_when_it_has_surely_lost() -> None:
    luck, sure = np.random.default_rng(1).normal(0, 10, 20), level(before=1, replicates=20)
    better = means_of(profit=luck + 3, wins=luck + 1 + np.arange(20) % 2 / 9)
    behind = luck[:8] + np.linspace(-0.1, 0.1, 8)
    worse = means_of(profit=behind, wins=luck[:8])
    assert lost(SEARCH, worse, [better], sure)
    few = {kpi: one.at(slice(3)) for kpi, one in worse.items()}
    assert not lost(SEARCH, few, [better], sure), "three replicates say too little"
    otherwise = means_of(profit=behind, wins=luck[:8] + 2)
    assert not lost(SEARCH, otherwise, [better], sure), "it is better on wins"
    assert not lost(SEARCH, better, [better], sure), "equals do not lose"
    level_gap = means_of(profit=luck[:8], wins=luck[:8])
    ahead = means_of(profit=luck + 3, wins=luck + 3)
    assert not lost(SEARCH, level_gap, [ahead], sure), "a gap without spread tells nothing of luck"
    lower = Search({"profit": -1}, SEARCH.ranges)
    assert lost(
        lower,
        means_of(profit=better["profit"].part[:8]),
        [means_of(profit=luck + np.arange(20) % 2 / 9)],
        sure,
    )


def test_a_ratio_is_judged_by_its_sums() -> None:
    """Of the means of ratios the first is the larger, of the ratios of sums the second."""
    wholes, ratios = np.tile([1.0, 100.0], 10), np.tile([0.9, 0.1], 10)
    one_goal = Search({"win_rate": 1}, SEARCH.ranges)
    shake = np.random.default_rng(2).normal(0, 0.001, 20)
    mine = {"win_rate": Sample(Kind.SHARE, wholes * ratios, wholes)}
    other = {"win_rate": Sample(Kind.SHARE, wholes * (0.3 + shake), wholes)}
    assert lost(one_goal, {"win_rate": mine["win_rate"].at(slice(16))}, [other], 0.01)
    assert not lost(one_goal, {"win_rate": other["win_rate"].at(slice(16))}, [mine], 0.01)


def test_the_front_is_what_nothing_is_better_than() -> None:
    means = {0: (1.0, 5.0), 1: (2.0, 4.0), 2: (1.0, 4.0), 3: (2.0, 4.0), 4: (float("nan"), 9.0)}
    found = {n: dict(zip(("profit", "wins"), pair, strict=True)) for n, pair in means.items()}
    assert front(SEARCH, found) == [0, 1, 3]
    lowered = Search({"profit": 1, "wins": -1}, SEARCH.ranges)
    assert front(lowered, found) == [1, 3]


def test_the_best_is_shown_by_its_fresh_runs_beside_those_that_may_be_as_good(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    luck, never = np.random.default_rng(4).normal(0, 1, (3, 12)), Cadence(planned=[Planned(300)])
    trials = [
        Trial(number, COMPLETE, (f"sales.reps={number}",),
              [{"replicate": n, "seed": n, "digest": "d", "kpis": {"profit": one}}
               for n, one in enumerate((values + shift).tolist())])
        for number, (values, shift) in enumerate(zip(luck, (100.0, 99.9, 0.0), strict=True))
    ]  # fmt: skip
    configs = dict.fromkeys(range(3), Config(replicates=12, cadence=never))
    found = found_in(Search({"profit": 1}, ()), trials, configs)
    (best,), (other,) = found.front, found.candidates
    assert {best, other} == {0, 1}
    whole = found.with_fresh({best: replace(trials[2], number=best)}, configs)
    said = "\n".join(_shown(whole, tmp_path))
    shown = estimate(whole.again[best], "profit").mean
    assert f"trial {best}: profit {shown:.2f}".replace("-", "−") in said
    assert "in the search (picked): profit 99.98" in said
    assert f"it is the best of them with a probability of {100 * found.chances[best]:.0f} %" in said
    assert f"trial {other} may be the best of them too" in said
    broken = found.with_fresh({best: replace(trials[best], state=FAILED)}, configs)
    assert "; failed on fresh seeds" in "\n".join(_shown(broken, tmp_path))
    _remark(found, ["said before"])
    assert f"sim: trial {best}: cadence.planned: 1 of 1 rows" in capsys.readouterr().err
    title = figure(searched_by(whole)).texts[1].get_text()
    assert "looks best" in title.replace("\n", " "), "with a chance of less than .95"
    assert f"profit {shown:.2f} on fresh seeds".replace("-", "−") in title.replace("\n", " ")


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "nothing to search": ({}, "nothing to search"),
    "a setting": ({"ranges": RANGES, "goal": {}}, "nearest: goals"),
    "a KPI": ({"ranges": RANGES, "goals": {"profits": "max"}}, "nearest: profit"),
    "a direction": ({"ranges": RANGES, "goals": {"profit": "up"}}, "neither max nor min"),
    "no goals": ({"ranges": RANGES, "goals": {}}, "names no goals"),
    "no trials": ({"ranges": RANGES, "trials": 0}, "optimise.trials=0"),
    "no range": ({"ranges": {"sales.repz": [1, 2]}}, "optimise.ranges: sales.repz"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_sought_is_refused(case: str) -> None:
    settings, part = REFUSED[case]
    with pytest.raises(Refusal) as refusal:
        search_from(settings)
    assert part in str(refusal.value)


def test_the_verb_searches_resumes_and_leaves_a_folder_that_repeats_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["optimise", *TINY, *ASKED, f"hydra.run.dir={tmp_path}/found"]
    assert main([*words, "optimise.trials=3"]) == 0
    said = capsys.readouterr().out
    assert "trial " in said
    assert "on fresh seeds" in said
    assert "in the search (picked): " in said
    folder = tmp_path / "found"
    first = pd.read_parquet(folder / "runs.parquet")
    assert main([*words, "optimise.trials=3"]) == 2
    assert "already" in capsys.readouterr().err
    assert main([*words, "optimise.trials=5"]) == 0
    then = pd.read_parquet(folder / "runs.parquet")
    tried = [one[~one["scenario"].str.endswith(", fresh seeds")] for one in (first, then)]
    shared = tried[1][tried[1]["scenario"].isin(set(tried[0]["scenario"]))]
    assert list(shared["digest"]) == list(tried[0]["digest"])
    summary = json.loads((folder / "summary.json").read_text())
    assert sum(summary["optimisation"]["trials"].values()) == 5
    told = summary["optimisation"]
    assert len(summary["scenarios"]) == len(told["front"]) >= 1
    assert [one["name"] for one in summary["scenarios"]] == [
        f"{name}, fresh seeds" for name in told["front"]
    ]
    fresh = then["scenario"].str.endswith(", fresh seeds")
    assert not set(then[fresh]["seed"]) & set(then[~fresh]["seed"])
    assert told["fresh_seed"] == fresh_seed(1)
    assert {one["probability"] for one in told["complete"].values()} == {None}, "two replicates"
    assert (folder / "figures" / "pareto.png").is_file()
    assert reproduce(folder).same
    assert main([*words, "optimise.trials=6", "seed=2"]) == 2
    assert "something else" in capsys.readouterr().err


def test_the_verb_refuses_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    full = f"hydra.run.dir={tmp_path}/mine"
    for words, part in (([], "nothing to search"), ([*ASKED, "-m", "seed=1,2"], "leave -m out"),
                        ([*ASKED, full], "holds no study"), (["optimise.ranges={"], "brackets"),
                        ([*ASKED, "optimise.trials=1,2"], "one value")):  # fmt: skip
        assert main(["optimise", *TINY, *words]) == 2
        err = capsys.readouterr().err
        assert part in err
        assert len(err.splitlines()) == 1
    monkeypatch.setitem(sys.modules, "optuna", None)
    assert main(["optimise", *TINY, *ASKED, f"hydra.run.dir={tmp_path}/new"]) == 2
    assert "smarketing[optimise]" in capsys.readouterr().err
    shutil.rmtree(tmp_path / "mine")
