"""Work on many tasks at once, on as many processes as there are cores, with progress."""

import os
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sim.config import Config
from sim.runs.compiling import processes
from sim.runs.pool import SMALL, results
from sim.runs.progress import Progress

Found = TypeVar("Found")


def over(
    work: Callable[..., Found], tasks: Mapping[str, tuple[Any, ...]], config: Config, text: str
) -> list[Found]:
    """The outcomes of all tasks in their order; ``text`` stands before progress.

    Small markets are run in this process.
    """
    customer_days = config.market.customers * (config.warmup_days + config.days)
    workers = min(config.workers or os.cpu_count() or 1, len(tasks))
    found: list[Found] = []
    with Progress(text=text) as progress:
        if workers == 1 or customer_days * len(tasks) < SMALL:
            for task in tasks.values():
                found.append(work(*task))
                progress.counted(len(found), len(tasks))
            return found
        progress.counted(0, len(tasks))
        with processes(workers, config) as pool:
            waiting = {name: pool.submit(work, *task) for name, task in tasks.items()}
            for one in results(waiting):
                found.append(one)
                progress.counted(len(found), len(tasks))
    return found
