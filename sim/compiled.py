"""Compilation: what turns a plain Python function into machine code.

With ``NUMBA_DISABLE_JIT=1`` functions stay plain Python. Arithmetic keeps IEEE order (there is no
fast-math), so both ways give the same bits.

The cache is addressed by the content of the package's own sources. Numba's cache looks at the
file of the outermost function only, so a changed rule in another file would go unnoticed and an
old day would be replayed; with the address in the path that cannot happen.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba

_settings: Any = numba.config
_njit: Any = numba.njit
_COMMON = {"cache": True, "nogil": True, "error_model": "numpy"}

COMPILING = not _settings.DISABLE_JIT

Function = Callable[..., Any]


def fingerprint() -> str:
    """Sixteen hex digits that change whenever a source file of the package changes."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
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


def compiled(function: Function) -> Function:
    """Compile a rule or a loop over rows that makes no arrays.

    Without arrays to make there is nothing to count references of; counting them anyway, as Numba
    does for every array in every tuple, took two thirds of the reps' day.
    """
    made: Function = _njit(**_COMMON, _nrt=False)(function)
    return made


def forced_inline(function: Function) -> Function:
    """Compile a part of a larger loop into it.

    For functions that take much of the world: as calls, they would copy every array's descriptor
    each time, at more cost than their own work.
    """
    made: Function = _njit(**_COMMON, _nrt=False, forceinline=True)(function)
    return made


def allocating(function: Function) -> Function:
    """Compile a function that makes arrays."""
    made: Function = _njit(**_COMMON)(function)
    return made
