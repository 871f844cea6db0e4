"""Figures of a run: drawn on processes of their own, while this one writes tables.

A figure comes back as a picture and is written here, so that a run's files are the work of one
process, in one order. Where processes cannot be forked, with the tables in them, all is drawn here.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sim.plots import Draw, Painted, drawings, painted, save_all, written
from sim.runs.pool import LocalPool, awaited

if TYPE_CHECKING:
    from sim.metrics.summary import Result

# What a forked process finds to draw, by name.
_to_draw: dict[str, Draw] = {}


@contextmanager
def being_drawn(result: "Result") -> Iterator[Callable[[Path], list[Path]]]:
    """Begin to draw a result's figures; yields what writes them into a folder, in their order."""
    found = drawings(result)
    workers = min(result.config.workers or os.cpu_count() or 1, len(found))
    if workers <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield lambda folder: save_all(result, folder)
        return
    _to_draw.update(found)
    try:
        with LocalPool(workers) as pool:
            waiting = {name: pool.submit(_painted, name) for name in found}
            yield lambda folder: [
                path for name in waiting for path in written(folder, name, _finished(waiting[name]))
            ]
    finally:
        _to_draw.clear()


def _painted(name: str) -> Painted:
    return painted(_to_draw[name])


def _finished(future: "Future[Painted]") -> Painted:
    """A picture once it is there; a process that died costs its figure alone."""
    error = awaited(future).exception()
    if isinstance(error, BrokenExecutor):
        return Painted(None, (f"could not be drawn ({error})",))
    return future.result()
