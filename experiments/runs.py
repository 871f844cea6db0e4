"""Many runs on processes of their own, with progress."""

from collections.abc import Callable
from typing import Any

from sim.runs.replicates import each, measured, processes

__all__ = ["counted", "each", "measured", "processes"]


def counted(text: str) -> Callable[[int, int], Any]:
    """Progress as a line that is written over, on a terminal only."""
    import sys

    def tell(done: int, total: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done == total else "\r"
            print(f"{text}: {done} of {total} runs", end=end, file=sys.stderr, flush=True)

    return tell
