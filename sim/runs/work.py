"""The work of one process: a batch of runs, each to one line of the journal, failures too."""

import hashlib
import json
import math
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from sim.config import Config
from sim.metrics.bases import BASES
from sim.metrics.kpis import KPIS, measured, not_finite
from sim.runs.one_run import digest, run_once, seed_of

FINISHED, FAILED = "finished", "failed"
NAMES = (*KPIS, *BASES)


class Outcome(NamedTuple):
    """The part of a run that is kept: its KPIs and the digest of all its events."""

    kpis: dict[str, float]
    digest: str


class Task(NamedTuple):
    """One run to do: its number in the sweep, its config with the hash, its replicate."""

    number: int
    config: Config
    identity: bytes
    replicate: int


class Line(NamedTuple):
    """One run that is over: its number, its line for the journal, its error if it failed."""

    number: int
    text: bytes
    error: str | None


Simulate = Callable[[Config, int], Outcome]


class NotFiniteError(ArithmeticError):
    """An outcome that is not a finite number."""


def simulate(config: Config, replicate: int) -> Outcome:
    """Run one replicate; raises :class:`NotFiniteError` for a number that no table may hold."""
    records = run_once(config, replicate)
    values = measured(records, config)
    bad = not_finite(values)
    if bad:
        raise NotFiniteError(f"{bad[0]} is {values[bad[0]]}, not a finite number")
    return Outcome(values, digest(records))


def key_of(identity: bytes, seed: int, code: str) -> str:
    """The address of a run: a hash of its config, its luck, and the code that runs it."""
    content = f"{identity.hex()} {seed} {code}".encode()
    return hashlib.sha256(content).hexdigest()[:32]


def run_batch(
    simulation: Simulate, tasks: Sequence[Task], code: str, threads: int
) -> tuple[list[Line], float]:
    """Do the runs one by one, on so many threads at most; return their lines and the seconds.

    An error in a run fails that run alone; an interrupt ends the batch.
    """
    started = time.perf_counter()
    lines = [_line(simulation, task, code, threads) for task in tasks]
    return lines, time.perf_counter() - started


def failed(task: Task, code: str, error: str) -> Line:
    """The line of a run that could not be brought to an end."""
    seed = seed_of(task.config, task.replicate)
    return Line(task.number, _text(task, seed, code, FAILED, error=error), error)


def _line(simulation: Simulate, task: Task, code: str, threads: int) -> Line:
    config = task.config
    if config.threads > threads:
        config = replace(config, threads=threads)
    started = time.perf_counter()
    try:
        outcome = simulation(config, task.replicate)
    except (Exception, SystemExit) as error:
        return failed(task, code, "".join(traceback.format_exception(error)))
    seconds = round(time.perf_counter() - started, 6)
    values = [_plain(outcome.kpis.get(name, math.nan)) for name in NAMES]
    seed = seed_of(config, task.replicate)
    text = _text(task, seed, code, FINISHED, digest=outcome.digest, seconds=seconds, kpis=values)
    return Line(task.number, text, None)


def _text(task: Task, seed: int, code: str, status: str, **more: object) -> bytes:
    content = {"run": key_of(task.identity, seed, code), "replicate": task.replicate, "seed": seed}
    content |= {"status": status, **more}
    return json.dumps(content, allow_nan=False, separators=(",", ":")).encode()


def _plain(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
