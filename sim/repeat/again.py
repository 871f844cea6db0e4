"""Run stored runs again, each for its digest and KPIs, on as many processes as there are cores."""

import multiprocessing
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sim.config import Config

Task = tuple[Config, int]
Tell = Callable[[int, int], None]
SMALL = 200_000


@dataclass(frozen=True)
class Outcome:
    """What a run came to: the digest of its events, its seed, its KPIs; or why it failed."""

    seed: int
    digest: str | None
    kpis: dict[str, float]
    error: str | None = None


def outcomes(tasks: Sequence[Task], tell: Tell | None = None) -> list[Outcome]:
    """The outcome of each (config, replicate), in their order; ``tell`` hears how many are done."""
    work = sum(config.market.customers * (config.warmup_days + config.days) for config, _ in tasks)
    workers = min(os.cpu_count() or 1, len(tasks)) if work > SMALL else 1
    found: list[Outcome] = []
    with runner(workers, tasks[0][0]) as run:
        for outcome in run(tasks):
            found.append(outcome)
            if tell is not None:
                tell(len(found), len(tasks))
    return found


def outcome(task: Task) -> Outcome:
    """Run one replicate; a run that fails is an outcome too."""
    from sim.metrics import kpis
    from sim.scenario import digest, run_once, seed_of

    config, replicate = task
    seed = seed_of(config, replicate)
    try:
        records = run_once(replace(config, threads=1), replicate)
        return Outcome(seed, digest(records), kpis(records, config))
    except Exception as error:  # whatever a person's own policy, or a stranger's number, does
        return Outcome(seed, None, {}, f"{type(error).__name__}: {error}")


@contextmanager
def runner(workers: int, config: Config) -> Iterator[Callable[[Sequence[Task]], Iterator[Outcome]]]:
    """What runs tasks on so many processes, all of which find everything compiled."""
    if workers == 1:
        yield lambda todo: map(outcome, todo)
        return
    _compile_first(config)
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context(method))
    with warnings.catch_warnings():
        # Children run compiled code only; they never touch a lock that a parent's thread holds.
        warnings.filterwarnings("ignore", message=".*multi-threaded.*fork.*")
        try:
            yield lambda todo: pool.map(outcome, todo, chunksize=max(1, len(todo) // 64))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in multiprocessing.active_children():
                child.terminate()
            raise
        pool.shutdown()


def _compile_first(config: Config) -> None:
    """Compile, or load what is compiled, once in the parent, so that forked children need not."""
    from sim.scenario import run_once

    few = replace(
        config,
        market=replace(config.market, customers=min(60, config.market.customers)),
        days=4, warmup_days=0, replicates=1, threads=1, policies=type(config.policies)(),
    )  # fmt: skip
    run_once(few)
