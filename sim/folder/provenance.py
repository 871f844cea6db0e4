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
from typing import Any, cast, get_args, get_type_hints

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
    return _hash(_pairs(config), SPEED_ONLY)


def run_hash(config: Config) -> str:
    """SHA-256 of all that decides a single run of a config, beside its luck."""
    return hashes(config)[1]


def hashes(config: Config) -> tuple[str, str]:
    """The :func:`config_hash` and the :func:`run_hash` of a config, which is written out once."""
    from sim.model.own_classes import sources

    pairs = _pairs(config)
    mark = _hash(pairs, (*SPEED_ONLY, *NOT_OF_A_RUN))
    own = sources(config.policies)
    run = hashlib.sha256((mark + own).encode()).hexdigest() if own else mark
    return _hash(pairs, SPEED_ONLY), run


def _hash(pairs: Sequence[tuple[str, str]], without: Sequence[str]) -> str:
    return hashlib.sha256(_list(pairs, without).encode()).hexdigest()


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


def _pairs(config: Any) -> list[tuple[str, str]]:
    """Each name of a part, in alphabetical order, with the pair of it and its value as text."""
    values, kind = vars(config), cast("Any", type(config))
    return [
        (name, f"{begin}{_text(values[name], real)})") for name, begin, real in _alphabetical(kind)
    ]


def _list(pairs: Sequence[tuple[str, str]], without: Sequence[str] = ()) -> str:
    """Names and values, but for some, as Python writes a list of pairs."""
    return f"[{', '.join([text for name, text in pairs if name not in without])}]"


_part_text = PerPart(lambda part: _list(_pairs(part)))
_PLAIN = (float, str, bool, type(None))


def _text(value: Any, real: bool = False) -> str:
    """A value as Python writes it; a whole number that is meant as a ``real`` one as files do."""
    if type(value) in _PLAIN:
        return repr(value)
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
def _alphabetical(kind: Any) -> list[tuple[str, str, bool]]:
    """A kind's names in their order, with the beginning of their pairs, and if they are real."""
    return [(name, f"({name!r}, ", name in _real(kind)) for name in sorted(field_names(kind))]
