"""What goes wrong around a run, the disk, the place, a figure, costs a line and nothing else."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

import sim.folder.write
import sim.plots
from sim.cli.command import main
from sim.folder.repeat import crate
from sim.folder.repeat.examined import examine
from sim.request import request
from sim.runs.scenario import run

NO_TEXT = os.fsdecode(b"caf\xe9")
GONE = """
import os, sys
from sim.cli import main
os.rmdir(os.getcwd())
sys.exit(main(["days=3"]))
"""
TINY = ["market.customers=60", "days=10", "warmup_days=5", "replicates=2", "workers=1"]
SHORT = [
    ["days=10", "sales.reps=0"],
    ["days=2", "sales.reps=0", "rivals.sales.reps=0"],
    ["days=20", "warmup_days=0"],
    ["days=30", "market.buyer.entry_per_year=4"],
    ["days=1", "warmup_days=0", "replicates=1", "rivals.count=0"],
]


@pytest.fixture(autouse=True)
def one_figure(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "all_figures" not in request.fixturenames:
        monkeypatch.setattr(sim.plots, "FIGURES", {"one": lambda tables, config: Figure((1, 1))})


@pytest.fixture
def all_figures() -> None:
    """Draw as for a person."""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mishaps") / "run"
    assert main([*TINY, "touches=true", "sales.reps=0", f"hydra.run.dir={folder}"]) == 0
    return folder


def one_line_of(capsys: pytest.CaptureFixture[str], *parts: str) -> None:
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1, err
    assert all(part in err for part in parts), err


def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    import sim.runs.scenario

    def fail(*_: Any, **__: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr(sim.runs.scenario, "run_once", fail)


@pytest.mark.parametrize("words", SHORT)
def test_short_runs_are_drawn_without_a_word(
    words: list[str], all_figures: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = request([*TINY, *words]).scenarios[0].config
    sim.plots.save_all(run(config), tmp_path)
    assert capsys.readouterr().err == ""


def test_a_figure_that_cannot_be_drawn_costs_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(tables: Any, config: Any) -> Figure:
        assert (tmp_path / ".out.partial" / "summary.json").exists(), "figures come last"
        raise IndexError("list index\nout of range")

    whole = {"one": sim.plots.FIGURES["one"], "broken": broken}
    monkeypatch.setattr(sim.plots, "FIGURES", whole)
    assert main([*TINY, f"hydra.run.dir={tmp_path}/out"]) == 0
    one_line_of(capsys, "figure broken", "IndexError", "list index out of range")
    assert [path.name for path in (tmp_path / "out" / "figures").iterdir()] == ["one.png"]
    examine(tmp_path / "out")


def test_a_run_without_purchases_is_exported(
    finished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(finished)]) == 0
    folder = finished.with_name("run.export")
    table = (folder / "recency_frequency.csv").read_text()
    assert table == "customer_id,frequency,recency,T,monetary_value\n"


def test_a_full_disk_is_told_in_a_line_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(sim.folder.write, "write_table", full)
    assert main([*TINY, f"hydra.run.dir={tmp_path}/a/b"]) == 1
    one_line_of(capsys, "a/b", "No space left on device", "nothing was kept")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_is_refused_before_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing_runs(monkeypatch)
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for flag, sweep in (("hydra.run.dir", []), ("hydra.sweep.dir", ["-m"])):
        assert main([*sweep, *TINY, f"{flag}={tmp_path}/link"]) == 2
        one_line_of(capsys, "link", "leads nowhere")
        assert main([*sweep, *TINY, f"{flag}={tmp_path}/{NO_TEXT}"]) == 2
        one_line_of(capsys, "caf", "UTF-8")
    assert [path.name for path in tmp_path.iterdir()] == ["link"]


def test_a_folder_to_work_in_that_was_removed_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    where = {**os.environ, "PYTHONPATH": str(Path(sim.__file__).parents[1])}
    words = [sys.executable, "-c", GONE]
    done = subprocess.run(words, check=False, cwd=gone, env=where, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr == "sim: the folder to work in was removed: change to one that is there\n"


def test_a_sweep_whose_folder_is_removed_says_that_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sim.runs.work
    import sim.sweep.perform
    from sim.sweep.executors import Backend
    from tests.sweeps import Here, quick

    def removing(config: Any, replicate: int) -> Any:
        shutil.rmtree(tmp_path / "swept", ignore_errors=True)
        return quick(config, replicate)

    monkeypatch.setattr(sim.runs.work, "simulate", removing)
    here = Backend("here", 0.01, lambda workers: Here())
    monkeypatch.setattr(sim.sweep.perform, "backend_of", lambda settings: here)
    assert main(["-m", *TINY, "seed=1,2", f"hydra.sweep.dir={tmp_path}/swept"]) == 1
    one_line_of(capsys, "was removed", "nothing was kept")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit, OSError])
def test_a_crate_that_was_interrupted_is_written_by_the_same_words(
    end: type[BaseException], finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["crate", str(finished), "--to", f"{tmp_path}/one.zip"]
    with monkeypatch.context() as now:

        def stop(file: Any, folder: Any, content: Any) -> None:
            file.write(b"PK")
            raise end

        now.setattr(crate, "_write", stop)
        if end is SystemExit:
            with pytest.raises(SystemExit):
                main(words)
        else:
            assert main(words) in (2, 130)
    assert list(tmp_path.iterdir()) == []
    assert main(words) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["one.zip"]
