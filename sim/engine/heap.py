"""Turns: whose clock is earliest. A binary heap over the reps of a firm who work side by side."""

from typing import Any, NamedTuple

import numpy as np

from sim.engine.compiled import compiled


class Turns(NamedTuple):
    """Times, and the rows whose they are; ``many[0]`` of them are in. Of those with one time it is
    the turn of whoever has been free ``since`` longest, and of those alike by ``luck``."""

    time: Any
    since: Any
    luck: Any
    row: Any
    many: Any


def turns_for(rows: int) -> Turns:
    """Room for so many rows."""
    times, since, luck = np.zeros((3, rows))
    return Turns(times, since, luck, np.zeros(rows, np.int64), np.zeros(1, np.int64))


@compiled
def join(turns: Turns, row: int, time: float, since: float, luck: float) -> None:
    """Let a row in."""
    place = turns.many[0]
    turns.many[0] = place + 1
    turns.time[place], turns.row[place] = time, row
    turns.since[place], turns.luck[place] = since, luck
    while place > 0:
        above = (place - 1) // 2
        if not _before(turns, place, above):
            break
        _swap(turns, place, above)
        place = above


@compiled
def put_back(turns: Turns, time: float, since: float) -> None:
    """The row whose turn it was has another time now, and has been free since another."""
    turns.time[0], turns.since[0] = time, since
    _sink(turns)


@compiled
def leave(turns: Turns) -> None:
    """The row whose turn it was is done for today."""
    last = turns.many[0] - 1
    turns.many[0] = last
    for column in (turns.time, turns.since, turns.luck):
        column[0] = column[last]
    turns.row[0] = turns.row[last]
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
    for column in (turns.time, turns.since, turns.luck):
        if column[a] != column[b]:
            return bool(column[a] < column[b])
    return bool(turns.row[a] < turns.row[b])


@compiled
def _swap(turns: Turns, a: int, b: int) -> None:
    for column in (turns.time, turns.since, turns.luck):
        column[a], column[b] = column[b], column[a]
    turns.row[a], turns.row[b] = turns.row[b], turns.row[a]
