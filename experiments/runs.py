"""Many runs on processes of their own, with progress."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sim.runs.pool import processes
from sim.runs.progress import counted
from sim.runs.replicates import each, measured

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
