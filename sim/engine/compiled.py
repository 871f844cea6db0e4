"""Compilation: what turns a plain Python function into machine code.

With ``NUMBA_DISABLE_JIT=1`` functions stay plain Python. Arithmetic keeps IEEE order (there is no
fast-math), so both ways give the same bits.

The cache is addressed by the content of the package's own sources. Numba's cache looks at the
file of the outermost function only, so a changed rule in another file would go unnoticed and an
old day would be replayed; with the address in the path that cannot happen. Numba gives the files of
a function numbers, too, so that two processes that save it for different types at the same time
could leave the machine code of one under the types of the other; a lock on the folder keeps one
waiting.
"""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numba

try:
    import fcntl
except ImportError:  # no such locks on this system: two processes may compile the same at once
    fcntl = None  # type: ignore[assignment]

_settings: Any = numba.config
_njit: Any = numba.njit
_COMMON = {"cache": True, "nogil": True, "error_model": "numpy"}

COMPILING = not _settings.DISABLE_JIT

Function = Callable[..., Any]


def fingerprint() -> str:
    """Sixteen hex digits that change whenever a source file of the package changes."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parent.parent
    for source in sorted(package.rglob("*.py")):
        digest.update(source.relative_to(package).as_posix().encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> str:
    base = os.environ.get("SIM_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    root = Path(base) if base else Path.home() / ".cache"
    for place in (root / "smarketing", Path(tempfile.gettempdir()) / f"smarketing-{os.getuid()}"):
        try:
            folder = place / fingerprint()
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return str(folder)
    return tempfile.mkdtemp(prefix="smarketing-")


if COMPILING:
    _settings.CACHE_DIR = _cache_folder()


def cache_folder() -> Path | None:
    """Where what was worked out once is kept; nowhere when nothing is compiled."""
    return Path(_settings.CACHE_DIR) if COMPILING else None


@contextlib.contextmanager
def _locked(writes: bool) -> Iterator[None]:
    """Hold the cache's lock, alone if it ``writes``; no child inherits it.

    Threads of this process are kept apart by Numba's own lock. Without locks it goes on as before.
    """
    if fcntl is None:
        yield
        return
    try:
        file = os.open(Path(_settings.CACHE_DIR) / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError:
        yield
        return
    try:
        with contextlib.suppress(OSError):
            fcntl.lockf(file, fcntl.LOCK_EX if writes else fcntl.LOCK_SH)
        yield
    finally:
        os.close(file)


def _one_at_a_time(made: Any) -> Function:
    """Let no process read or write a function's files in the cache while another one writes."""
    files = getattr(getattr(made, "_cache", None), "_cache_file", None)
    if files is not None:
        load, save = files.load, files.save

        def load_locked(key: Any) -> Any:
            with _locked(False):
                return load(key)

        def save_locked(key: Any, data: Any) -> None:
            with _locked(True):
                save(key, data)

        files.load, files.save = load_locked, save_locked
    function: Function = made
    return function


def compiled(function: Function) -> Function:
    """Compile a rule or a loop over rows that makes no arrays.

    Without arrays to make there is nothing to count references of; counting them anyway, as Numba
    does for every array in every tuple, took two thirds of the reps' day.
    """
    return _one_at_a_time(_njit(**_COMMON, _nrt=False)(function))


def forced_inline(function: Function) -> Function:
    """Compile a part of a larger loop into it.

    For functions that take much of the world: as calls, they would copy every array's descriptor
    each time, at more cost than their own work.
    """
    return _one_at_a_time(_njit(**_COMMON, _nrt=False, forceinline=True)(function))


def allocating(function: Function) -> Function:
    """Compile a function that makes arrays."""
    return _one_at_a_time(_njit(**_COMMON)(function))
