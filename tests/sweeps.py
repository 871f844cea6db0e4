"""Sweeps for tests: plans without Hydra, and a model that takes no time."""

import hashlib
import os
import signal
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path

from sim.config import Config
from sim.runs.work import NAMES, Outcome
from sim.sweep.engine import Sweep
from sim.sweep.executors import Backend
from sim.sweep.journal import NAME, Journal
from sim.sweep.place import Place
from sim.sweep.plan import Plan, Scenario
from sim.sweep.rounds import Rounds
from sim.sweep.table import write_runs

FAILING, DEADLY = 13, 99


def make(words):
    """A scenario from key=number words of the config itself."""
    values = {key: int(value) for key, value in (word.split("=") for word in words)}
    return Scenario(replace(Config(), **values), tuple(words), {})


def plan_of(*words):
    return Plan(make, [one.split() for one in words])


def quick(config, replicate):
    """Numbers that depend on the config and the luck alone; two seeds go wrong."""
    if config.seed == FAILING:
        raise ValueError("thirteen")
    if config.seed == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    text = f"{config.seed} {config.days} {replicate}"
    mark = hashlib.sha256(text.encode()).hexdigest()
    kpis = {name: int(mark[n : n + 8], 16) / 7 for n, name in enumerate(NAMES[:50])}
    return Outcome(kpis, mark)


def logged(log: str, config, replicate):
    """The same, with a line in a log for each run but those that live in a world once more."""
    if config.world == "drawn":
        with Path(log).open("a") as file:
            file.write(f"{replicate}\n")
    return quick(config, replicate)


class Here(Executor):
    """Runs a task in this process when its turn comes, the one that ``pick`` names first."""

    def __init__(self, pick=lambda count: 0, give_up_after=None):
        self.pick, self.left = pick, give_up_after

    def submit(self, fn, /, *args):
        future = Future()
        if self.left == 0:
            raise KeyboardInterrupt
        self.left = None if self.left is None else self.left - 1
        future.set_result(fn(*args))
        return future


def table_of(folder: Path, plan, executor=None, seconds=0.01, workers=2, simulation=quick, **more):
    """Open the folder's journal, do what is missing, and write the table: its bytes."""
    journal = Journal(folder / NAME)
    try:
        sweep = Sweep(plan, journal, "code", simulation)
        sweep.resume()
        sweep.carry_out(executor or Here(), workers, seconds, **more)
        names = [" ".join(words) for words in plan.words]
        write_runs(folder / "runs.parquet", plan, names, sweep.tally, journal)
    finally:
        journal.close()
    return (folder / "runs.parquet").read_bytes()


def replicated(folder: Path, plan, until, simulation=quick, executor=None):
    """Replicate to a target in this process, and write the table: the sweep, and its bytes."""
    journal = Journal(folder / NAME)
    try:
        names = [" ".join(words) for words in plan.words]
        backend = Backend("here", 0.01, lambda workers: executor or Here())
        sweep = Sweep(until.first(plan), journal, "code", simulation)
        with Rounds(sweep, Place(folder, journal), backend, names) as rounds:
            done = rounds.run(until)
        write_runs(folder / "runs.parquet", done.plan, names, done.tally, journal)
        found = until.account(done, names)
    finally:
        journal.close()
    return done, found, (folder / "runs.parquet").read_bytes()
