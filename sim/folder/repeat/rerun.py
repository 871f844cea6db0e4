"""Run stored runs again, each for its digest and KPIs, on as many processes as there are cores."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sim.config import Config
from sim.runs.compiling import processes
from sim.runs.pool import SMALL, awaited

Task = tuple[Config, int]
Tell = Callable[[int, int], None]
DIED = "its process died before it was over"


@dataclass(frozen=True)
class Outcome:
    """The outcome of a run: its seed, the digest of its events, its KPIs; or the error."""

    seed: int
    digest: str | None
    kpis: dict[str, float]
    error: str | None = None


def outcomes(tasks: Sequence[Task], tell: Tell | None = None, apart: bool = False) -> list[Outcome]:
    """The outcome of each (config, replicate), in their order; ``tell`` counts those done.

    ``apart`` keeps runs out of this process, as some may bring theirs down.
    """
    work = sum(config.market.customers * (config.warmup_days + config.days) for config, _ in tasks)
    workers = min(os.cpu_count() or 1, len(tasks)) if work > SMALL else 1
    found: list[Outcome] = []
    with runner(workers, tasks[0][0], apart) as run:
        for outcome in run(tasks):
            found.append(outcome)
            if tell is not None:
                tell(len(found), len(tasks))
    return found


def outcome(task: Task) -> Outcome:
    """Run one replicate; a run that fails is an outcome too."""
    from sim.runs.work import simulate

    config, replicate = task
    try:
        done = simulate(replace(config, threads=1), replicate)
        return Outcome(_seed(task), done.digest, done.kpis)
    except Exception as error:  # whatever a person's own policy, or a stranger's number, does
        return Outcome(_seed(task), None, {}, f"{type(error).__name__}: {error}")


@contextmanager
def runner(
    workers: int, config: Config, apart: bool = False
) -> Iterator[Callable[[Sequence[Task]], Iterator[Outcome]]]:
    """A function that runs tasks on so many processes, all of which find everything compiled.

    One worker is this process, unless ``apart``.
    """
    if workers == 1 and not apart:
        yield lambda todo: map(outcome, todo)
        return
    with processes(workers, config) as pool:
        yield lambda todo: _each(pool, todo)


def _each(pool: Executor, todo: Sequence[Task]) -> Iterator[Outcome]:
    futures = [pool.submit(outcome, task) for task in todo]
    for task, future in zip(todo, futures, strict=True):
        try:
            yield awaited(future).result()
        except BrokenExecutor as error:
            yield Outcome(_seed(task), None, {}, f"{DIED}: {error}")


def _seed(task: Task) -> int:
    from sim.runs.one_run import seed_of

    return seed_of(*task)
