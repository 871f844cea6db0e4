"""Files that this process alone holds, for as long as it lives."""

import contextlib
import os

from filelock import lock_descriptor

_held: set[int] = set()


def hold(file: int) -> bool:
    """Lock an open file for this process; False if another holds it. No forked child holds it.

    Raises :class:`OSError` where files cannot be locked.
    """
    held = lock_descriptor(file, blocking=False)
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
