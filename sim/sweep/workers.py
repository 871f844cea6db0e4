"""Workers wherever they are: each says what its code is, and one of other code runs nothing."""

import os
import platform
from collections.abc import Sequence
from typing import Any, NamedTuple

from sim.config import ConfigError, Policies
from sim.config.refusal import Refusal
from sim.engine.sources import PACKAGE
from sim.folder.provenance import ingredients
from sim.model.own_classes import sources
from sim.runs.work import Line, Simulate, Task, run_batch

Marks = dict[str, str | None]
SHORT = 12


class OtherCode(Refusal):
    """A worker's code is not this process's. The message is one line that names both."""


class Answer(NamedTuple):
    """A worker's answer to a batch: its lines, the seconds, the worker's name and its marks."""

    lines: list[Line]
    seconds: float
    worker: str
    marks: Marks


def marks_of(tasks: Sequence[Task]) -> Marks:
    """All that decides what these runs come to in this process, each with its hash or release."""
    marks = dict(ingredients())
    for policies in {task.config.policies for task in tasks}:
        if policies != Policies():
            marks[f"policies {policies.marketer} {policies.rep}".rstrip()] = _sources(policies)
    return marks


def run_if_same(
    simulation: Simulate, tasks: Sequence[Task], code: str, threads: int, marks: Marks
) -> Answer:
    """Do the runs of a batch where everything that decides them is what it is at the sender's."""
    own = marks_of(tasks)
    lines, seconds = run_batch(simulation, tasks, code, threads) if own == marks else ([], 0.0)
    return Answer(lines, seconds, f"{platform.node()} (process {os.getpid()}, {PACKAGE})", own)


def refuse_other_code(answer: Any, marks: Marks) -> None:
    """Raise :class:`OtherCode` for an answer that comes from other code than these marks say."""
    same = "install the same there"
    if not isinstance(answer, Answer):
        raise OtherCode(f"a worker does not say what its code is: {same}")
    for name in (*marks, *answer.marks):
        theirs, ours = (str(side.get(name))[:SHORT] for side in (answer.marks, marks))
        if answer.marks.get(name) != marks.get(name):
            what = f"{name} is {theirs} there and {ours} here"
            raise OtherCode(f"worker {answer.worker} has other code, {what}: {same}")


def _sources(policies: Policies) -> str:
    try:
        return sources(policies)
    except ConfigError as error:  # it is not there, or not what it is elsewhere
        return str(error)
