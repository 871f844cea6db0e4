"""Compilation: one decorator that turns a plain Python function into machine code.

The cache is addressed by the content of the package's own sources. Numba's cache looks at the
file of the outermost function only, so a changed rule in another file would go unnoticed and an
old day would be replayed; with the address in the path that cannot happen.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numba

COMPILING = not numba.config.DISABLE_JIT


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
    try:
        folder = root / "smarketing" / fingerprint()
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"smarketing-{os.getuid()}" / fingerprint()
        folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


if COMPILING:
    numba.config.CACHE_DIR = _cache_folder()


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a rule or a loop over rows; with ``NUMBA_DISABLE_JIT=1`` it stays plain Python.

    Arithmetic keeps IEEE order (no fast-math), so both ways give the same bits.
    """
    return cast(
        Callable[..., Any], numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function)
    )


def forced_inline(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a part of a larger loop into it. For functions that take much of the world: as calls,
    they would copy every array's descriptor each time, at more cost than their own work."""
    return cast(
        Callable[..., Any],
        numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False, forceinline=True)(function),
    )


def allocating(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that makes arrays."""
    return cast(
        Callable[..., Any], numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    )
