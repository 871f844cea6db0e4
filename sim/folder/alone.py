"""Files that this process alone holds, for as long as it lives."""

import contextlib
import errno
import os
from pathlib import Path

from sim.config.refusal import Refusal

NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
_held: set[int] = set()


def hold(file: int, folder: Path) -> bool:
    """Lock an open file for this process; False if another holds it. No forked child holds it.

    Raises :class:`Refusal` where files cannot be locked, as nobody else could be kept out of the
    folder, and :class:`OSError` for all else that goes wrong.
    """
    from filelock import lock_descriptor  # slow to import, and few commands need it

    try:
        held = lock_descriptor(file, blocking=False)
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
        why = f"its file system cannot lock files ({error.strerror})"
        out = "nothing would keep a second run out: name a folder on another disk"
        raise Refusal(f"{folder}: {why}, and {out}") from None
    if held:
        _held.add(file)
    return held


def let_go(file: int) -> None:
    """Close a file, and with it the lock."""
    _held.discard(file)
    os.close(file)


def _close_in_child() -> None:
    """A forked child must not hold its parent's lock when the parent is gone."""
    for file in _held:
        with contextlib.suppress(OSError):
            os.close(file)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_in_child)
