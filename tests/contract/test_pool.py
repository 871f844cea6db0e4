"""Processes: one that dies is told with its task, none is left behind, signals are not lost."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor
from dataclasses import replace

import pytest

from sim.cli.command import main
from sim.config import Config, ConfigError
from sim.config.dotted import changed, value_of
from sim.engine import signals
from sim.runs import replicates, scenario
from sim.runs.pool import LocalPool, awaited, results

SMALL = replace(changed(Config(), {"market.customers": 60}), days=3, warmup_days=0, replicates=3)
DEADLY = 13


def seed_of_world(records, config):
    if config.seed == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    return config.seed, config.world_seed, config.sales.reps


def test_results_come_in_the_order_of_tasks():
    with LocalPool(3) as pool:
        waiting = {f"{n}": pool.submit(_later, 0.05 * (3 - n), n) for n in range(4)}
        assert list(results(waiting)) == [0, 1, 2, 3]


def _later(seconds, result):
    time.sleep(seconds)
    return result


def test_scenarios_share_seeds_and_worlds_on_any_number_of_processes():
    arms = {"few": changed(SMALL, {"sales.reps": 1}), "many": changed(SMALL, {"sales.reps": 4})}
    told = []
    one = replicates.paired(arms, seed_of_world, [5, 6], workers=1)
    two = replicates.paired(
        arms, seed_of_world, [5, 6], own_worlds=True, workers=2, tell=lambda *so: told.append(so)
    )
    world = SMALL.world_seed
    assert one == {"few": [(5, world, 1), (6, world, 1)], "many": [(5, world, 4), (6, world, 4)]}
    assert two == {"few": [(5, 5, 1), (6, 6, 1)], "many": [(5, 5, 4), (6, 6, 4)]}
    assert told == [(n, 4) for n in range(1, 5)]


def test_a_run_that_dies_is_named_with_its_signal():
    with pytest.raises(BrokenExecutor, match=r"run 2 of 3 \(seed 13\): .* ended by SIGKILL"):
        replicates.each(seed_of_world, [(SMALL, 1), (SMALL, DEADLY), (SMALL, 3)], workers=2)


def test_a_replicate_that_dies_is_named_with_its_signal(monkeypatch):
    monkeypatch.setattr(scenario, "_packed", _ends)
    monkeypatch.setattr(scenario, "SMALL", 0)
    with pytest.raises(BrokenExecutor, match="replicate 1: the process was ended by SIGTERM"):
        scenario.run(replace(SMALL, workers=2))


def _ends(config, number):
    if number == 1:
        os.kill(os.getpid(), signal.SIGTERM)
    return scenario.run_once(config, number)


def test_the_command_says_which_replicate_died(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(scenario, "_packed", _ends)
    monkeypatch.setattr(scenario, "SMALL", 0)
    words = ["market.customers=60", "days=3", "warmup_days=0", "replicates=2", "workers=2"]
    assert main([*words, f"hydra.run.dir={tmp_path / 'out'}"]) == 1
    said = capsys.readouterr().err
    assert said == "sim: replicate 1: the process was ended by SIGTERM; nothing was kept\n"
    assert list(tmp_path.iterdir()) == []


def test_what_is_running_is_ended_at_once_after_an_error():
    began, found = time.monotonic(), []

    def fail():
        with LocalPool(2) as pool:
            found.extend(pool.submit(os.getpid).result() for _ in range(2))
            pool.submit(time.sleep, 60)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    for process in found:
        while time.monotonic() < began + 10 and _alive(process):
            time.sleep(0.05)
        assert not _alive(process)


def _alive(process):
    try:
        return os.waitpid(process, os.WNOHANG)[0] == 0
    except ChildProcessError:
        return False


def test_a_signal_that_was_dropped_is_raised_while_a_task_is_awaited(monkeypatch):
    monkeypatch.setattr("sim.runs.pool.HEEDED_EVERY", 0.05)
    pool = LocalPool(1)
    future = pool.submit(time.sleep, 60)
    monkeypatch.setattr(signals, "_asked", [signal.SIGINT])
    with pytest.raises(KeyboardInterrupt):
        awaited(future)
    pool.shutdown(wait=False, cancel_futures=True)


INTERRUPTED = """
import os, signal, sys, threading, time
from dataclasses import replace
from pathlib import Path
from sim.config import Config
from sim.config.dotted import changed
from sim.runs import scenario

began = Path(sys.argv[1])

def long(config, replicate):
    (began / str(os.getpid())).touch()
    time.sleep(600)

def interrupt():
    while len(list(began.iterdir())) < 2:
        time.sleep(0.1)
    os.kill(os.getpid(), signal.SIGINT)

scenario.SMALL, scenario._packed = 0, long
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started this may ignore it
threading.Thread(target=interrupt, daemon=True).start()
config = replace(changed(Config(), {"market.customers": 60}), replicates=2, workers=2, days=3)
try:
    scenario.run(config)
except KeyboardInterrupt:
    print("interrupted")
"""


def test_an_interrupted_run_leaves_no_process_behind(tmp_path):
    command = [sys.executable, "-c", INTERRUPTED, str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False)
    assert ran.stdout == "interrupted\n", ran.stderr
    processes = [int(path.name) for path in tmp_path.iterdir()]
    assert len(processes) == 2
    end = time.monotonic() + 10
    while time.monotonic() < end and any(map(_there, processes)):
        time.sleep(0.05)
    assert not any(map(_there, processes))


def _there(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_key_changes_the_focal_firm_alone_or_its_rivals_too():
    both, one = (changed(Config(), {"sales.reps": 7}, rivals=also) for also in (True, False))
    assert (both.sales.reps, both.rivals.sales.reps) == (7, 7)
    assert (one.sales.reps, one.rivals) == (7, Config().rivals)
    assert value_of(one, "sales.reps") == 7
    for wrong in (lambda: value_of(one, "sales.rep"), lambda: changed(one, {"sales.rep": 1})):
        with pytest.raises(ConfigError, match="not a parameter"):
            wrong()


ENDED = """
import os, sys, time
from pathlib import Path
from sim.cli.command import main
from sim.folder.repeat import rerun
from sim.runs import replicates, scenario

def long(*asked):
    (Path("began") / str(os.getpid())).touch()
    time.sleep(600)

scenario.SMALL, scenario._compile = 0, lambda config: None
scenario._packed = replicates.measured = rerun.outcome = long
raise SystemExit(main(sys.argv[1:]))
"""
FEW = ["market.customers=60", "days=3", "warmup_days=0", "replicates=2", "workers=2"]


SEARCH = ["optimise", *FEW, "optimise.ranges={sales.reps:[1,4]}"]


@pytest.mark.parametrize(
    ("how", "words"),
    [("SIGHUP", FEW), ("SIGTERM", FEW), ("SIGKILL", FEW), ("SIGKILL", ["facts", "19"]),
     ("SIGHUP", ["facts", "19"]), ("SIGHUP", SEARCH), ("SIGKILL", SEARCH)],
    ids=lambda one: one if isinstance(one, str) else one[0].partition(".")[0],
)  # fmt: skip
def test_what_is_ended_leaves_no_process_and_no_rest(tmp_path, how, words):
    (tmp_path / "began").mkdir()
    own = {"PYTHONPATH": os.pathsep.join(sys.path), "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-c", ENDED, *words, "hydra.run.dir=out"]
    ran = subprocess.Popen(command, cwd=tmp_path, env={**os.environ, **own})
    end = time.monotonic() + 300
    while time.monotonic() < end and len(list((tmp_path / "began").iterdir())) < 2:
        assert ran.poll() is None
        time.sleep(0.02)
    ran.send_signal(getattr(signal, how))
    assert ran.wait(60) != 0
    processes = [int(path.name) for path in (tmp_path / "began").iterdir()]
    assert len(processes) == 2
    end = time.monotonic() + 10
    while time.monotonic() < end and any(map(_there, processes)):
        time.sleep(0.05)
    assert not any(map(_there, processes))
    if how != "SIGKILL" and words is not SEARCH:  # which keeps its trials
        assert [path.name for path in tmp_path.iterdir()] == ["began"]


@pytest.mark.parametrize("guarded", [False, True])
def test_a_script_without_a_main_guard_is_told_so_in_one_line(tmp_path, guarded):
    """Where processes are not forked each runs the script again, up to where it starts others."""
    guard = "if __name__ == '__main__':\n    " if guarded else ""
    (tmp_path / "script.py").write_text(
        "import math, multiprocessing\n"
        "multiprocessing.get_all_start_methods = lambda: ['spawn']\n"
        "from sim.runs.pool import LocalPool\n"
        f"{guard}print(LocalPool(2).submit(math.sqrt, 4.0).result())\n"
    )
    ran = subprocess.run(
        [sys.executable, str(tmp_path / "script.py")],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    if guarded:
        assert (ran.returncode, ran.stdout.split()) == (0, ["2.0"]), ran.stderr
    else:
        assert ran.returncode == 2
        (line,) = ran.stderr.splitlines()
        assert 'put what it does under if __name__ == "__main__":' in line
