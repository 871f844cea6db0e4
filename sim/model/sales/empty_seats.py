"""Empty seats, and those of reps on leave: what lies in one for too long goes to others, leads to
be called, and the credit for what is signed and renewed there."""

import numpy as np

from sim.engine.compiled import compiled, forced_inline
from sim.engine.links import put_first, take_out
from sim.engine.luck import uniform
from sim.engine.rows import Settings, Table
from sim.engine.slots import EMPTY_SEAT_GIVES_TO, SERVES_EMPTY_SEAT
from sim.model.customers.mind import NOBODY
from sim.model.sales.floor import Floor
from sim.model.state.ledger import Ledger
from sim.model.state.seats import RepRow, absent_since, is_absent
from sim.records import OUTCOME


@compiled
def give_away(day: int, settings: Table[Settings], floor: Floor, key: np.uint64) -> None:
    """Move every lead that has lain in an empty seat for the firm's ``vacant_lead_days``."""
    for r in range(len(floor.reps)):
        rep = floor.reps[r]
        days = settings[rep["firm"]]["vacant_lead_days"]
        if days > 0 and is_absent(rep, day):
            _clear(r, day, days, floor, key)


@forced_inline
def served_by(r: int, i: int, day: int, days: int, floor: Floor, key: np.uint64) -> int:
    """The rep who serves a customer of a seat today: whoever sits in it, or somebody else of the
    firm once it has been empty for so many days (0: nobody, and then it is the seat)."""
    rep = floor.reps[r]
    if days == 0 or not is_absent(rep, day) or day - absent_since(rep, day) < days:
        return r
    luck = uniform(key, i, SERVES_EMPTY_SEAT + rep["firm"])
    other = _somebody(r, luck, day, floor)
    return other if other >= 0 else r


@forced_inline
def _clear(r: int, day: int, days: int, floor: Floor, key: np.uint64) -> None:
    """Go through an empty seat's pile; a lead waits from when both it is there and nobody else."""
    rep, ledger = floor.reps[r], floor.ledger
    since = float(absent_since(rep, day))
    above, n = NOBODY, rep["lead_top"]
    while n >= 0:
        lead, older = ledger.leads[n], ledger.below[n]
        lies = day - max(lead["routed"], since)
        waits = lead["outcome"] == OUTCOME.OPEN and lead["deal"] < 0 and lies >= days
        heir = NOBODY
        if waits:
            luck = uniform(key, lead["customer"], EMPTY_SEAT_GIVES_TO + rep["firm"])
            heir = _somebody(r, luck, day, floor)
        if heir >= 0:
            rep["lead_top"] = take_out(ledger.below, rep["lead_top"], above, n)
            lead["rep"] = heir
            ledger.load[r] -= 1
            ledger.load[heir] += 1
            _put_in(n, floor.reps[heir], ledger)
        else:
            above = n
        n = older


@forced_inline
def _somebody(r: int, luck: float, day: int, floor: Floor) -> int:
    """Any of those of the firm who do the same work and are there, each as likely; −1: nobody."""
    desks, reps = floor.desks, floor.reps
    firm, prospects = np.int64(reps[r]["firm"]), reps[r]["prospector"]
    there, found = 0, -1
    for other in range(desks.first[firm], desks.first[firm] + desks.count[firm]):
        if reps[other]["prospector"] == prospects and not is_absent(reps[other], day):
            there += 1
    turn = int(luck * there)
    for other in range(desks.first[firm], desks.first[firm] + desks.count[firm]):
        if reps[other]["prospector"] == prospects and not is_absent(reps[other], day):
            if turn == 0:
                found = other
            turn -= 1
    return found


@forced_inline
def _put_in(n: int, rep: RepRow, ledger: Ledger) -> None:
    """Put a lead into a pile where its age has it, the newest on top."""
    above, place = NOBODY, rep["lead_top"]
    while place > n:
        above, place = place, ledger.below[place]
    if above < 0:
        rep["lead_top"] = put_first(ledger.below, rep["lead_top"], n)
    else:
        ledger.below[n] = place
        ledger.below[above] = n
