"""Many runs on processes of their own, with progress."""

import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sim.runs.replicates import each, measured, processes

__all__ = ["counted", "each", "measured", "over", "processes"]
Found = TypeVar("Found")


def over(
    work: Callable[..., Found], tasks: Sequence[tuple[Any, ...]], workers: int, text: str
) -> list[Found]:
    """What work makes of the arguments of every task, in the order of tasks, with progress."""
    tell, found = counted(text), []
    with processes(min(workers, len(tasks))) as pool:
        for future in [pool.submit(work, *task) for task in tasks]:
            found.append(future.result())
            tell(len(found), len(tasks))
    return found


def counted(text: str) -> Callable[[int, int], Any]:
    """Progress as a line that is written over, on a terminal only."""

    def tell(done: int, total: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done == total else "\r"
            print(f"{text}: {done} of {total} runs", end=end, file=sys.stderr, flush=True)

    return tell
