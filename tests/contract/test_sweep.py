"""Sweeps: whatever is killed, lost or wrong, the table is that of an undisturbed sweep."""

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from sim.cli.command import main
from sim.engine.signals import tidily
from sim.runs.pool import LocalPool
from sim.runs.scenario import run
from sim.runs.work import NAMES
from sim.sweep.engine import FirstFailure
from sim.sweep.pace import Pace
from tests.sweeps import DEADLY, FAILING, Here, plan_of, quick, table_of

TINY = ["-m", "market.customers=60", "days=5", "warmup_days=2", "seed=1,2,3"]
# What is started in the background of a script ignores interrupts, and so do its children.
COMMAND = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from sim.cli.command import main
raise SystemExit(main())
"""
FICKLE = """
from sim import SalesRep

class Fickle(SalesRep):
    def split(self, day):
        if self.model.config.seed == 2:
            raise ValueError("not with me")
        return super().split(day)
"""


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def folder_of(parent: Path, name: str) -> Path:
    (parent / name).mkdir()
    return parent / name


@pytest.fixture
def undisturbed(nowhere: Path) -> bytes:
    return table_of(folder_of(nowhere, "undisturbed"), plan_of("seed=1 replicates=40", "seed=2"))


def test_the_table_has_a_row_per_run_in_the_order_of_the_plan(nowhere: Path) -> None:
    plan = plan_of("seed=1 replicates=3", "seed=2 replicates=2", f"seed={FAILING} replicates=2")
    table_of(nowhere, plan)
    runs = pd.read_parquet(nowhere / "runs.parquet")
    assert list(runs.columns[:4]) == ["scenario", "config.seed", "replicates", "replicate"]
    assert list(runs["config.seed"]) == [1, 1, 1, 2, 2, FAILING, FAILING]
    assert list(runs["replicate"]) == [0, 1, 2, 0, 1, 0, 1]
    assert list(runs["status"]) == ["finished"] * 5 + ["failed"] * 2
    assert runs["seed"].nunique() == 7
    assert set(NAMES) < set(runs.columns)
    assert runs[list(NAMES[:40])].notna().all(axis=1).tolist() == [True] * 5 + [False] * 2


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_any_number_of_workers_makes_the_same_table(
    nowhere: Path, undisturbed: bytes, workers: int
) -> None:
    pool = LocalPool(workers)
    plan = plan_of("seed=1 replicates=40", "seed=2")
    assert table_of(folder_of(nowhere, "pool"), plan, pool, workers=workers) == undisturbed
    pool.shutdown()


def test_what_is_there_is_not_run_again(nowhere: Path, undisturbed: bytes) -> None:
    ran = []

    def counted(config, replicate):
        ran.append((config.seed, replicate))
        return quick(config, replicate)

    plan = plan_of("seed=1 replicates=40", "seed=2")
    place = folder_of(nowhere, "resumed")
    with pytest.raises(KeyboardInterrupt):
        table_of(place, plan, Here(give_up_after=7), simulation=counted)
    kept = lines_in(place)
    assert 0 < kept < plan.total
    ran.clear()
    assert table_of(place, plan, simulation=counted) == undisturbed
    assert len(ran) == len(set(ran)) == plan.total - kept
    ran.clear()
    assert table_of(place, plan_of("seed=2", "seed=1 replicates=44"), simulation=counted)
    assert sorted(ran) == [(1, 40), (1, 41), (1, 42), (1, 43)]


def test_runs_that_several_scenarios_share_are_run_once(nowhere: Path) -> None:
    ran = []

    def counted(config, replicate):
        ran.append((config.seed, replicate))
        return quick(config, replicate)

    words = ("seed=5 replicates=2", "seed=5 replicates=4 threads=2", "seed=5 replicates=3")
    table_of(nowhere, plan_of(*words), simulation=counted)
    assert sorted(ran) == [(5, 0), (5, 1), (5, 2), (5, 3)]
    runs = pd.read_parquet(nowhere / "runs.parquet")
    assert len(runs) == 9
    assert runs.groupby("replicate")["digest"].nunique().eq(1).all()


def test_a_run_that_kills_its_worker_fails_alone(nowhere: Path) -> None:
    pool, said = LocalPool(2), []
    plan = plan_of("seed=1 replicates=30", f"seed={DEADLY} replicates=2", "seed=2 replicates=30")
    table_of(nowhere, plan, pool, seconds=0.2, tell_failure=lambda run, error: said.append(error))
    pool.shutdown()
    runs = pd.read_parquet(nowhere / "runs.parquet")
    failed = runs[runs["status"] == "failed"]
    assert list(failed["config.seed"]) == [DEADLY] * 2
    assert all("its process died before it was over, 3 times" in error for error in said)
    assert all("was ended by SIGKILL" in error for error in said)
    assert len(said) == 2


def test_a_run_that_loses_its_worker_by_accident_is_done_again(
    nowhere: Path, undisturbed: bytes
) -> None:
    pool = LocalPool(2)
    plan = plan_of("seed=1 replicates=40", "seed=2")
    place = folder_of(nowhere, "accident")
    again = partial(killed_at_first, str(folder_of(nowhere, "tried")))
    assert table_of(place, plan, pool, simulation=again) == undisturbed
    pool.shutdown()


def killed_at_first(tried: str, config, replicate):
    """Every tenth run kills its worker when it is tried for the first and the second time."""
    path = Path(tried, f"{config.seed} {replicate}")
    times = len(path.read_text()) if path.exists() else 0
    if replicate % 10 == 3 and times < 2:
        path.write_text("x" * (times + 1))
        os.kill(os.getpid(), signal.SIGKILL)
    return quick(config, replicate)


def test_a_failed_run_is_tried_again_and_takes_the_place_of_its_failure(nowhere: Path) -> None:
    def mended(config, replicate):
        return quick(config, 100 + replicate) if config.seed != FAILING else quick(make7, replicate)

    from sim.config import Config

    make7 = Config(seed=7)
    plan = plan_of("seed=1 replicates=2", f"seed={FAILING} replicates=2")
    table_of(nowhere, plan)
    table_of(nowhere, plan, simulation=mended)
    runs = pd.read_parquet(nowhere / "runs.parquet")
    assert set(runs["status"]) == {"finished"}


def test_the_impatient_stop_at_the_first_failure(nowhere: Path) -> None:
    words = ("seed=1 replicates=2", f"seed={FAILING} replicates=2", "seed=3 replicates=500")
    plan = plan_of(*(f"{scenario} fail_fast=1" for scenario in words))
    with pytest.raises(FirstFailure):
        table_of(nowhere, plan)
    lines = (nowhere / "journal.jsonl").read_text().splitlines()
    assert 2 <= len(lines) <= 100


def test_batches_take_the_time_asked_for() -> None:
    pace = Pace(0.25, workers=2)
    assert pace.fits(0, 5.0, 10_000)
    assert not pace.fits(1, 10.0, 10_000)
    for runs in (1, 8, 64, 512):
        pace.learn(runs, 5.0 * runs, 0.001 * runs)
    size = 0
    while pace.fits(size, 5.0 * (size + 1), 100_000):
        size += 1
    assert size == 250
    assert not pace.fits(5, 30.0, 20), "the last runs are shared between the workers"
    assert not pace.fits(1, 5000.0 * 5, 100_000), "a heavy run goes alone"
    guessed = Pace(60.0, workers=2, guess=1e-6)
    assert guessed.fits(200, 201 * 2e5, 10_000), "a first batch is of many where a guess is made"
    assert not guessed.fits(300, 301 * 2e5, 10_000)


def test_a_sweep_gives_what_its_scenarios_give_alone(nowhere: Path) -> None:
    from sim.request import request

    assert main([*TINY, "replicates=2", "hydra.sweep.dir=swept"]) == 0
    runs = pd.read_parquet(nowhere / "swept" / "runs.parquet")
    for number, one in enumerate(request([*TINY, "replicates=2"]).scenarios):
        alone = run(one.config).tables["runs"]
        rows = runs.iloc[2 * number : 2 * number + 2]
        for column in alone.columns:
            pd.testing.assert_series_equal(
                rows[column].reset_index(drop=True), alone[column], check_names=False
            )


def test_failed_runs_are_kept_as_data(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (nowhere / "fickle.py").write_text(FICKLE)
    words = [*TINY, "replicates=2", "policies.rep=fickle:Fickle", "hydra.sweep.dir=swept"]
    assert main(words) == 1
    err = capsys.readouterr().err
    assert "seed=2, replicate 0: ValueError: not with me" in err
    assert "2 runs failed: swept/failures.jsonl" in err
    failures = [json.loads(line) for line in Path("swept/failures.jsonl").read_text().splitlines()]
    assert [one["replicate"] for one in failures] == [0, 1]
    assert all(one["differs"] == {"seed": 2} and one["seed"] > 2 for one in failures)
    assert all("fickle.py" in one["error"] for one in failures)
    runs = pd.read_parquet("swept/runs.parquet")
    assert list(runs["status"]) == ["finished"] * 2 + ["failed"] * 2 + ["finished"] * 2
    manifest = json.loads(Path("swept/manifest.json").read_text())
    assert manifest["runs"] == {"planned": 6, "failed": 2}
    assert main(words) == 1, "failed runs may be tried again"
    assert "4 of 6 runs are there already" in capsys.readouterr().err
    assert main([*words, "fail_fast=true", "seed=2,5", "hydra.sweep.dir=other"]) == 1
    assert "ended at the first failure" in capsys.readouterr().err
    assert not Path("other/manifest.json").exists()


def test_a_typo_in_the_third_of_four_axes_is_refused_before_the_first_run(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "-m incentive=salary,commission seed=1,2 cadence=daily,weakly days=10,20"
    assert main(words.split()) == 2
    assert "nearest: weekly" in capsys.readouterr().err
    words = "-m incentive=salary,commission seed=1,2 sales.rep=2,3 days=10,20"
    assert main(words.split()) == 2
    assert "nearest: sales.reps" in capsys.readouterr().err
    words = "-m incentive=salary,commission seed=1,2 market.buyer.made_up=0.7,7 days=10,20"
    assert main(words.split()) == 2
    assert "made_up=7" in capsys.readouterr().err
    assert list(nowhere.iterdir()) == []


def test_hydra_s_own_launcher_runs_each_scenario_in_a_folder_of_its_own(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stock = ["hydra/launcher=basic", "hydra/sweeper=basic", "hydra.sweep.dir=stock"]
    assert main([*TINY, "replicates=1", *stock]) == 0
    assert "/stock/2/" in capsys.readouterr().out
    assert sorted(path.name for path in Path("stock").iterdir()) == ["0", "1", "2", "multirun.yaml"]
    assert main([*TINY, "replicates=1", "hydra.sweep.dir=ours"]) == 0
    ours = pd.read_parquet("ours/runs.parquet")["digest"]
    theirs = [pd.read_parquet(f"stock/{n}/runs.parquet")["digest"][0] for n in range(3)]
    assert list(ours) == theirs


def started(folder: Path, replicates: int = 40) -> subprocess.Popen:
    words = [*TINY, f"replicates={replicates}", "hydra.launcher.batch_seconds=0.01"]
    command = [sys.executable, "-c", COMMAND, *words, f"hydra.sweep.dir={folder}"]
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=paths
    )


def lines_in(folder: Path) -> int:
    journal = folder / "journal.jsonl"
    return journal.read_bytes().count(b"\n") - 1 if journal.exists() else 0


def wait_for(folder: Path, lines: int) -> None:
    give_up = time.monotonic() + 120
    while lines_in(folder) < lines and time.monotonic() < give_up:
        time.sleep(0.002)
    assert lines_in(folder) >= lines


def children_of(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children")
    return [int(word) for word in found.read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")
def test_killed_anywhere_a_sweep_resumes_to_the_same_bytes(nowhere: Path) -> None:
    whole = started(nowhere / "whole")
    assert whole.wait(300) == 0
    killed = started(nowhere / "killed")
    wait_for(nowhere / "killed", 20)
    workers = children_of(killed.pid)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    there = lines_in(nowhere / "killed")
    assert 20 <= there < 120
    give_up = time.monotonic() + 20
    while any(Path(f"/proc/{one}").exists() for one in workers) and time.monotonic() < give_up:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{one}").exists() for one in workers), "workers outlive their parent"
    with (nowhere / "killed" / "journal.jsonl").open("a") as journal:
        journal.write('{"run":"torn')
    again = started(nowhere / "killed")
    wait_for(nowhere / "killed", there + 10)
    os.kill(children_of(again.pid)[0], signal.SIGKILL)
    _, said = again.communicate(timeout=300)
    assert again.returncode == 0, said
    assert "of 120 runs are there already" in said
    for name in ("runs.parquet", "summary.json", "scenarios.yaml", "config.yaml", "README.txt"):
        assert (nowhere / "whole" / name).read_bytes() == (nowhere / "killed" / name).read_bytes()


class Last:
    """Interrupts the process at the end of its life, where whatever is raised is dropped."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_that_python_drops_ends_the_sweep_nevertheless(nowhere: Path) -> None:
    ran = []

    def dropping(config, replicate):
        ran.append(replicate)
        if replicate == 5:
            Last()
        return quick(config, replicate)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with tidily(), pytest.raises(KeyboardInterrupt):
            table_of(nowhere, plan_of("seed=1 replicates=500"), simulation=dropping)
    finally:
        signal.signal(signal.SIGINT, before)
    assert 5 <= lines_in(nowhere) <= len(ran) < 500


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_sweep_says_how_it_goes_on(nowhere: Path, how: signal.Signals) -> None:
    run = started(nowhere / "swept", replicates=2000)
    wait_for(nowhere / "swept", 10)
    run.send_signal(how)
    _, said = run.communicate(timeout=60)
    assert run.returncode == (130 if how == signal.SIGINT else 143)
    if how == signal.SIGINT:
        assert "runs are kept" in said.splitlines()[-1]
        assert f"hydra.sweep.dir={nowhere / 'swept'}" in said
    assert [path.name for path in (nowhere / "swept").iterdir()] == ["journal.jsonl"]
