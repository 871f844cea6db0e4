"""The user's own folder for compiled code.

Compiled code is read as a program: whoever can write it runs code as this user. So a folder that
somebody else owns or may write is not trusted.
"""

import contextlib
import getpass
import os
import stat
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_cache_path

NAME = "smarketing"


def own_folder(address: str) -> Path:
    """A folder of this name in the first place that this user can write and nobody else can.

    Warns of a place that others can write.
    """
    for place in _places():
        try:
            folder = _own(_own(place) / address)
        except _NotTrusted as error:
            warnings.warn(f"{error}: compiled code is kept elsewhere", RuntimeWarning, stacklevel=2)
        except OSError:
            continue
        else:
            if os.access(folder, os.W_OK):
                return folder
    return Path(tempfile.mkdtemp(prefix=f"{NAME}-"))


def _places() -> Iterator[Path]:
    named = os.environ.get("SIM_CACHE_DIR")
    with contextlib.suppress(RuntimeError):  # a user without a home
        yield Path(named) / NAME if named else user_cache_path(NAME, appauthor=False)
    user = getattr(os, "geteuid", getpass.getuser)()
    yield Path(tempfile.gettempdir()) / f"{NAME}-{user}"


class _NotTrusted(Exception):  # noqa: N818 - a refusal of a place, not a fault
    pass


def _own(folder: Path) -> Path:
    """The folder itself, made for this user alone if it is missing."""
    folder.mkdir(0o700, parents=True, exist_ok=True)
    folder = folder.resolve()
    if not hasattr(os, "geteuid"):  # folders have no such owner and mode here
        return folder
    found, above = folder.stat(), folder.parent.stat().st_mode
    if found.st_uid != os.geteuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise _NotTrusted(f"{folder} belongs to somebody else or can be written by others")
    if above & stat.S_IWOTH and not above & stat.S_ISVTX:
        raise _NotTrusted(f"{folder} can be replaced by anybody, as all may write above it")
    return folder
