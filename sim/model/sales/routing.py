"""Routing: the rep to whom a lead, or a customer who asks, goes."""

import numpy as np

from sim.config.firm import ROUTINGS
from sim.engine.compiled import compiled, forced_inline
from sim.engine.rows import Table, Whole
from sim.model.rules.routing import claim
from sim.model.sales.floor import Floor
from sim.model.state.seats import RepRow, caller_of, closer_of, is_empty

POOL, ROUND_ROBIN, SKILL, LOAD = (
    np.int64(ROUTINGS.index(how)) for how in ("pool", "round_robin", "skill", "load")
)


@compiled
def rep_for(i: int, firm: int, calls: bool, luck: float, day: int, floor: Floor) -> int:
    """The rep who gets a customer's lead (who ``calls``), or the customer who asks.

    By territory, it is always the same. Otherwise a firm's own customer goes to the account's rep,
    and everybody else to each rep in turn, to each in proportion to skill, or to the rep with the
    fewest leads and deals in hand. Empty seats are passed over unless all are empty.
    """
    desks, reps = floor.desks, floor.reps
    how = desks.routing[firm]
    if how != ROUND_ROBIN and how != SKILL and how != LOAD:
        return int(caller_of(i, firm, desks) if calls else closer_of(i, firm, desks))
    prospectors = desks.prospectors[firm]
    row = floor.customers[i]
    if row["supplier"] == firm and not (calls and prospectors > 0):
        return int(row["account_rep"])
    if calls and prospectors > 0:
        first, count = desks.first[firm], prospectors
    else:
        first, count = desks.first[firm] + prospectors, desks.count[firm] - prospectors
    if how == ROUND_ROBIN:
        return int(first + _in_turn(desks.turn[firm], int(calls), first, count, day, reps))
    if how == SKILL:
        return int(first + _by_skill(luck, first, count, day, reps))
    return int(first + _least_in_hand(first, count, day, reps, floor.ledger.load))


@forced_inline
def _in_turn(turn: Whole, kind: int, first: int, count: int, day: int, reps: Table[RepRow]) -> int:
    for _ in range(count):
        turn[kind] = (turn[kind] + 1) % count
        if not is_empty(reps[first + turn[kind]], day):
            break
    return int(turn[kind])


@forced_inline
def _by_skill(luck: float, first: int, count: int, day: int, reps: Table[RepRow]) -> int:
    total = 0.0
    for place in range(count):
        rep = reps[first + place]
        total += claim(rep["skill"], is_empty(rep, day))
    left, found = luck * total, 0
    for place in range(count):
        rep = reps[first + place]
        share = claim(rep["skill"], is_empty(rep, day))
        if share > 0.0:
            found = place
            left -= share
            if left <= 0.0:
                break
    return found


@forced_inline
def _least_in_hand(first: int, count: int, day: int, reps: Table[RepRow], load: Whole) -> int:
    found, least = -1, 0
    for place in range(count):
        if is_empty(reps[first + place], day):
            continue
        if found < 0 or load[first + place] < least:
            found, least = place, load[first + place]
    return max(found, 0)
