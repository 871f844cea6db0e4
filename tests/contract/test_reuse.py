"""A finished sweep is added to: what is there is taken over, the files are those of a new one."""

import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from sim.cli.command import main
from sim.config.refusal import Refusal
from sim.folder.repeat.examined import examine
from sim.folder.repeat.reproduce import reproduce
from sim.request import Request
from sim.sweep import perform
from sim.sweep.executors import Backend
from sim.sweep.journal import Journal
from sim.sweep.place import Place
from sim.sweep.scope import Scope
from sim.sweep.until import until_from
from tests.sweeps import logged, plan_of

FEW = ["seed=1 replicates=2 workers=1", "seed=2 replicates=2"]
MORE = ["seed=1 replicates=3 workers=1", "seed=3 replicates=3", "seed=2 replicates=3"]


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The log of all runs, which are of a model that takes no time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.runs.work.simulate", partial(logged, str(tmp_path / "log")))
    monkeypatch.setattr(Backend, "prepare", lambda self, config: None)
    monkeypatch.setattr("sim.sweep.files.save_all", lambda results, folder: [])
    return tmp_path / "log"


def ran(log: Path) -> int:
    """The number of runs since this was last asked."""
    count = len(log.read_text().split()) if log.exists() else 0
    log.unlink(missing_ok=True)
    return count


def swept(scenarios: Sequence[str], folder: str, *reuse: str) -> None:
    scope = Scope(reuse=[Path(one) for one in reuse])
    asked = Request(plan_of(*scenarios), Path(folder), False, True, scope=scope)
    perform.perform(asked, ["-m"], "now")


def files_of(folder: str) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*.*")}


def apart(folder: str) -> tuple[dict[str, bytes], dict]:
    """A folder's files, and its manifest without the words and the time."""
    files = files_of(folder)
    manifest = json.loads(files.pop("manifest.json"))
    for name in ("argv", "started", "finished"):
        del manifest[name]
    return files, manifest


def test_more_replicates_and_values_take_over_what_is_there(log: Path) -> None:
    swept(FEW, "grown")
    swept(MORE, "whole")
    assert ran(log) == 4 + 9
    swept(MORE, "grown")
    assert ran(log) == 9 - 4
    (grown, told), (whole, told_of_whole) = apart("grown"), apart("whole")
    assert grown == whole
    assert told.pop("taken_over") == {"grown": 4}
    assert told == told_of_whole


def test_runs_are_taken_over_from_other_folders_which_stay(log: Path) -> None:
    swept(FEW, "a")
    swept(["seed=3 replicates=5"], "b")
    swept(MORE, "whole")
    before = files_of("a"), files_of("b")
    ran(log)
    swept(MORE, "new", "a", "b")
    assert ran(log) == 9 - 4 - 3
    assert (files_of("a"), files_of("b")) == before
    assert apart("new")[0] == apart("whole")[0]
    swept([one.replace("replicates=3", "replicates=4") for one in MORE], "new", "b")
    assert ran(log) == 2
    assert apart("new")[1]["taken_over"] == {"new": 9, "b": 2}


def test_replication_to_a_target_goes_on_from_another_folder(log: Path) -> None:
    swept(FEW, "grown")
    ran(log)
    until = until_from({"kpi": "profit", "half_width": 1.0, "first": 10, "most": 12})
    scope = Scope(until=until, settings={"until": {"kpi": "profit", "half_width": 1.0}})
    for folder, reuse in (("whole", []), ("new", [Path("grown")])):
        plan, more = plan_of(*FEW), replace(scope, reuse=reuse)
        perform.perform(Request(plan, Path(folder), False, True, scope=more), ["-m"], "now")
    assert ran(log) == 2 * 2 * 12 - 4
    assert apart("new")[0] == apart("whole")[0]
    with pytest.raises(Refusal, match="is not empty"):
        perform.perform(Request(plan, Path("new"), False, True, scope=scope), ["-m"], "now")


REFUSED = [
    (FEW, "grown", (), "finished: name a new folder"),
    (["seed=1 replicates=2", "seed=2"], "part", (), "do not ask for"),
    (["seed=1 replicates=9", "seed=3"], "grown", (), "reuse=grown"),
    (MORE, "new", ("empty",), "not a finished run folder"),
    (MORE, "new", ("single",), "does not say what its runs go by"),
    (MORE, "new", ("other",), "runs of other code"),
    (MORE, "grown", ("other",), "runs of other code"),
    (MORE, "other", (), "runs of other code"),
    (MORE, "changed", (), "was changed"),
]


def test_what_cannot_be_taken_over_is_refused_in_one_line_and_changes_nothing(log: Path) -> None:
    swept(FEW, "grown")
    swept(["seed=1 replicates=3"], "part")
    shutil.copytree("grown", "other")
    manifest = json.loads(Path("other/manifest.json").read_text()) | {"run_code": "0" * 32}
    Path("other/manifest.json").write_text(json.dumps(manifest))
    shutil.copytree("grown", "changed")
    with Path("changed/scenarios.yaml").open("a") as file:
        file.write("# mine\n")
    shutil.copytree("grown", "single")
    del manifest["run_code"], manifest["outputs"]["scenarios.yaml"]
    Path("single/scenarios.yaml").unlink()
    Path("single/manifest.json").write_text(json.dumps(manifest))
    Path("empty").mkdir()
    ran(log)
    before = files_of(".")
    for scenarios, folder, reuse, part in REFUSED:
        with pytest.raises(Refusal, match=part) as refusal:
            swept(scenarios, folder, *reuse)
        assert len(str(refusal.value).splitlines()) == 1
        assert files_of(".") == before
        assert not Path("new").exists()
    assert ran(log) == 0


def test_a_wrong_folder_to_reuse_costs_a_stopped_sweep_nothing(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(perform, "write", stopped)
        with pytest.raises(perform.Incomplete):
            swept(MORE, "stopped")
    before = files_of("stopped")
    Path("empty").mkdir()
    with pytest.raises(Refusal):
        swept(MORE, "stopped", "empty")
    assert files_of("stopped") == before
    assert ran(log) == 9
    swept(MORE, "stopped")
    assert ran(log) == 0


@pytest.mark.parametrize("once", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(
    ("kind", "name"),
    [(Journal, "__init__"), (Journal, "append"), (Journal, "sync"), (Place, "reopen"),
     (perform.Rounds, "run"), (perform, "write"), (Place, "publish"), (Path, "replace"),
     (Journal, "close")],
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)  # fmt: skip
def test_killed_anywhere_the_same_words_add_what_is_missing(
    kind, name: str, once: bool, log: Path
) -> None:
    swept(FEW, "grown")
    swept(MORE, "whole")
    swept([*MORE, "seed=4"], "more")
    ran(log)
    child = os.fork()
    if child == 0:
        step = getattr(kind, name)

        def killed(*given, **named):
            if not once:
                step(*given, **named)
            os._exit(9)

        setattr(kind, name, killed)
        swept(MORE, "grown")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    with suppress(Refusal):  # it was finished before
        swept(MORE, "grown")
    assert ran(log) == 9 - 4
    assert apart("grown")[0] == apart("whole")[0]
    assert apart("grown")[1]["taken_over"] == {"grown": 4}
    examine(Path("grown"))
    swept([*MORE, "seed=4"], "grown")
    assert apart("grown")[0] == apart("more")[0]


WORDS = [
    (["-m", "reuse=nowhere"], "reuse=nowhere: no such folder"),
    (["-m", "reuse.folder=grown"], "reuse.folder is not a setting"),
    (["-m", "reuse=[.,nowhere]"], "reuse=nowhere: no such folder"),
    (["reuse=."], "add -m"),
]


@pytest.mark.parametrize(("words", "part"), WORDS)
def test_the_word_is_refused_in_one_line(
    words: list[str], part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    said = capsys.readouterr().err
    assert part in said
    assert len(said.splitlines()) == 1


def test_what_was_added_to_is_reproduced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    tiny = ["-m", "market.customers=60", "days=5", "warmup_days=0", "workers=1", "seed=1,2"]
    assert main([*tiny, "replicates=1", "hydra.sweep.dir=grown"]) == 0
    assert main([*tiny, "replicates=2", "hydra.sweep.dir=grown"]) == 0
    assert "2 of 4 runs are there already" in capsys.readouterr().err
    assert main([*tiny, "replicates=3", "hydra.sweep.dir=new", "reuse=grown"]) == 0
    assert "4 of 6 runs are there already" in capsys.readouterr().err
    assert reproduce(tmp_path / "grown").same
    assert reproduce(tmp_path / "new").same
