"""Threads: the same work on several parts of the rows at once."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

Rows = np.ndarray[Any, np.dtype[Any]]
# Below this many rows, handing work to another thread costs more than it saves.
_WORTH_A_THREAD = 2000

Answer = TypeVar("Answer")


@lru_cache(maxsize=1)
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads)


# A child process has none of its parent's threads, and would wait for them for ever.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_pool.cache_clear)


def in_parts(rows: Rows, threads: int, work: Callable[[Rows], Answer]) -> list[Answer]:
    """Do the work on contiguous parts of the rows, one a thread; answers in the order of rows."""
    if threads == 1 or len(rows) < _WORTH_A_THREAD:
        return [work(rows)]
    return list(_pool(threads).map(work, np.array_split(rows, threads)))
