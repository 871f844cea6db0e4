"""At hand: have what the next few reps will look at brought near, as their lists lie far apart.

Nothing is read that decides anything: what has moved on meanwhile is looked up again.
"""

from typing import Any

import numpy as np

from sim.engine.compiled import compiled
from sim.engine.luck import uniform
from sim.engine.prefetch import fetch, fetch_head

# Reps at a time, and how far down each of their lists one looks.
AT_ONCE: Any = np.int64(16)
_LEADS, _DEALS = np.int64(8), np.int64(4)


def room() -> Any:
    """Room for a place in a list of each of those reps."""
    return np.full(AT_ONCE, -1, np.int64)


@compiled
def bring_near(
    first: int, reps: Any, sales: Any, customers: Any, ledger: Any, cold_key: int, at: Any
) -> None:
    """Ask for the leads, the deals and the customers on top of the lists of the next few reps, and
    for the strangers whom they may call."""
    count = min(AT_ONCE, len(reps) - first)
    for r in range(first, first + count):
        for call in range(sales[reps[r]["firm"]]["cold_calls"]):
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
def stranger(key: int, r: int, call: int, customers: int) -> int:
    """Whom a rep's cold call goes to."""
    return int(uniform(key, r, 2 * call) * customers)


@compiled
def _walk(
    at: Any, count: int, steps: int, rows: Any, links: Any, customers: Any, whole: bool
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
