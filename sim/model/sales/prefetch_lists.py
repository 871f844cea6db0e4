"""Prefetching: have rows that the next few reps will look at brought near, as they lie far apart.

Nothing is read that decides anything: a row that has changed meanwhile is looked up again.
"""

from typing import Any

import numpy as np

from sim.engine.compiled import compiled
from sim.engine.luck import uniform
from sim.engine.prefetch import fetch, fetch_head
from sim.engine.rows import Settings, Table, Whole
from sim.engine.slots import STRANGER
from sim.model.sales.floor import Floor
from sim.model.state.customers import Rows
from sim.model.state.rep_lists import Links
from sim.model.state.world import World

# Reps at a time, and how far down each of their lists one looks.
AT_ONCE: Any = np.int64(16)
_LEADS, _DEALS = np.int64(8), np.int64(4)


def room(_: World) -> Whole:
    """Room for a place in a list of each of those reps."""
    return np.full(AT_ONCE, -1, np.int64)


@compiled
def bring_near(
    first: int, floor: Floor, settings: Table[Settings], cold_key: np.uint64, at: Whole
) -> None:
    """Ask for the leads, the deals and the customers on top of the lists of the next few reps, and
    for the strangers whom they may call."""
    reps, customers, ledger = floor.reps, floor.customers, floor.ledger
    count = min(AT_ONCE, len(reps) - first)
    for r in range(first, first + count):
        for call in range(settings[reps[r]["firm"]]["cold_calls"]):
            fetch_head(customers, stranger(cold_key, r, call, len(customers)))
    for r in range(count):
        at[r] = reps[first + r]["lead_top"]
    _walk(at, count, _LEADS, ledger.leads, ledger.below, customers, False)
    for r in range(count):
        at[r] = reps[first + r]["new_first"]
    _walk(at, count, _DEALS, ledger.deals, ledger.after, customers, True)
    for r in range(count):
        at[r] = reps[first + r]["due_first"]
    _walk(at, count, _DEALS, ledger.deals, ledger.after, customers, True)


@compiled
def stranger(key: np.uint64, r: int, call: int, customers: int) -> int:
    """The customer to whom a rep's cold call goes."""
    return int(uniform(key, r, 2 * call + STRANGER) * customers)


@compiled
def _walk(
    at: Whole, count: int, steps: int, rows: Rows, links: Links, customers: Rows, whole: bool
) -> None:
    """Go down all lists in step, so that memory answers for one while the others are asked for."""
    for _ in range(steps):
        for r in range(count):
            if at[r] >= 0:
                fetch(rows, at[r])
                fetch_head(links, at[r])
        for r in range(count):
            n = at[r]
            if n < 0:
                continue
            customer = np.int64(rows[n]["customer"])
            if whole:
                fetch(customers, customer)
            else:
                fetch_head(customers, customer)
            at[r] = links[n]
