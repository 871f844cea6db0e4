"""The first run of a version: two processes compile, and a person is told what takes so long."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from sim.cli import one_scenario
from sim.config import Config, Market
from sim.engine import compiled
from sim.model.day import DAY
from sim.runs import compiling
from sim.runs.progress import Progress

FEW = replace(Config(), market=Market(customers=60), days=10, warmup_days=5)


@pytest.fixture
def nothing_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "nothing_compiled", lambda: True)


def lived(monkeypatch: pytest.MonkeyPatch, where: Path, config: Config) -> dict[str, list[str]]:
    """The phases that each process went through before the first whole day, by its number."""

    def noting(phase):  # type: ignore[no-untyped-def]
        def noted(world):  # type: ignore[no-untyped-def]
            with (where / str(os.getpid())).open("a") as file:
                file.write(f"{phase.__name__}\n")
            phase(world)

        return noted

    notes = {phase: noting(phase) for phase in DAY}
    monkeypatch.setattr(compiling, "DAY", tuple(notes.values()))
    monkeypatch.setattr(compiling, "sell", notes[compiling.sell])
    compiling.compile_first(config)
    return {path.name: path.read_text().split() for path in where.iterdir()}


def test_the_first_run_compiles_the_reps_day_in_another_process(
    nothing_yet: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = lived(monkeypatch, tmp_path, replace(FEW, workers=2))
    mine = found.pop(str(os.getpid()))
    assert list(found.values()) == [["sell"]]
    assert mine == [phase.__name__ for phase in DAY if phase.__name__ != "sell"]


def test_on_one_process_and_when_all_is_compiled_nobody_shares(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(compiling, "nothing_compiled", lambda: False)
    with monkeypatch.context() as patched:
        assert lived(patched, tmp_path, replace(FEW, workers=2)) == {}
    monkeypatch.setattr(compiling, "nothing_compiled", lambda: True)
    assert lived(monkeypatch, tmp_path, replace(FEW, workers=1)) == {}


def test_an_empty_cache_is_told_from_one_with_the_reps_day(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(compiled, "cache_folder", lambda: tmp_path)
    (tmp_path / "day_1").mkdir()
    (tmp_path / "day_1" / "notice._rows-12.py311.nbi").touch()
    assert compiling.nothing_compiled()
    (tmp_path / "day_1" / "sell._work_alone-60.py311.nbi").touch()
    assert not compiling.nothing_compiled()
    monkeypatch.setattr(compiled, "cache_folder", lambda: None)
    assert not compiling.nothing_compiled(), "when interpreted there is nothing to compile"


@pytest.mark.skipif(not compiled.COMPILING, reason="nothing is compiled")
def test_the_index_of_the_reps_day_is_found_where_it_was_compiled():
    compiling.compile_first(FEW)
    assert not compiling.nothing_compiled()


def test_progress_says_that_the_model_is_compiled_and_then_that_it_runs(
    nothing_yet: None, capsys: pytest.CaptureFixture[str]
) -> None:
    progress = Progress(10, shown=False)
    beside = one_scenario._Beside(FEW, progress)
    assert progress.text == "compiling the model, once for this version"
    beside.lived(1, 10)
    assert progress.text == "simulating"
    assert capsys.readouterr().err == ""


def test_a_numba_that_is_built_otherwise_is_told_once(
    nothing_yet: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compiled, "COMPILING", True)
    monkeypatch.setattr(compiled, "INNER", False, raising=False)
    one_scenario._Beside(FEW, Progress(10, shown=False))
    said = capsys.readouterr().err
    assert said.startswith("sim: this release of Numba is not built as those before")
    assert said.count("\n") == 1
    monkeypatch.setattr(compiling, "nothing_compiled", lambda: False)
    one_scenario._Beside(FEW, Progress(10, shown=False))
    assert capsys.readouterr().err == "", "only when it is compiled"
