"""The journal of a sweep: a line of JSON for every run that is over, appended, never rewritten.

A journal that cannot be written or was cut off keeps every whole line. It is locked by whoever has
it open; the lock goes with the process.
"""

import contextlib
import errno
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sim.config.refusal import Refusal
from sim.folder.alone import hold, let_go

NAME = "journal.jsonl"
KIND = "smarketing sweep"
_BLOCK = 1 << 20


class JournalError(Exception):
    """The journal cannot be written any more. The message is one line; whole lines are kept."""


class Journal:
    """An open, locked journal; offsets are places in the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = _opened(path)
        self._end = 0
        self._unsynced = 0

    def read(self, take: Callable[[dict[str, Any], int], None]) -> None:
        """Hand over every whole line with its offset, and cut off a torn end."""
        end = 0
        for offset, line in self._lines():
            whole = line.endswith(b"\n")
            end = offset + len(line) if whole else offset
            content = _parsed(line) if whole else None
            if offset == 0 and content is not None and content.get("journal") != KIND:
                raise Refusal(f"{self.path} is not the journal of a sweep: name another folder")
            if content is not None and "run" in content:
                take(content, offset)
        os.ftruncate(self._file, end)
        self._end = end
        if end == 0:
            self.append([json.dumps({"journal": KIND}).encode()])

    def append(self, lines: list[bytes]) -> list[int]:
        """Add lines, all of them or none; their offsets. Raises :class:`JournalError`."""
        offsets, at = [], self._end
        for line in lines:
            offsets.append(at)
            at += len(line) + 1
        block = b"".join(line + b"\n" for line in lines)
        try:
            self._write(block)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, self._end)
            raise JournalError(f"{self.path} cannot be written ({error.strerror})") from error
        if not self.is_there():
            raise JournalError(f"{self.path} was removed by somebody else")
        self._end = at
        return offsets

    def line(self, offset: int) -> dict[str, Any]:
        """The content of the line at an offset."""
        block = os.pread(self._file, 8192, offset)
        while b"\n" not in block:
            more = os.pread(self._file, _BLOCK, offset + len(block))
            if not more:
                raise JournalError(f"{self.path} was cut short by somebody else")
            block += more
        content: dict[str, Any] = json.loads(block[: block.index(b"\n")])
        return content

    def is_empty(self) -> bool:
        """Whether nothing was ever written to it."""
        return os.fstat(self._file).st_size == 0

    def is_there(self) -> bool:
        """Whether its file is still in its place, and not removed by somebody else."""
        with contextlib.suppress(OSError):
            return os.path.samestat(os.fstat(self._file), os.stat(self.path))
        return False

    def sync(self) -> None:
        """Have all of it on the disk."""
        os.fsync(self._file)
        self._unsynced = 0

    def close(self, remove: bool = False) -> None:
        """Let go of the journal, and of its file if it is no longer needed."""
        if self._file < 0:
            return
        with contextlib.suppress(OSError):
            if remove:
                self.path.unlink()
            else:
                os.fsync(self._file)
        let_go(self._file)
        self._file = -1

    def _write(self, block: bytes) -> None:
        done = 0
        while done < len(block):
            written = os.pwrite(self._file, block[done:], self._end + done)
            if written == 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            done += written
        self._unsynced += done
        if self._unsynced > 64 * _BLOCK:
            self.sync()

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        with open(os.dup(self._file), "rb") as file:
            file.seek(0)
            offset = 0
            for line in file:
                yield offset, line
                offset += len(line)


def _opened(path: Path) -> int:
    """The file, locked by this process alone; raises :class:`Refusal` if another has it."""
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            if not _held(file, path):
                raise Refusal(
                    f"{path.parent} belongs to a sweep that is running: "
                    "wait for it, or name another folder"
                )
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(file), os.stat(path)):
                    return file
        except BaseException:
            let_go(file)
            raise
        let_go(file)  # finished and removed by another process between the two steps


def _held(file: int, path: Path) -> bool:
    """Whether the file is locked by this process now; one that no lock can guard is not kept."""
    try:
        return hold(file, path.parent)
    except (Refusal, OSError):
        if os.fstat(file).st_size == 0:
            path.unlink()
        raise


def _parsed(line: bytes) -> dict[str, Any] | None:
    """A line's content; None of a line that a lost disk block has made unreadable."""
    try:
        content = json.loads(line)
    except ValueError:
        return None
    return content if isinstance(content, dict) else None
