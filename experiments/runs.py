"""Work on many tasks at once, with progress."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sim.runs.compiling import processes
from sim.runs.progress import counted

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
