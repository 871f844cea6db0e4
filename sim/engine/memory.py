"""Memory: large tables of zeros, on huge pages where the system has them.

A row far from the last one costs a page-table walk on small pages, and appending to a table costs a
page fault every few rows; huge pages spare both.
"""

import contextlib
import mmap
from typing import Any

import numpy as np

_LARGE = 1 << 22
Rows = np.ndarray[Any, np.dtype[Any]]


def zeros(count: int, dtype: np.dtype[Any]) -> Rows:
    """So many rows of zeros; memory is taken as rows are first touched."""
    size = count * dtype.itemsize
    if size < _LARGE or not hasattr(mmap, "MADV_HUGEPAGE"):
        return np.zeros(count, dtype)
    pages = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    with contextlib.suppress(OSError):
        pages.madvise(mmap.MADV_HUGEPAGE)
    return np.frombuffer(pages, dtype, count)


def on_own_pages(rows: Rows) -> bool:
    """Whether rows have whole pages of memory for themselves, and are all that lies there."""
    return isinstance(rows.base, memoryview) and isinstance(rows.base.obj, mmap.mmap)
