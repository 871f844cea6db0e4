"""A run folder is run again and compared; a folder that is not whole, or not data, is refused."""

import hashlib
import json
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from sim.cli.command import main
from sim.folder.repeat.diff import compare
from sim.folder.repeat.reproduce import reproduce

TINY = ["market.customers=120", "days=20", "warmup_days=20", "replicates=2", "workers=1"]
POLICY = """
import pathlib
pathlib.Path({marker!r}).touch()
from sim import SalesRep
class Own(SalesRep):
    pass
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("repeat")


@pytest.fixture(scope="module")
def kept_single(base: Path) -> Path:
    assert main([*TINY, f"hydra.run.dir={base}/single"]) == 0
    return base / "single"


@pytest.fixture(scope="module")
def kept_sweep(base: Path) -> Path:
    words = ["-m", *TINY, "incentive=commission,salary", "sales.reps=2,3"]
    assert main([*words, f"hydra.sweep.dir={base}/sweep"]) == 0
    return base / "sweep"


@pytest.fixture
def single(kept_single: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept_single, tmp_path / "single"))


@pytest.fixture
def sweep(kept_sweep: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept_sweep, tmp_path / "sweep"))


def prove_anew(folder: Path, **more: Any) -> None:
    """A manifest that lists whatever is there now, as somebody who means ill would write it."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    files = [one for one in folder.rglob("*") if one.is_file() and one != path]
    manifest["outputs"] = {
        one.relative_to(folder).as_posix(): hashlib.sha256(one.read_bytes()).hexdigest()
        for one in files
    }
    path.write_text(json.dumps(manifest | more))


def change_yaml(folder: Path, name: str, change: Callable[[Any], None]) -> None:
    content = yaml.safe_load((folder / name).read_text())
    change(content)
    (folder / name).write_text(yaml.safe_dump(content, sort_keys=False))


def change_runs(folder: Path, change: Callable[[pd.DataFrame], pd.DataFrame | None]) -> None:
    table = pd.read_parquet(folder / "runs.parquet")
    changed = change(table)
    table = table if changed is None else changed
    content = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(content, folder / "runs.parquet")
    prove_anew(folder)


@pytest.mark.parametrize("which", ["single", "sweep"])
def test_a_folder_repeats_itself(
    which: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = request.getfixturevalue(which)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert main(["reproduce", str(folder)]) == 0
    said = capsys.readouterr().out
    assert f"{2 if which == 'single' else 8} runs repeated: every digest is the same" in said
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_one_row_is_repeated_by_its_number(sweep: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--run", "5"], ["--run=5"]):
        assert main(["reproduce", *words, str(sweep)]) == 0
        assert "1 run of 8 repeated" in capsys.readouterr().out
    for value, part in (
        ("8", "0 to 7"),
        ("-1", "from 0"),
        ("one", "from 0"),
        ("", "needs a value"),
    ):
        assert main(["reproduce", str(sweep), "--run", value]) == 2
        assert part in capsys.readouterr().err


DEADLY = """
import os
from sim import SalesRep

class Deadly(SalesRep):
    def split(self, day):
        if self.model.config.seed == 2:
            raise ValueError("not with me")
        if self.model.config.seed == 3:
            os.kill(os.getpid(), 9)
        return super().split(day)
"""


def test_runs_that_failed_are_repeated_and_fail_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("deadly.py").write_text(DEADLY)
    words = ["-m", *TINY, "replicates=1", "seed=1,2,3", "policies.rep=deadly:Deadly"]
    assert main([*words, "hydra.sweep.dir=swept"]) == 1
    capsys.readouterr()
    assert main(["reproduce", "swept", "--trust-policies"]) == 0
    said = capsys.readouterr().out
    assert "3 runs repeated: every digest is the same; 2 failed then, and fail now" in said
    assert main(["reproduce", "swept", "--trust-policies", "--run", "2"]) == 0
    assert "1 run of 3 repeated: 1 failed then, and fails now" in capsys.readouterr().out


def test_processes_repeat_what_one_process_ran(
    sweep: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.folder.repeat import rerun as again

    monkeypatch.setattr(again, "SMALL", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert reproduce(sweep).same


def test_another_digest_is_a_difference_by_row(
    sweep: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def falsify(table: pd.DataFrame) -> None:
        table.loc[3, "digest"] = "0" * 64

    change_runs(sweep, falsify)
    assert main(["reproduce", str(sweep)]) == 1
    said = capsys.readouterr().out
    assert "row 3: " in said
    assert "digest 000000000000… was written down, now " in said
    assert "1 differs" in said
    assert main(["reproduce", str(sweep), "--run", "2"]) == 0


def test_another_kpi_under_the_same_digest_is_a_difference(
    single: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def falsify(table: pd.DataFrame) -> None:
        table.loc[1, "profit"] += 1000.0

    change_runs(single, falsify)
    assert main(["reproduce", str(single)]) == 1
    said = capsys.readouterr().out
    assert "row 1" in said
    assert "same digest, but profit=" in said
    assert "summary.json: " in said


def test_another_seed_or_status_is_a_difference(single: Path) -> None:
    def falsify(table: pd.DataFrame) -> None:
        table.loc[0, "seed"] += 1
        table.loc[1, "status"] = "failed"

    change_runs(single, falsify)
    what = [one.what for one in reproduce(single).mismatches]
    assert "is written down" in what[0]
    assert "was failed, now finished" in what[1]


def test_another_version_is_told_and_does_not_hide_what_came_out(
    single: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = single / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["packages"]["numpy"] = "1.0.0"
    manifest["machine"]["platform"] = "Plan 9"
    manifest["code"]["commit"] = "f" * 40
    path.write_text(json.dumps(manifest))
    assert main(["reproduce", str(single)]) == 0
    said = capsys.readouterr().out
    for part in ("numpy", "1.0.0", "Plan 9", "ffffffffff", "every digest is the same"):
        assert part in said


def refused(folder: Path, capsys: pytest.CaptureFixture[str], *parts: str) -> None:
    for words in (["reproduce", str(folder)], ["diff", str(folder), str(folder)]):
        assert main(words) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert len(err.splitlines()) == 1
        for part in parts:
            assert part in err


def test_what_is_no_finished_run_folder_is_refused(
    tmp_path: Path, single: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused(tmp_path / "nowhere", capsys, "not a folder")
    refused(tmp_path, capsys, "not a finished run folder", "manifest.json")
    for text, part in (("{", "torn"), ("[]", "not a finished"), ('{"status": "running"}', "not a"),
                       ('{"status": "finished"}', "outputs"), ("[" * 9000, "nested")):  # fmt: skip
        (single / "manifest.json").write_text(text)
        refused(single, capsys, part)
    (single / "manifest.json").unlink()
    refused(single, capsys, "not a finished run folder")


TAMPERED: dict[str, tuple[Callable[[Path], Any], list[str]]] = {
    "a value in the config": (
        lambda folder: change_yaml(folder, "config.yaml", lambda one: one.update(days=21)),
        ["config.yaml", "was changed"],
    ),
    "a value in the table": (
        lambda folder: (folder / "runs.parquet").write_bytes(
            (folder / "runs.parquet").read_bytes().replace(b"finished", b"finishes")
        ),
        ["runs.parquet", "was changed"],
    ),
    "a file is missing": (
        lambda folder: (folder / "daily.parquet").unlink(),
        ["daily.parquet", "is missing"],
    ),
    "a file was added": (
        lambda folder: (folder / "notes.txt").write_text("hello"),
        ["notes.txt", "was added"],
    ),
    "a link to elsewhere": (
        lambda folder: (folder / "notes.txt").symlink_to("/etc/passwd"),
        ["notes.txt", "was added"],
    ),
    "a file became a link": (
        lambda folder: (
            (folder / "README.txt").rename(folder.parent / "R"),
            (folder / "README.txt").symlink_to(folder.parent / "R"),
        ),
        ["README.txt", "plain file"],
    ),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_folder_that_was_tampered_with_is_refused(
    how: str, single: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import sim.runs.scenario

    def run_nothing(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(sim.runs.scenario, "run_once", run_nothing)
    tamper, parts = TAMPERED[how]
    tamper(single)
    refused(single, capsys, *parts)


class Bomb:
    """Leaves a mark where it is unpickled."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> Any:
        return Path.touch, (self.marker,)


@pytest.mark.parametrize("name", ["model.pkl", "model.txt", "figures/model.png", "runs.parquet",
                                  "config.yaml", "extra.pickle", "hook.py", "libx.so"])  # fmt: skip
@pytest.mark.parametrize("proved", [False, True])
def test_a_pickle_is_refused_and_not_opened_whatever_its_name(
    name: str, proved: bool, single: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marker = single.parent / "exploded"
    (single / name).write_bytes(pickle.dumps(Bomb(marker)))
    if proved:
        prove_anew(single)
    refused(single, capsys, name)
    assert not marker.exists()


def test_a_yaml_tag_builds_nothing(single: Path, capsys: pytest.CaptureFixture[str]) -> None:
    marker = single.parent / "exploded"
    bomb = f"seed: !!python/object/apply:os.system ['touch {marker}']\n"
    (single / "config.yaml").write_text(bomb)
    prove_anew(single)
    refused(single, capsys, "config.yaml", "not readable as YAML")
    assert not marker.exists()


def test_a_target_is_refused_wherever_it_is_planted(
    sweep: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marker = sweep.parent / "exploded"
    planted = {"_target_": "os.system", "command": f"touch {marker}"}
    plantings: dict[str, Callable[[Any], None]] = {
        "config.yaml": lambda one: one["incentive"].update(planted),
        "scenarios.yaml": lambda one: one[1]["differs"].update({"sales": planted}),
    }
    for name, plant in plantings.items():
        kept = (sweep / name).read_bytes()
        change_yaml(sweep, name, plant)
        prove_anew(sweep)
        refused(sweep, capsys, name, "_target_")
        (sweep / name).write_bytes(kept)
    summary = json.loads((sweep / "summary.json").read_text())
    (sweep / "summary.json").write_text(json.dumps(summary | planted))
    prove_anew(sweep)
    refused(sweep, capsys, "summary.json", "_target_")
    assert not marker.exists()


def test_a_config_that_would_resolve_is_refused(
    single: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for value in ("${oc.env:HOME}", "???"):
        change_yaml(single, "config.yaml", lambda one, said=value: one.update(days=said))
        prove_anew(single)
        refused(single, capsys, "config.yaml", "days=")


def test_a_config_other_than_its_hash_is_refused(
    single: Path, sweep: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_yaml(single, "config.yaml", lambda one: one.update(days=21))
    prove_anew(single)
    refused(single, capsys, "config.yaml", "hash")
    change_yaml(sweep, "scenarios.yaml", lambda one: one[1]["differs"].update({"days": 21}))
    prove_anew(sweep)
    refused(sweep, capsys, "scenario 1", "hash")


def test_a_config_with_a_parameter_that_this_version_lacks_is_refused_by_name(
    single: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_yaml(single, "config.yaml", lambda one: one["sales"].update(moonshine=3))
    prove_anew(single)
    refused(single, capsys, "config.yaml", "moonshine")


def test_an_older_config_gets_the_default_of_what_it_lacks(single: Path) -> None:
    change_yaml(single, "config.yaml", lambda one: one["sales"].pop("discovery_precision"))
    prove_anew(single, config_hash="of another set of parameters")
    assert reproduce(single).same


def test_a_manifest_reaches_no_file_outside(
    single: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = json.loads((single / "manifest.json").read_text())
    for name in ("../secret.json", "/etc/passwd"):
        manifest["outputs"] = {name: "0"}
        (single / "manifest.json").write_text(json.dumps(manifest))
        refused(single, capsys, "outside the folder")


def test_runs_that_were_picked_are_refused(sweep: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change_runs(sweep, lambda table: table.drop(index=[2]).reset_index(drop=True))
    assert main(["reproduce", str(sweep)]) == 2
    assert "replicates 0 to 0" in capsys.readouterr().err


def test_a_table_that_is_none_is_refused(single: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change_runs(single, lambda table: table.drop(columns="digest"))
    refused(single, capsys, "no column digest")
    (single / "runs.parquet").write_bytes(b"PAR1 and then nothing")
    prove_anew(single)
    refused(single, capsys, "not readable as Parquet")


def test_a_terminal_obeys_nothing_from_a_folder(
    single: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (single / "a\033[2Jb.txt").write_text("hello")
    refused(single, capsys, "a�[2Jb.txt")


def test_a_policy_that_a_folder_names_is_imported_only_when_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    marker = tmp_path / "imported"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "strange_rep.py").write_text(POLICY.format(marker=str(marker)))
    assert main([*TINY, "policies.rep=strange_rep:Own", "hydra.run.dir=theirs"]) == 0
    sys.modules.pop("strange_rep")
    marker.unlink()
    capsys.readouterr()
    assert main(["reproduce", "theirs"]) == 2
    said = capsys.readouterr().err
    assert "policies.rep=strange_rep:Own" in said
    assert "--trust-policies" in said
    assert main(["diff", "theirs", "theirs"]) == 0
    assert not marker.exists()
    assert main(["reproduce", "theirs", "--trust-policies"]) == 0
    assert marker.exists()
    (tmp_path / "strange_rep.py").unlink()
    sys.modules.pop("strange_rep")
    capsys.readouterr()
    assert main(["reproduce", "theirs", "--trust-policies"]) == 2
    assert "cannot be imported" in capsys.readouterr().err


def test_diff_says_what_differs(
    single: Path, sweep: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", str(single), str(single)]) == 0
    assert "nothing differs" in capsys.readouterr().out
    other = tmp_path / "other"
    assert main([*TINY, "sales.reps=9", f"hydra.run.dir={other}"]) == 0
    capsys.readouterr()
    assert main(["diff", str(single), str(other)]) == 1
    said = capsys.readouterr().out
    assert "sales.reps" in said
    assert "digests: 0 of 2 runs the same" in said
    assert "profit" in said
    assert max(map(len, said.splitlines())) <= 100
    pair = compare(single, other).pairs[0]
    (profit,) = (one for one in pair.outcomes if one.kpi == "profit")
    tables = [pd.read_parquet(folder / "runs.parquet") for folder in (single, other)]
    assert profit.a.mean == pytest.approx(tables[0]["profit"].mean())
    gap = tables[1]["profit"] - tables[0]["profit"]
    assert profit.difference.mean == pytest.approx(gap.mean())


def test_diff_matches_scenarios_by_name_or_by_config(
    sweep: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*TINY, "incentive=salary", "sales.reps=2"]
    assert main([*words, f"hydra.run.dir={tmp_path}/alone"]) == 0
    capsys.readouterr()
    assert main(["diff", str(sweep), f"{tmp_path}/alone"]) == 1
    found = compare(sweep, tmp_path / "alone")
    assert [pair.a for pair in found.pairs] == ["incentive=salary, sales.reps=2"]
    assert found.pairs[0].same_digests == 2
    assert len(found.only_a) == 3
    assert not found.only_b
    assert "only in a: incentive=commission, sales.reps=2" in capsys.readouterr().out


def test_other_versions_alone_are_a_difference(
    single: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Path(shutil.copytree(single, tmp_path / "other"))
    manifest = json.loads((other / "manifest.json").read_text())
    manifest["machine"]["python"] = "3.99"
    (other / "manifest.json").write_text(json.dumps(manifest))
    assert main(["diff", str(single), str(other)]) == 1
    said = capsys.readouterr().out
    assert "3.99" in said
    assert "config: the same" in said
    assert "digests: 2 of 2 runs the same" in said


def test_verbs_on_folders_say_what_they_take(capsys: pytest.CaptureFixture[str]) -> None:
    for words, part in ((["reproduce"], "--run N"), (["diff", "a"], "diff FOLDER FOLDER"),
                        (["diff", "a", "b", "c"], "2 folders"),
                        (["reproduce", "a", "--rum", "3"], "nearest: --run")):  # fmt: skip
        assert main(words) == 2
        assert part in capsys.readouterr().err
