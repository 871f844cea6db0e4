"""What a run leaves behind: all of it or nothing, the same bytes for the same words."""

import json
import threading
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from sim.cli.command import main
from sim.config.refusal import Refusal
from sim.folder.claim import claimed
from sim.folder.provenance import config_hash, file_hash
from sim.folder.write import EVENTS
from sim.grammar.schema import read_config
from sim.metrics.glossary import FOCAL, KPIS
from sim.request import request

TINY = ["market.customers=120", "days=65", "warmup_days=65", "replicates=2", "workers=1"]
SINGLE = {"config.yaml", "manifest.json", "summary.json", "runs.parquet", "README.txt", "figures",
          "kpis.csv",
          *(f"{name}.parquet" for name in EVENTS)}  # fmt: skip
SWEEP = {"config.yaml", "scenarios.yaml", "manifest.json", "summary.json", "runs.parquet",
         "README.txt", "kpis.csv", "figures"}  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def single(base: Path) -> Path:
    assert main([*TINY, f"hydra.run.dir={base}/single"]) == 0
    return base / "single"


@pytest.fixture(scope="module")
def again(base: Path) -> Path:
    assert main([*TINY, f"hydra.run.dir={base}/again"]) == 0
    return base / "again"


@pytest.fixture(scope="module")
def sweep(base: Path) -> Path:
    words = ["-m", *TINY, "incentive=commission,salary", "alignment.goals=0.1,0.9"]
    assert main([*words, f"hydra.sweep.dir={base}/sweep"]) == 0
    return base / "sweep"


def manifest_of(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    return content


def test_a_scenario_leaves_these_files_and_no_others(single: Path) -> None:
    assert {path.name for path in single.iterdir()} == SINGLE
    assert list((single / "figures").glob("*.png"))


def test_a_sweep_leaves_one_folder_with_one_table(sweep: Path) -> None:
    assert {path.name for path in sweep.iterdir()} == SWEEP
    runs = pd.read_parquet(sweep / "runs.parquet")
    assert len(runs) == 4 * 2
    assert set(runs["incentive"]) == {"commission", "salary"}
    assert set(runs["alignment.goals"]) == {0.1, 0.9}
    assert runs["scenario"].nunique() == 4
    assert runs.groupby("replicate")["seed"].nunique().eq(1).all()


def test_the_manifest_proves_every_other_file(single: Path, sweep: Path) -> None:
    for folder in (single, sweep):
        manifest = manifest_of(folder)
        files = {
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        }
        assert set(manifest["outputs"]) == files - {"manifest.json"}
        for name, digest in manifest["outputs"].items():
            assert file_hash(folder / name) == digest
        assert manifest["status"] == "finished"


def test_the_manifest_says_where_it_comes_from(single: Path) -> None:
    manifest = manifest_of(single)
    assert manifest["argv"][: len(TINY)] == TINY
    assert manifest["overrides"] == [TINY]
    assert manifest["choices"]["incentive"] == "commission"
    assert manifest["root_seed"] == 1
    assert len(manifest["replicate_seeds"]) == 2
    assert manifest["config_hash"] == config_hash(read_config(single / "config.yaml"))
    assert manifest["packages"]["numpy"]
    assert {"version", "commit", "dirty", "patch"} <= set(manifest["code"])
    assert manifest["started"] <= manifest["finished"]


def test_the_same_words_leave_the_same_bytes(single: Path, again: Path) -> None:
    outputs, others = manifest_of(single)["outputs"], manifest_of(again)["outputs"]
    assert outputs == others


def test_the_config_that_is_left_is_the_config_that_ran(single: Path) -> None:
    assert read_config(single / "config.yaml") == request(TINY).scenarios[0].config


def test_scenarios_say_how_they_differ(sweep: Path) -> None:
    first, *others = yaml.safe_load((sweep / "scenarios.yaml").read_text())
    assert first["differs"] == {}
    assert others[0]["differs"] == {"alignment.goals": 0.9}
    assert others[1]["differs"]["incentive.salary"] == 100_000
    assert others[1]["differs"]["incentive.components"] == []
    assert len({one["config_hash"] for one in (first, *others)}) == 4


def test_the_summary_has_the_agreed_shape(single: Path, sweep: Path) -> None:
    for folder, count in ((single, 1), (sweep, 4)):
        summary = json.loads((folder / "summary.json").read_text())
        assert set(summary) == {"scenarios", "differences"} | ({"analysis"} if count > 1 else set())
        assert len(summary["scenarios"]) == count
        for scenario in summary["scenarios"]:
            assert set(scenario) == {"name", "overrides", "kpis"}
            assert set(FOCAL) <= set(scenario["kpis"])
            for name, kpi in scenario["kpis"].items():
                left_out = {"left_out"} if KPIS[name].left_out else set()
                assert set(kpi) == {"mean", "ci_low", "ci_high", "replicates", "unit"} | left_out
                assert kpi["unit"] == KPIS[name].unit
        assert bool(summary["differences"]) == (count > 1)


def test_events_are_typed_rows(single: Path) -> None:
    for name in EVENTS:
        table = pd.read_parquet(single / f"{name}.parquet")
        assert "replicate" in table.columns
        assert all(kind.kind in "ifb" for kind in table.dtypes), name


def test_the_readme_names_every_file(single: Path, sweep: Path) -> None:
    for folder in (single, sweep):
        text = (folder / "README.txt").read_text()
        for path in folder.iterdir():
            assert path.name == "README.txt" or path.name in text
        assert max(map(len, text.splitlines())) <= 100


def test_the_first_screen_answers(
    base: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(base)
    assert main(TINY) == 0
    out, err = capsys.readouterr()
    assert err == ""
    for part in ("modern market", "FUNNEL", "DEALS", "PEOPLE AND PAY", "MONEY", "figures/"):
        assert part in out
    assert "nan" not in out
    assert len(out.splitlines()) <= 40
    told, commands = out.split("next:")
    assert max(map(len, told.splitlines())) <= 100
    assert all(word in commands for word in TINY[:-1])
    assert "\033" not in out
    assert main([*TINY, "report=full"]) == 0
    full = capsys.readouterr().out
    for part in ("95 % interval", "formula", "Two replicates", "figures/", *FOCAL):
        assert part in full
    assert main(["-m", *TINY, "seed=1,2"]) == 0
    assert "seed=2" in capsys.readouterr().out
    assert len(list(base.glob("outputs/*/*/manifest.json"))) == 3


def test_an_outcome_that_is_not_finite_fails_the_run_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sim.runs.scenario

    honest = sim.runs.scenario.run

    def broken(*args: Any, **more: Any) -> Any:
        result = honest(*args, **more)
        result.tables["runs"]["profit"] = float("inf")
        return result

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sim.runs.scenario, "run", broken)
    assert main(TINY) == 1
    err = capsys.readouterr().err
    assert "replicate 0" in err
    assert "profit is inf" in err
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    def fail(work: Path) -> None:
        (work / "half.txt").write_text("half")
        raise RuntimeError

    with pytest.raises(RuntimeError), claimed(tmp_path / "a" / "b", False) as claim:
        fail(claim.work)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_may_be_filled_and_is_left_empty_by_a_failure(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    with pytest.raises(RuntimeError), claimed(folder, False):
        raise RuntimeError
    assert list(folder.iterdir()) == []
    with claimed(folder, False) as claim:
        (claim.work / "manifest.json").write_text("{}")
    assert [path.name for path in folder.iterdir()] == ["manifest.json"]


def test_a_claimed_folder_is_not_claimed_twice(tmp_path: Path) -> None:
    twice = (claimed(tmp_path / "mine", False) for _ in range(2))
    with next(twice), pytest.raises(Refusal, match="another run"):
        next(twice).__enter__()
    with pytest.raises(Refusal, match="not empty"), claimed(tmp_path, False):
        pass


def test_runs_that_start_in_one_second_get_folders_of_their_own(tmp_path: Path) -> None:
    all_here = threading.Barrier(8)
    finals = []

    def start() -> None:
        all_here.wait()
        with claimed(tmp_path / "day" / "10-00-00", True) as claim:
            (claim.work / "manifest.json").write_text("{}")
            finals.append(claim.final)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(finals)) == 8
    assert len(list(tmp_path.glob("day/*/manifest.json"))) == 8
    assert not list(tmp_path.glob("day/.*"))
