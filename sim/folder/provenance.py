"""The origin of a result: code, packages, machine. Nothing here can change a result."""

import hashlib
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, get_args, get_type_hints

from sim.config import Config
from sim.config.per_part import PerPart, field_names, is_part
from sim.engine.sources import RUN, fingerprint

DISTRIBUTION = "smarketing"
PACKAGES: tuple[str, ...] = ("hydra-core", "igraph", "llvmlite", "matplotlib", "mesa", "numba")
PACKAGES += ("numpy", "omegaconf", "pandas", "pyarrow", "rich", "scipy")
# What a few results depend on beside them.
EXTRAS = ("optuna",)
# Those among them that the code which makes a run's row is built on.
OF_A_RUN = ("igraph", "llvmlite", "mesa", "numba", "numpy", "scipy")
# Parameters that change how fast a result comes, or how it is shown, never the result.
SPEED_ONLY = ("threads", "workers", "fail_fast", "currency", "report", "figures")
# Parameters that say which runs there are, not what one of them is: its seed says the rest.
NOT_OF_A_RUN = ("seed", "replicates")


def config_hash(config: Config) -> str:
    """SHA-256 of a config, but for the parameters that only make it faster."""
    return _hash(config, SPEED_ONLY)


def run_hash(config: Config) -> str:
    """SHA-256 of all that decides a single run of a config, beside its luck."""
    from sim.model.own_classes import sources

    mark = _hash(config, (*SPEED_ONLY, *NOT_OF_A_RUN))
    own = sources(config.policies)
    return hashlib.sha256((mark + own).encode()).hexdigest() if own else mark


def _hash(config: Config, without: Sequence[str]) -> str:
    return hashlib.sha256(_content(config, without).encode()).hexdigest()


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def code_hash() -> str:
    """Thirty-two digits that change with any source or library that a run's row depends on."""
    return hashlib.sha256(repr(ingredients()).encode()).hexdigest()[:32]


@cache
def ingredients() -> dict[str, str | None]:
    """All code that a run's row depends on: a hash of sources, and the releases of libraries."""
    return {DISTRIBUTION: fingerprint(RUN)} | {name: package_version(name) for name in OF_A_RUN}


def code() -> dict[str, Any]:
    """The version of this code: release, and in a checkout its commit.

    ``patch`` is a hash of all that differs from the commit, files that git does not know included
    where the package lies; what runs leave beside it is no change of the code.
    """
    checkout = Path(__file__).resolve().parents[2]
    found: dict[str, Any] = {"version": package_version(DISTRIBUTION)}
    found |= dict.fromkeys(("commit", "dirty", "patch"))
    inside = _git(checkout, "rev-parse", "--show-toplevel")
    if inside is None or Path(inside.decode().strip()) != checkout:
        return found
    commit = _git(checkout, "rev-parse", "--verify", "--quiet", "HEAD")
    changes = (_git(checkout, "diff", "HEAD", "--binary") or b"") + _untracked(checkout)
    found["commit"] = commit.decode().strip() if commit else None
    found["dirty"] = bool(changes) or not commit
    found["patch"] = hashlib.sha256(changes).hexdigest() if changes else None
    return found


def machine() -> dict[str, Any]:
    """The machine and the Python that ran it."""
    return {
        "python": platform.python_version(),
        "implementation": sys.implementation.name,
        "platform": platform.platform(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
    }


def packages(extras: Sequence[str] = ()) -> dict[str, str | None]:
    """The installed version of every package that a result can depend on."""
    return {name: package_version(name) for name in (*PACKAGES, *extras)}


def package_version(name: str) -> str | None:
    """The installed version of a package; None if it is not installed as one."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _untracked(checkout: Path) -> bytes:
    """Names and hashes of the package's files that git neither tracks nor ignores."""
    others = ("ls-files", "--others", "--exclude-standard", "-z", "--", "sim", "configs")
    listed = _git(checkout, *others) or b""
    names = sorted(name for name in listed.decode().split("\0") if name)
    files = [(name, file_hash(checkout / name)) for name in names if (checkout / name).is_file()]
    return repr(files).encode() if files else b""


def _git(folder: Path, *words: str) -> bytes | None:
    """The answer of git in a folder; None where there is no git, no repository or no answer."""
    try:
        done = subprocess.run(
            ["git", *words], cwd=folder, capture_output=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def _content(config: Any, without: Sequence[str] = ()) -> str:
    """A part's names and values in alphabetical order, as Python writes a list of pairs."""
    kind: Any = type(config)
    names = [name for name in _alphabetical(kind) if name not in without]
    real = _real(kind)
    pairs = (f"({name!r}, {_text(getattr(config, name), name in real)})" for name in names)
    return f"[{', '.join(pairs)}]"


_part_text = PerPart(_content)


def _text(value: Any, real: bool = False) -> str:
    """A value as Python writes it; a whole number that is meant as a ``real`` one as files do."""
    if isinstance(value, tuple):
        return "[" + ", ".join(_text(one, real) for one in value) + "]"
    if real and type(value) is int:
        value = float(value)
    return _part_text(value) if is_part(value) else repr(value)


@cache
def _real(kind: Any) -> frozenset[str]:
    """The names of a part's fields of real numbers, alone or in lists."""
    hints = get_type_hints(kind).items()
    return frozenset(name for name, hint in hints if float in (hint, *get_args(hint)))


@cache
def _alphabetical(kind: Any) -> list[str]:
    return sorted(field_names(kind))
