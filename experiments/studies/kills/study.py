"""Kill or interrupt sweeps at random moments, then resume them.

Engine, journal, pool and table are the real ones. A sweep or a worker of it is really killed
(signal 9), or a sweep is interrupted (signal 2) and has to end by itself. The model is a short
sleep, so that many moments can be tried. Each sweep is a forked child of this one.
"""

import hashlib
import os
import random  # noqa: TID251 - moments to kill at, not luck of the model
import signal
import tempfile
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from experiments.command import Option, Program
from sim.config import Config
from sim.engine.signals import tidily
from sim.runs.pool import LocalPool
from sim.runs.work import NAMES, Outcome
from sim.sweep.engine import Sweep
from sim.sweep.journal import NAME, Journal
from sim.sweep.plan import Plan, Scenario
from sim.sweep.table import write_runs

REPLICATES, SCENARIOS, SLEEP = 40, 10, 0.002
KINDS = {"parent": signal.SIGKILL, "worker": signal.SIGKILL, "sweep": signal.SIGINT}


def tell(asked: Namespace) -> Iterator[str]:
    """Try so many moments of each kind; ends with exit code 1 if a table has other bytes."""
    luck, total = random.Random(asked.seed), REPLICATES * SCENARIOS
    with tempfile.TemporaryDirectory() as scratch:
        tables = {workers: _swept(Path(scratch, f"whole{workers}"), workers) for workers in (1, 2)}
        agree = tables[1] == tables[2]
        yield f"undisturbed on 1 and on 2 workers: {'the same' if agree else 'DIFFERENT'} bytes"
        for what, how in KINDS.items():
            same, kept, ends = 0, [], []
            for number in range(asked.moments):
                folder = Path(scratch, f"{what}{number}")
                moment = luck.randrange(total), luck.uniform(0.0, 0.05)
                before, seconds = _killed(folder, what, how, *moment)
                kept.append(before)
                ends.append(seconds)
                same += _swept(folder, luck.choice((1, 2))) == tables[1]
            spread = f"{min(kept)} to {max(kept)} of {total} runs were in the journal"
            done = "interrupted" if how == signal.SIGINT else "killed"
            yield f"{what} {done} at {asked.moments} moments ({spread}): {same} tables the same"
            if how == signal.SIGINT:
                yield f"from the interrupt to its end: at most {max(ends):.2f} s"
            agree = agree and same == asked.moments
    if not agree:
        raise SystemExit(1)


def _killed(
    folder: Path, what: str, how: signal.Signals, runs: int, later: float
) -> tuple[int, float]:
    """Start a sweep, and signal it or one of its workers some time after so many runs are over.

    How many runs its journal had then, and how many seconds later it had ended.
    """
    sweep = _start(folder, 2)
    while _over(folder) < runs:
        time.sleep(0.001)
    time.sleep(later)
    children = Path(f"/proc/{sweep}/task/{sweep}/children").read_text().split()
    kept = _over(folder)
    victim = int(children[0]) if what == "worker" and children else sweep
    started = time.monotonic()
    os.kill(victim, how)
    os.waitpid(sweep, 0)
    return kept, time.monotonic() - started


def _over(folder: Path) -> int:
    journal = folder / NAME
    return max(journal.read_bytes().count(b"\n") - 1, 0) if journal.exists() else 0


def _swept(folder: Path, workers: int) -> bytes:
    """The table of a sweep that is left alone."""
    _, status = os.waitpid(_start(folder, workers), 0)
    if status:
        raise RuntimeError(f"the sweep in {folder} failed")
    return (folder / "runs.parquet").read_bytes()


def _start(folder: Path, workers: int) -> int:
    folder.mkdir(exist_ok=True)
    child = os.fork()
    if child:
        return child
    code, pool = 1, None
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        plan = Plan(_make, [[f"seed={number}"] for number in range(SCENARIOS)])
        sweep = Sweep(plan, Journal(folder / NAME), "code", _short)
        sweep.resume()
        pool = LocalPool(workers)
        with tidily():
            sweep.carry_out(pool, workers, 0.02)
        names = [words[0] for words in plan.words]
        write_runs(folder / "runs.parquet", plan, names, sweep.tally, sweep.journal)
        pool.shutdown()
        code = 0
    except KeyboardInterrupt:
        if pool is not None:
            pool.shutdown(cancel_futures=True)
    finally:
        os._exit(code)


def _make(words: Sequence[str]) -> Scenario:
    config = replace(Config(), seed=int(words[0].partition("=")[2]), replicates=REPLICATES)
    return Scenario(config, tuple(words), {})


def _short(config: Config, replicate: int) -> Outcome:
    time.sleep(SLEEP)
    mark = hashlib.sha256(f"{config.seed} {replicate}".encode()).hexdigest()
    return Outcome({name: int(mark[n : n + 9], 16) / 7 for n, name in enumerate(NAMES[:50])}, mark)


OPTIONS = (
    Option("moments", 20, "how many of each kind"),
    Option("seed", 1, "luck of the moments"),
)
PROGRAM = Program(tell, OPTIONS, scenario=False)
