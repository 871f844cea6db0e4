"""Turns: whose clock is earliest. A binary heap over the reps of a firm who work side by side."""

from typing import Any, NamedTuple

import numpy as np

from sim.engine.compiled import compiled


class Turns(NamedTuple):
    """Times, and the rows whose they are; ``many[0]`` of them are in. Ties go to the lower row."""

    time: Any
    row: Any
    many: Any


def turns_for(rows: int) -> Turns:
    """Room for so many rows."""
    return Turns(np.zeros(rows), np.zeros(rows, np.int64), np.zeros(1, np.int64))


@compiled
def join(turns: Turns, row: int, time: float) -> None:
    """Let a row in."""
    place = turns.many[0]
    turns.many[0] = place + 1
    turns.time[place], turns.row[place] = time, row
    while place > 0:
        above = (place - 1) // 2
        if not _before(turns, place, above):
            break
        _swap(turns, place, above)
        place = above


@compiled
def put_back(turns: Turns, time: float) -> None:
    """The row whose turn it was has another time now."""
    turns.time[0] = time
    _sink(turns)


@compiled
def leave(turns: Turns) -> None:
    """The row whose turn it was is done for today."""
    last = turns.many[0] - 1
    turns.many[0] = last
    turns.time[0], turns.row[0] = turns.time[last], turns.row[last]
    _sink(turns)


@compiled
def _sink(turns: Turns) -> None:
    many, place = turns.many[0], 0
    while True:
        first = place
        for below in range(2 * place + 1, min(2 * place + 3, many)):
            if _before(turns, below, first):
                first = below
        if first == place:
            return
        _swap(turns, place, first)
        place = first


@compiled
def _before(turns: Turns, a: int, b: int) -> bool:
    if turns.time[a] == turns.time[b]:
        return bool(turns.row[a] < turns.row[b])
    return bool(turns.time[a] < turns.time[b])


@compiled
def _swap(turns: Turns, a: int, b: int) -> None:
    turns.time[a], turns.time[b] = turns.time[b], turns.time[a]
    turns.row[a], turns.row[b] = turns.row[b], turns.row[a]
