"""Shelf: a table's first rows, which hardly anybody looks at any more, in a file and out of memory.

The rows stay at their place: whoever reads or changes one has it in memory again, until the shelf
lets go of it. The file has no name, and goes with the process. It lies in ``TMPDIR``, or else in
``/var/tmp``, as ``/tmp`` is often memory itself. Where there is no room, or no such system, rows
stay in memory.
"""

import ctypes
import mmap
import os
import tempfile
from functools import cache
from typing import IO, Any
from weakref import WeakSet, finalize

import numpy as np

from sim.engine.memory import Rows, on_own_pages

# A huge page: what is put away leaves no part of one behind.
PIECE = 1 << 21
# What is written at once comes back into memory at once, however little of it is asked for.
_AT_ONCE = 1 << 14
_FIXED, _DONTNEED = 0x10, 4
_IN_USE: "WeakSet[Shelf]" = WeakSet()


class Shelf:
    """The first rows of one table, as far as they were put away. A copy of a table has its own."""

    def __init__(self) -> None:
        self._rows: Rows | None = None
        self._file: IO[bytes] | None = None
        self._first = self._end = 0  # bytes of the rows that are in the file

    def __reduce__(self) -> tuple[type["Shelf"], tuple[()]]:
        return Shelf, ()

    def put(self, rows: Rows, count: int) -> None:
        """Put away the first rows, so many, as far as whole pieces go, and let go of them all."""
        if not on_own_pages(rows):
            return
        if rows is not self._rows:
            self._rows, self._file, self._first, self._end = rows, None, 0, 0
        place = rows.ctypes.data
        end = (place + count * rows.itemsize) // PIECE * PIECE - place
        if end > self._end and self._written(rows.view(np.uint8)[self._end : end]):
            self._lay(mmap.MAP_SHARED, self._end, end)
            self._end = end
        self.let_go()

    def let_go(self) -> None:
        """Take all that is in the file out of memory."""
        if self._rows is not None and self._file is not None:
            place = self._rows.ctypes.data + self._first
            _system().madvise(place, self._end - self._first, _DONTNEED)

    def part(self) -> None:
        """Change the file no more: another process has it, too."""
        if self._file is not None:
            self._lay(mmap.MAP_PRIVATE, self._first, self._end)
            self._file.close()
            self._file, self._first = None, self._end

    def _written(self, added: Rows) -> bool:
        try:
            if self._file is None:
                self._file = _opened()
                finalize(self, self._file.close)
                _IN_USE.add(self)
            at = 0
            while at < len(added):
                at += os.pwrite(self._file.fileno(), added[at : at + _AT_ONCE].data, self._end + at)
        except OSError:
            return False
        return True

    def _lay(self, kind: int, first: int, end: int) -> None:
        """Lay a part of the file over the same part of the rows."""
        if self._rows is None or self._file is None or first == end:
            return
        place, both = self._rows.ctypes.data + first, mmap.PROT_READ | mmap.PROT_WRITE
        file = self._file.fileno()
        if _system().mmap(place, end - first, both, kind | _FIXED, file, first) != place:
            raise MemoryError("the system takes no more mappings of files")


def _opened() -> IO[bytes]:
    """A new file without a name, of which is sure that it can be mapped."""
    folder = os.environ.get("TMPDIR", "/var/tmp")
    file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - open for as long as rows
    file.truncate(mmap.PAGESIZE)
    mmap.mmap(file.fileno(), mmap.PAGESIZE).close()
    return file


@cache
def _system() -> Any:
    """The system's own calls: Python's do not map a file to a place."""
    system = ctypes.CDLL(None, use_errno=True)
    pointer, size, whole = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
    system.mmap.restype = pointer
    system.mmap.argtypes = pointer, size, whole, whole, whole, ctypes.c_int64
    system.madvise.argtypes = pointer, size, whole
    return system


def _part_all() -> None:
    for shelf in list(_IN_USE):
        shelf.part()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_parent=_part_all, after_in_child=_part_all)
