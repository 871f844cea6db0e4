"""A searching customer's day (notice and research): the package, a C loop and plain Mesa objects.

The package and the C loop take turns on the same rows of one market that has settled, put back to
the morning before each turn; what they leave behind is compared byte by byte.
"""

import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from experiments.benchmarks.c_loop import CLoop, compiler
from sim.model.day.notice import notice_rows
from sim.model.day.publish import publish
from sim.model.day.research import research_rows
from sim.model.market import Market
from sim.model.state.world import World

NS = 1e9
Events = tuple[np.ndarray[Any, np.dtype[np.int64]], ...]


class Turn(NamedTuple):
    """What a turn took (seconds of processor time), and what it left: rows and events as bytes."""

    notice: float
    research: float
    left: bytes


def measure(market: Market, repeats: int) -> dict[str, float]:
    """Nanoseconds a searching customer, fastest of so many turns each, and whether bytes agree."""
    world = market.world
    publish(world)
    searching = world.customers.searching
    morning = _bytes_of(world)[searching]
    turns: dict[str, list[Turn]] = {"package": []}
    ways: dict[str, Callable[[], Turn]] = {"package": lambda: _package(world)}
    if compiler() is not None:
        loop = CLoop(world)
        turns["c"], ways["c"] = [], lambda: _in_c(world, loop)
    for _ in range(repeats):
        for name, take in ways.items():
            _bytes_of(world)[searching] = morning
            turns[name].append(take())
    found = {"searching": float(len(searching))}
    for name, taken in turns.items():
        for phase in ("notice", "research"):
            fastest = min(getattr(turn, phase) for turn in taken)
            found[f"{name}_{phase}"] = NS * fastest / max(len(searching), 1)
    if "c" in turns:
        left = {turn.left for taken in turns.values() for turn in taken}
        found["same_bytes"] = float(len(left) == 1)
    return found


def _package(world: World) -> Turn:
    rows, events = world.customers.searching, world.events
    start = time.process_time()
    notice_rows(world, rows)
    between = time.process_time()
    research_rows(world, rows)
    end = time.process_time()
    happened = tuple(events.take(name) for name in ("leads", "requests", "leavers"))
    return Turn(between - start, end - between, _left(world, happened))


def _in_c(world: World, loop: CLoop) -> Turn:
    rows = world.customers.searching
    start = time.process_time()
    leads = loop.notice(rows)
    between = time.process_time()
    asked = loop.research(rows)
    end = time.process_time()
    return Turn(between - start, end - between, _left(world, (leads, *asked)))


def _left(world: World, events: Events) -> bytes:
    """All bytes of the rows, and the events in the order of customers and firms."""
    ordered = [rows[np.lexsort(rows.T[::-1])].tobytes() for rows in events]
    return b"".join([_bytes_of(world)[world.customers.searching].tobytes(), *ordered])


def _bytes_of(world: World) -> Any:
    """Rows as so many bytes each, which are copied and compared whole."""
    rows = world.customers.rows
    return rows.view(np.dtype((np.void, rows.dtype.itemsize)))
