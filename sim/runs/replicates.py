"""Many runs, each measured where it is run: the same findings on any number of processes."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from sim.config import FIXED, Config
from sim.records import Records
from sim.runs.compiling import processes
from sim.runs.one_run import run_once
from sim.runs.pool import results

Found = TypeVar("Found")
Measure = Callable[[Records, Config], Found]
Tell = Callable[[int, int], None]


def paired(
    scenarios: Mapping[str, Config],
    measure: Measure[Found],
    seeds: Sequence[int],
    own_worlds: bool = False,
    workers: int = 0,
    tell: Tell | None = None,
) -> dict[str, list[Found]]:
    """Run every scenario on the same seeds; by its name, the findings in the order of the seeds.

    Scenarios share each seed's luck, so a difference is taken seed by seed. With ``own_worlds``
    each seed also has a world of its own, which scenarios share; else all have the config's. The
    rest is as in :func:`each`.
    """
    tasks = [
        (replace(config, world=FIXED, world_seed=seed) if own_worlds else config, seed)
        for config in scenarios.values()
        for seed in seeds
    ]
    found = each(measure, tasks, workers, tell)
    count = len(seeds)
    return {name: found[n * count : (n + 1) * count] for n, name in enumerate(scenarios)}


def each(
    measure: Measure[Found],
    tasks: Sequence[tuple[Config, int]],
    workers: int = 0,
    tell: Tell | None = None,
) -> list[Found]:
    """Run every config with the luck of its seed; the findings in the order of the tasks.

    ``measure`` is a module's own function, since it is sent to other processes. ``workers``: how
    many of them, 0 for one a core. ``tell(done, total)`` hears of progress. Raises what the first
    run that fails does; :class:`concurrent.futures.BrokenExecutor` if its process died.
    """
    workers = min(workers or os.cpu_count() or 1, len(tasks))
    if workers <= 1:
        return _kept((measured(measure, *task) for task in tasks), len(tasks), tell)
    with processes(workers, tasks[0][0]) as pool:
        waiting = {
            f"run {n} of {len(tasks)} (seed {seed})": pool.submit(measured, measure, config, seed)
            for n, (config, seed) in enumerate(tasks, start=1)
        }
        return _kept(results(waiting), len(tasks), tell)


def measured(measure: Measure[Found], config: Config, seed: int) -> Found:
    """Run a config with the luck of this root seed; what the measure finds in it."""
    seeded = replace(config, seed=seed, replicates=1, threads=1)
    return measure(run_once(seeded), seeded)


def _kept(found: Iterable[Found], total: int, tell: Tell | None) -> list[Found]:
    kept = []
    for one in found:
        kept.append(one)
        if tell is not None:
            tell(len(kept), total)
    return kept
