"""Signing: between a yes and the signature lie days, which a rep can shorten or stretch."""

import numpy as np

from sim.engine.compiled import forced_inline
from sim.engine.links import put_first, take_out
from sim.engine.luck import uniform
from sim.engine.rows import Settings
from sim.engine.slots import FALLS_THROUGH, HELD_BACK, PURPOSE, PUSHED, PUSHED_AWAY
from sim.model.customers.journeys import end_journey
from sim.model.customers.mind import NOBODY
from sim.model.rules.closing import (
    HOLD,
    PUSH,
    answer_to_push,
    day_without_push,
    days_of_paperwork,
    of_move,
)
from sim.model.sales.accounts import sign
from sim.model.sales.clock import Shift, in_the_day, may_begin, time_of, work
from sim.model.sales.scene import Scene, accounts_in, journeys_in
from sim.model.sales.stakes import paperwork_of
from sim.model.state.customers import CustomerRow
from sim.model.state.ledger import Ledger, close_deal
from sim.model.state.seats import RepRow
from sim.records import OUTCOME, DealRow
from sim.records.activities import FOLLOW_UP


@forced_inline
def agree(d: int, row: CustomerRow, i: int, time: float, slot: int, scene: Scene) -> bool:
    """The customer says yes; whether the signature is still to come. Until then nobody else is
    heard, and the deal is on its rep's list of those agreed."""
    ledger, deal = scene.floor.ledger, scene.floor.ledger.deals[d]
    rep = scene.floor.reps[deal["rep"]]
    luck = uniform(scene.life[PURPOSE.SIGNING], i, slot)
    wait = days_of_paperwork(paperwork_of(i, np.int64(deal["firm"]), scene), luck)
    if wait == 0:
        return False
    deal["agreed"], deal["signs"] = time, int(time) + wait
    row["waiting"] = deal["firm"]
    rep["agreed_first"] = put_first(ledger.to_sign, rep["agreed_first"], d)
    ledger.agreed[deal["rep"]] += 1
    return True


@forced_inline
def has_agreed(row: CustomerRow, ledger: Ledger) -> bool:
    """Whether the customer has said yes to a firm and is about to sign."""
    firm = np.int64(row["waiting"])
    if firm < 0 or row["open_deal"][firm] < 0:
        return False
    return bool(ledger.deals[row["open_deal"][firm]]["agreed"] >= 0.0)


@forced_inline
def see_to_signatures(rep: RepRow, shift: Shift, scene: Scene) -> None:
    """Go through a rep's agreed deals: some are signed today, some fall through. A rep who pushes
    calls each customer; one who holds back puts signatures off."""
    ledger, timing = scene.floor.ledger, scene.timing[rep["firm"]]
    call = scene.settings[rep["firm"]]["call_hours"]
    before, d = NOBODY, rep["agreed_first"]
    while d >= 0:
        deal, following = ledger.deals[d], ledger.to_sign[d]
        i = np.int64(deal["customer"])
        outcome, move = _due(deal, i, shift.day, rep["move"], timing, scene), HOLD
        pushes = outcome == OUTCOME.OPEN and rep["move"] >= PUSH
        if pushes and deal["agreed"] < shift.day and may_begin(rep, FOLLOW_UP, shift):
            work(rep, FOLLOW_UP, call, time_of(rep, shift), shift)
            outcome, move = _pushed(i, rep, timing, scene), rep["move"]
        if outcome == OUTCOME.OPEN:
            before = d
        else:
            rep["agreed_first"] = take_out(ledger.to_sign, rep["agreed_first"], before, d)
            time = in_the_day(max(time_of(rep, shift), deal["agreed"]), shift.day)
            _end(d, outcome, time, move, rep, scene)
        d = following


@forced_inline
def _due(deal: DealRow, i: int, day: int, move: int, timing: Settings, scene: Scene) -> int:
    """The outcome of an agreed deal today if nobody pushes: open if it waits on."""
    if deal["outcome"] != OUTCOME.OPEN or deal["agreed"] >= day:
        return int(deal["outcome"])
    firm, key = np.int64(deal["firm"]), scene.keys[PURPOSE.SIGNING]
    held = timing["control"] if move == HOLD else 0.0
    falls, waits = uniform(key, i, FALLS_THROUGH + firm), uniform(key, i, HELD_BACK + firm)
    fate = day_without_push(falls, waits, timing["falls_through"], held)
    if fate < 0:
        return OUTCOME.DROPPED
    deal["signs"] += fate
    return OUTCOME.OPEN if deal["signs"] > day else OUTCOME.WON


@forced_inline
def _pushed(i: int, rep: RepRow, timing: Settings, scene: Scene) -> int:
    """The outcome of a deal on which the rep pushes: signed, lost, or still open."""
    firm, move, key = np.int64(rep["firm"]), rep["move"], scene.keys[PURPOSE.SIGNING]
    answer = answer_to_push(
        uniform(key, i, PUSHED + firm),
        uniform(key, i, PUSHED_AWAY + firm),
        rep["pressure"],
        of_move(move, timing["push_closes"], timing["hard_closes"]),
        of_move(move, timing["push_loss"], timing["hard_loss"]),
    )
    if answer == 0:
        return OUTCOME.OPEN
    return OUTCOME.WON if answer > 0 else OUTCOME.LOST


@forced_inline
def _end(d: int, outcome: int, time: float, move: int, rep: RepRow, scene: Scene) -> None:
    """An agreed deal is signed or ends otherwise; one that ended before only leaves the list."""
    floor = scene.floor
    deal = floor.ledger.deals[d]
    if deal["outcome"] != OUTCOME.OPEN:
        return
    if outcome == OUTCOME.WON:
        off = 0.0
        if move >= PUSH:
            deal["move"] = move
            off = rep["off"]
        win(d, time, off, scene)
        return
    row = floor.customers[deal["customer"]]
    close_deal(d, outcome, time, floor.customers, floor.ledger)
    row["considered"] &= int(~(1 << np.int64(deal["firm"])))
    if row["chosen"] == deal["firm"]:
        row["chosen"] = -1


@forced_inline
def win(d: int, time: float, off: float, scene: Scene) -> None:
    """A signature, at list price less the part ``off`` and the price promotion that was on when the
    customer said yes: an account, and the end of the search."""
    floor = scene.floor
    deal = floor.ledger.deals[d]
    i, firm = np.int64(deal["customer"]), np.int64(deal["firm"])
    if deal["cut"] > 0.0:
        off = 1.0 - (1.0 - off) * (1.0 - deal["cut"])
    deal["utility"] += scene.buyer.price_weight * off + scene.known.worth[firm]
    sign(d, time, off, accounts_in(scene))
    close_deal(d, OUTCOME.WON, time, floor.customers, floor.ledger)
    end_journey(i, firm, time, journeys_in(scene))
