"""Replicates: a measurement on many runs, in the same order on any number of processes."""

import multiprocessing
import os
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import TypeVar

from sim.config import Config
from sim.records import Records
from sim.runs.scenario import run_once

Found = TypeVar("Found")
Measure = Callable[[Records, Config], Found]


def each(
    measure: Measure[Found],
    tasks: Sequence[tuple[Config, int]],
    workers: int = 0,
    tell: Callable[[int, int], None] | None = None,
) -> list[Found]:
    """Run every config with the luck of its seed, and measure each run, in the order of tasks.

    ``measure`` is a module's own function, since it is sent to other processes. ``tell(done,
    total)`` hears of progress.
    """
    workers = min(workers or os.cpu_count() or 1, len(tasks))
    found: list[Found] = []
    if workers <= 1:
        for config, seed in tasks:
            found.append(measured(measure, config, seed))
            if tell is not None:
                tell(len(found), len(tasks))
        return found
    with processes(workers) as pool:
        waiting = [pool.submit(measured, measure, config, seed) for config, seed in tasks]
        for future in waiting:
            found.append(future.result())
            if tell is not None:
                tell(len(found), len(tasks))
    return found


def measured(measure: Measure[Found], config: Config, seed: int) -> Found:
    """Measure one run with the luck of this root seed."""
    seeded = replace(config, seed=seed, replicates=1, threads=1)
    return measure(run_once(seeded), seeded)


def processes(workers: int) -> ProcessPoolExecutor:
    """A pool whose processes find everything compiled."""
    _compile()
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    warnings.filterwarnings("ignore", message=".*multi-threaded.*fork.*")
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context(method))


def _compile() -> None:
    few = Config()
    run_once(
        replace(few, market=replace(few.market, customers=60), days=4, warmup_days=0, replicates=1)
    )
