"""Workers elsewhere: one whose code is not this process's is refused before it runs anything."""

import os
import pickle
import shutil
import subprocess
import sys
from concurrent.futures import Executor, Future
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from sim.config import Policies
from sim.engine.sources import PACKAGE
from sim.runs.work import run_batch
from sim.sweep.plan import Plan, Scenario
from sim.sweep.workers import OtherCode
from tests.sweeps import Here, logged, make, plan_of, table_of

WORKER = "import pickle, sys; call = pickle.load(sys.stdin.buffer); done = call(); "
WORKER += "pickle.dump(done, sys.stdout.buffer)"


class Elsewhere(Executor):
    """Runs each task in a process of its own, on the package that lies in a folder."""

    def __init__(self, folder: Path, nearby: Path) -> None:
        paths = os.pathsep.join(map(str, (folder, nearby, PACKAGE.parent)))
        self.environment = {**os.environ, "PYTHONPATH": paths, "NUMBA_DISABLE_JIT": "1"}
        self.folder = folder

    def submit(self, fn, /, *args):
        future, call = Future(), pickle.dumps(partial(fn, *args))
        ran = subprocess.run(
            [sys.executable, "-c", WORKER], input=call, env=self.environment, cwd=self.folder,
            capture_output=True, check=True,
        )  # fmt: skip
        future.set_result(pickle.loads(ran.stdout))
        return future


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, tmp_path / "there" / "sim", ignore=ignored)
    return tmp_path / "there"


@pytest.fixture
def sweep(tmp_path: Path, elsewhere: Path):
    """A sweep on the package elsewhere, whose every run leaves a line in a log."""
    log, place = tmp_path / "log", tmp_path / "swept"
    place.mkdir()
    table = partial(table_of, place, workers=1, simulation=partial(logged, str(log)))
    return lambda plan: table(plan, Elsewhere(elsewhere, tmp_path)), log


def test_the_same_code_in_another_place_does_its_work(sweep, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    plan = plan_of("seed=1 replicates=2")
    assert sweep[0](plan) == table_of(tmp_path / "here", plan, Here())
    assert len(sweep[1].read_text().split()) == 2


@pytest.mark.parametrize("source", ["metrics/kpis.py", "model/market.py"])
def test_a_worker_whose_sources_differ_runs_nothing(sweep, elsewhere: Path, source: str) -> None:
    with (elsewhere / "sim" / source).open("a") as file:
        file.write("# adds 1,000 to profit\n")
    with pytest.raises(OtherCode, match="has other code, smarketing is ") as refusal:
        sweep[0](plan_of("seed=1 replicates=2"))
    assert str(elsewhere) in str(refusal.value)
    assert not sweep[1].exists()


def test_a_worker_whose_libraries_differ_runs_nothing(sweep, elsewhere: Path) -> None:
    info = elsewhere / "numpy-0.9.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: numpy\nVersion: 0.9\n")
    with pytest.raises(OtherCode, match=r"numpy is 0\.9 there and"):
        sweep[0](plan_of("seed=1 replicates=2"))
    assert not sweep[1].exists()


@pytest.mark.parametrize("there", [None, "    # another\n"])
def test_a_worker_whose_policies_differ_runs_nothing(
    sweep, elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str | None
) -> None:
    own = "from sim import SalesRep\nclass Mine(SalesRep):\n    pass\n"
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "own_rep.py").write_text(own)
    if there is not None:
        (elsewhere / "own_rep.py").write_text(own + there)
    else:
        (elsewhere / "own_rep.py").write_text("raise ImportError('not here')\n")

    def with_policy(words) -> Scenario:
        made = make(words)
        return replace(made, config=replace(made.config, policies=Policies(rep="own_rep:Mine")))

    with pytest.raises(OtherCode, match="own_rep:Mine is ") as refusal:
        sweep[0](Plan(with_policy, [["seed=1", "replicates=2"]]))
    assert len(str(refusal.value).splitlines()) == 1
    assert not sweep[1].exists()


def test_a_worker_that_does_not_say_what_it_is_is_refused(tmp_path: Path) -> None:
    class Old(Executor):
        def submit(self, fn, /, *args):
            future = Future()
            future.set_result(run_batch(*args[:4]))
            return future

    with pytest.raises(OtherCode, match="does not say"):
        table_of(tmp_path, plan_of("seed=1 replicates=2"), Old())
    assert b'"run"' not in (tmp_path / "journal.jsonl").read_bytes()
