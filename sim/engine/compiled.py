"""Compilation: what turns a plain Python function into machine code.

With ``NUMBA_DISABLE_JIT=1`` functions stay plain Python. Arithmetic keeps IEEE order (there is no
fast-math), so both ways give the same bits.

The cache is addressed by the content of the sources that decide results. Numba's cache looks at the
file of the outermost function only, so a changed rule in another file would go unnoticed and an
old day would be replayed; with the address in the path that cannot happen. Numba numbers the files
of a function, too, so that two processes that save it for different types at the same time could
leave the machine code of one under the types of the other. Here each gets a name that was never
used; so what is read without a lock is right, and a lock on saving keeps entries from getting lost.
Machine code is followed by its checksum: a file that was cut short or damaged is as good as none.
"""

import contextlib
import pickle
import uuid
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba

from sim.engine.inner import allow, keep_inner_code
from sim.engine.own_folder import own_folder
from sim.engine.sources import COMPILED, fingerprint

_settings: Any = numba.config
_njit: Any = numba.njit
_COMMON = {"cache": True, "nogil": True, "error_model": "numpy"}

COMPILING = not _settings.DISABLE_JIT

Function = Callable[..., Any]

if COMPILING:
    _settings.CACHE_DIR = str(own_folder(f"{fingerprint(COMPILED)}-{numba.__version__}"))
    INNER = keep_inner_code(numba.core)


def cache_folder() -> Path | None:
    """The folder of compiled code; None when nothing is compiled."""
    return Path(_settings.CACHE_DIR) if COMPILING else None


def _checked(content: bytes) -> bytes:
    """Bytes with their checksum behind them, where pickle does not look."""
    return content + zlib.crc32(content).to_bytes(4, "little")


def _whole(path: str) -> bytes:
    """The bytes of a file. Raises :class:`ValueError` if they are not those that were written."""
    found = Path(path).read_bytes()
    content = found[:-4]
    if _checked(content) != found:
        raise ValueError(f"{path} is damaged")
    return content


def _lock() -> contextlib.AbstractContextManager[Any]:
    from filelock import FileLock  # slow to import, and only who compiles needs it

    return FileLock(Path(_settings.CACHE_DIR) / "lock")


def _shared(made: Any) -> Function:
    """Let processes read and add to a function's files at the same time, and Numba keep it as code
    for its callers."""
    allow(made)
    files = getattr(getattr(made, "_cache", None), "_cache_file", None)
    if files is not None:
        load, save, pattern = files.load, files.save, files._data_name_pattern
        index, dump = files._load_index, files._dump

        def load_whole(key: Any) -> Any:
            with contextlib.suppress(Exception):  # damaged, or replaced while it was read
                return load(key)

        def save_alone(key: Any, data: Any) -> None:
            with contextlib.ExitStack() as held:
                with contextlib.suppress(OSError):  # no locks there: an entry may get lost
                    held.enter_context(_lock())
                with contextlib.suppress(OSError):  # no room there: it is compiled again
                    save(key, data)

        def whole_index() -> Any:
            try:
                return index()
            except OSError:
                raise
            except Exception:  # whatever damaged bytes mean to pickle
                return {}

        files.load, files.save, files._load_index = load_whole, save_alone, whole_index
        files._data_name = lambda _: pattern.format(number=uuid.uuid4().int)
        files._dump = lambda content: _checked(dump(content))
        files._load_data = lambda name: pickle.loads(_whole(files._data_path(name)))
    function: Function = made
    return function


def compiled(function: Function) -> Function:
    """Compile a rule or a loop over rows that makes no arrays.

    Without arrays to make there is nothing to count references of; counting them anyway, as Numba
    does for every array in every tuple, took two thirds of the reps' day.
    """
    return _shared(_njit(**_COMMON, _nrt=False)(function))


def forced_inline(function: Function) -> Function:
    """Compile a part of a larger loop into it.

    For functions that take much of the world: as calls, they would copy every array's descriptor
    each time, at more cost than their own work.
    """
    return _shared(_njit(**_COMMON, _nrt=False, forceinline=True)(function))


def allocating(function: Function) -> Function:
    """Compile a function that makes arrays."""
    return _shared(_njit(**_COMMON)(function))
