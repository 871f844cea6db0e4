"""Routing: the rep to whom a lead, or a customer who asks, goes."""

import numpy as np

from sim.config.sales import ROUTINGS
from sim.engine.compiled import compiled, forced_inline
from sim.engine.rows import Table, Whole
from sim.model.rules.routing import claim
from sim.model.sales.floor import Floor
from sim.model.state.seats import RepRow, caller_of, closer_of, is_absent

POOL, ROUND_ROBIN, SKILL, LOAD = (
    np.int64(ROUTINGS.index(how)) for how in ("pool", "round_robin", "skill", "load")
)


@compiled
def rep_for(i: int, firm: int, calls: bool, luck: float, day: int, floor: Floor) -> int:
    """The rep who gets a customer's lead (who ``calls``), or the customer who asks.

    By territory, it is always the same. Otherwise a firm's own customer goes to the account's rep,
    and everybody else to each rep in turn, to each in proportion to skill, or to the rep with the
    fewest leads and deals in hand, of several by luck. Empty seats, and reps on leave, are passed
    over unless nobody is there.
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
    return int(first + _least_in_hand(luck, first, count, day, floor))


@forced_inline
def _in_turn(turn: Whole, kind: int, first: int, count: int, day: int, reps: Table[RepRow]) -> int:
    for _ in range(count):
        turn[kind] = (turn[kind] + 1) % count
        if not is_absent(reps[first + turn[kind]], day):
            break
    return int(turn[kind])


@forced_inline
def _by_skill(luck: float, first: int, count: int, day: int, reps: Table[RepRow]) -> int:
    total = 0.0
    for place in range(count):
        rep = reps[first + place]
        total += claim(rep["skill"], is_absent(rep, day))
    if total <= 0.0:
        return int(luck * count)
    left, found = luck * total, 0
    for place in range(count):
        rep = reps[first + place]
        share = claim(rep["skill"], is_absent(rep, day))
        if share > 0.0:
            found = place
            left -= share
            if left <= 0.0:
                break
    return found


@forced_inline
def _least_in_hand(luck: float, first: int, count: int, day: int, floor: Floor) -> int:
    reps, load = floor.reps, floor.ledger.load
    least, alike = np.int64(-1), 0
    for r in range(first, first + count):
        if not is_absent(reps[r], day):
            if least < 0 or load[r] < least:
                least, alike = load[r], 0
            if load[r] == least:
                alike += 1
    if alike == 0:
        return int(luck * count)
    found, turn = 0, int(luck * alike)
    for r in range(first, first + count):
        if load[r] == least and not is_absent(reps[r], day):
            if turn == 0:
                found = r - first
            turn -= 1
    return int(found)
