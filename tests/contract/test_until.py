"""Replication to a target: rounds that depend on the runs alone, whatever happened between."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.cli.command import main
from sim.config.refusal import Refusal
from sim.inference.kinds import Kind
from sim.inference.samples import sample
from sim.inference.stopping import Target, held
from sim.request import request
from sim.sweep.engine import FirstFailure
from sim.sweep.scope import SETTINGS
from sim.sweep.until import Until, told, until_from
from tests.sweeps import FAILING, plan_of, quick, replicated

# Profits of the quick model are even over 613 m, so that 4 sd²/h² is about 80 replicates.
TARGET = Target("profit", 4e7, first=10, most=300)
PLAN = ("seed=1 days=5", "seed=1 days=6", "seed=1 days=7")


def folder_of(parent: Path, name: str) -> Path:
    (parent / name).mkdir()
    return parent / name


def counted(ran: list[Any]) -> Any:
    def simulation(config: Any, replicate: int) -> Any:
        ran.append((config.seed, config.days, replicate))
        return quick(config, replicate)

    return simulation


def stopping(after: int) -> Any:
    """The quick model until somebody interrupts it, in the run of that number."""
    ran: list[Any] = []

    def simulation(config: Any, replicate: int) -> Any:
        ran.append(replicate)
        if len(ran) == after:
            raise KeyboardInterrupt
        return quick(config, replicate)

    return simulation


def test_every_scenario_is_run_until_its_interval_is_narrow(tmp_path: Path) -> None:
    ran: list[Any] = []
    done, found, _ = replicated(tmp_path, plan_of(*PLAN), Until(TARGET), counted(ran))
    assert len(ran) == len(set(ran)) == done.plan.total
    table = pd.read_parquet(tmp_path / "runs.parquet")
    for one in found:
        values = table.query("scenario == @one['name']")["profit"].to_numpy()
        end = held(sample(Kind.MEAN, values), TARGET)
        assert one["reached"]
        assert one["half_width"] == (end.high - end.low) / 2 <= 4e7
        assert one["replicates"] == len(values) > 10
        assert one["mean"] == pytest.approx(values.mean())
    assert len(set(done.plan.replicates)) > 1
    assert [one.config.replicates for one in done.plan] == done.plan.replicates


@pytest.mark.parametrize("compare", [False, True])
def test_whenever_it_is_stopped_the_table_is_the_same(tmp_path: Path, compare: bool) -> None:
    until = Until(replace(TARGET, compare=compare))
    whole, _, expected = replicated(folder_of(tmp_path, "whole"), plan_of(*PLAN), until)
    assert whole.plan.total > 90
    kept = []
    for moment in (5, 31, 60, 90):
        place = folder_of(tmp_path, f"stopped{moment}")
        with pytest.raises(KeyboardInterrupt):
            replicated(place, plan_of(*PLAN), until, stopping(moment))
        ran: list[Any] = []
        done, _, table = replicated(place, plan_of(*PLAN), until, counted(ran))
        kept.append(done.plan.total - len(ran))
        assert table == expected
        assert done.plan.replicates == whole.plan.replicates
    assert kept == sorted(kept)
    assert 0 <= kept[0] < 30 < kept[-1], "in the first round, and in a later one"


def test_differences_to_the_first_scenario_are_narrow(tmp_path: Path) -> None:
    words = (*PLAN, "seed=1 days=5 threads=2")
    ran: list[Any] = []
    until = Until(replace(TARGET, compare=True))
    done, found, _ = replicated(tmp_path, plan_of(*words), until, counted(ran))
    first, *others = done.plan.replicates
    assert first == max(others) > min(others) == 10, "the last one is the first by another name"
    assert len(ran) == len(set(ran)) == first + others[0] + others[1]
    table = pd.read_parquet(tmp_path / "runs.parquet")
    values = {name: rows["profit"].to_numpy() for name, rows in table.groupby("scenario")}
    for one in found:
        both = min(len(values[one["a"]]), len(values[one["b"]]))
        gaps = values[one["b"]][:both] - values[one["a"]][:both]
        assert one["mean"] == pytest.approx(gaps.mean())
        assert one["reached"]
        assert one["half_width"] <= 4e7
    assert [one["b"] for one in found] == list(words[1:])


def test_a_maximum_ends_it_and_is_told(tmp_path: Path) -> None:
    until = Until(Target("profit", 4e7, first=10, most=30))
    done, found, _ = replicated(tmp_path, plan_of(*PLAN), until)
    assert done.plan.replicates == [30, 30, 30]
    assert not any(one["reached"] for one in found)
    text = told({"kpi": "profit", "half_width": 4e7, "found": found})
    assert "reached by 0 of 3 scenarios; not by seed=1 days=5 (± " in text
    assert "after 30 replicates" in text


def test_what_fails_in_all_of_the_first_stage_is_given_up(tmp_path: Path) -> None:
    words = (f"seed={FAILING} days=5", "seed=1 days=5")
    ran: list[Any] = []
    done, found, _ = replicated(tmp_path, plan_of(*words), Until(TARGET), counted(ran))
    assert done.plan.replicates[0] == 10
    assert len(ran) == len(set(ran)), "a run that failed is not tried again in the next round"
    assert len(done.tally.failures) == 10
    assert found[0]["mean"] is None
    assert not found[0]["reached"]
    assert found[1]["reached"]
    table = pd.read_parquet(tmp_path / "runs.parquet")
    assert (table["status"] == "failed").sum() == 10


def test_some_failures_are_made_up_for(tmp_path: Path) -> None:
    def fickle(config: Any, replicate: int) -> Any:
        if replicate % 3 == 1:
            raise ValueError("every third")
        return quick(config, replicate)

    done, found, _ = replicated(tmp_path, plan_of(*PLAN[:2]), Until(TARGET), fickle)
    assert all(one["reached"] for one in found)
    for count, one in zip(done.plan.replicates, found, strict=True):
        assert one["defined"] == count - len(range(1, count, 3)) > 10


def test_the_impatient_stop_at_the_first_failure(tmp_path: Path) -> None:
    def late(config: Any, replicate: int) -> Any:
        if replicate == 12:
            raise ValueError("in the second round")
        return quick(config, replicate)

    plan = plan_of(*(f"{words} fail_fast=1" for words in PLAN))
    with pytest.raises(FirstFailure):
        replicated(tmp_path, plan, Until(TARGET), late)


REFUSED = {
    "no KPI": ({"half_width": 3}, "until needs until.kpi"),
    "no width": ({"kpi": "profit"}, "until needs until.half_width"),
    "another KPI": ({"kpi": "profits", "half_width": 3}, "nearest: profit"),
    "another setting": ({"kpi": "profit", "half_width": 3, "mos": 3}, "nearest: most"),
    "nothing wide": ({"kpi": "profit", "half_width": 0}, "until.half_width=0"),
    "a word": ({"kpi": "profit", "half_width": "small"}, "until.half_width=small"),
    "too few": ({"kpi": "profit", "half_width": 3, "first": 2}, "until.first=2 is too few"),
    "less than first": ({"kpi": "profit", "half_width": 3, "most": 15}, "until.most=15 is less"),
    "half a run": ({"kpi": "profit", "half_width": 3, "first": 20.5}, "whole"),
    "a doubt": ({"kpi": "profit", "half_width": 3, "compare": "yes"}, "until.compare=yes"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_target_that_is_none_is_refused_in_one_line(case: str) -> None:
    settings, part = REFUSED[case]
    with pytest.raises(Refusal) as refusal:
        until_from(settings)
    assert part in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert set(SETTINGS["until"]) == {"kpi", "half_width", "first", "most", "compare"}


UNTIL = ["until=profit", "until.half_width=1", "until.first=10", "until.most=11"]
TINY = ["-m", "market.customers=60", "days=5", "warmup_days=0", "workers=1"]


def test_a_target_that_the_words_contradict_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for words, part in (
        ([*TINY[1:], *UNTIL], "add -m"),
        ([*TINY, *UNTIL, "replicates=3"], "leave replicates out"),
        ([*TINY, *UNTIL, "until.compare=true"], "second scenario"),
        ([*TINY, *UNTIL, "until.compare=true", "seed=1,2"], "one seed"),
        ([*TINY, *UNTIL, "hydra/launcher=basic", "hydra/sweeper=basic"], "own launcher"),
    ):
        assert main(words) == 2
        assert part in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_of_one_scenario_to_a_target_is_a_folder_that_repeats_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [*TINY, *UNTIL, "hydra.sweep.dir=swept"]
    assert len(request(words).scenarios) == 1
    assert main(words) == 0
    said = " ".join(capsys.readouterr().out.split())
    summary = json.loads(Path("swept/summary.json").read_text())["until"]
    (one,) = summary["found"]
    runs = pd.read_parquet("swept/runs.parquet")["profit"].to_numpy()
    narrow = np.ptp(runs) == 0
    assert one["reached"] == narrow
    assert one["replicates"] == len(runs) == (10 if narrow else 11)
    told_so = f"Replicated profit to ± 1: reached by {int(narrow)} of 1 scenario"
    assert told_so in said
    assert told_so in " ".join(Path("swept/README.txt").read_text().split())
    manifest = json.loads(Path("swept/manifest.json").read_text())
    assert manifest["runs"] == {"planned": len(runs), "failed": 0}
    assert manifest["until"]["kpi"] == "profit"
    assert main(["reproduce", "swept"]) == 0
    assert f"{len(runs)} runs repeated: every digest is the same" in capsys.readouterr().out
    assert main(words) == 2
    assert "is not empty" in capsys.readouterr().err
