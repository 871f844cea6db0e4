"""Signing: between a yes and the signature lie days, which a rep can shorten or stretch."""

from typing import Any

import numpy as np

from sim.engine.compiled import forced_inline
from sim.engine.luck import Purpose, uniform
from sim.model.customers.journeys import end_journey
from sim.model.foresight.bellman import HARD, HOLD, PUSH
from sim.model.rules.closing import days_of_paperwork
from sim.model.sales.accounts import sign
from sim.model.sales.clock import in_the_day, may_begin, time_of, work
from sim.model.state.ledger import close_deal
from sim.model.state.seats import FOLLOW_UP
from sim.records import Outcome

_WON, _LOST, _DROPPED = np.int64(Outcome.WON), np.int64(Outcome.LOST), np.int64(Outcome.DROPPED)
_SIGNING = np.int64(Purpose.SIGNING)
# Slots of a day's luck: for a firm's push, for the loss it does, for deals that fall through, for
# paperwork that lies.
_PUSHED, _PUT_OFF, _FALLS, _LIES = 0, 64, 128, 192


@forced_inline
def agree(d: int, row: Any, i: int, time: float, slot: int, scene: Any) -> bool:
    """The customer says yes; whether the signature is still to come. Until then nobody else is
    heard, and the deal is on its rep's list of those agreed."""
    deal, rep = scene.ledger.deals[d], scene.reps[scene.ledger.deals[d]["rep"]]
    its = scene.timing[deal["firm"]]
    wait = days_of_paperwork(its["paperwork_days"], uniform(scene.life[_SIGNING], i, slot))
    if wait == 0:
        return False
    deal["agreed"], deal["signs"] = time, int(time) + wait
    row["waiting"] = deal["firm"]
    scene.ledger.to_sign[d] = rep["agreed_first"]
    rep["agreed_first"] = d
    scene.ledger.agreed[deal["rep"]] += 1
    return True


@forced_inline
def has_agreed(row: Any, ledger: Any) -> bool:
    """Whether the customer has said yes to a firm and is about to sign."""
    firm = np.int64(row["waiting"])
    if firm < 0 or row["open_deal"][firm] < 0:
        return False
    return bool(ledger.deals[row["open_deal"][firm]]["agreed"] >= 0.0)


@forced_inline
def see_to_signatures(rep: Any, day: int, selling: float, scene: Any) -> None:
    """Go through the deals agreed: some are signed today, some fall through; a rep who pushes calls
    each, a rep who holds back lets the paperwork lie."""
    ledger, its = scene.ledger, scene.timing[rep["firm"]]
    hours, call = scene.sales[rep["firm"]]["hours_per_day"], scene.sales[rep["firm"]]["call_hours"]
    before, d = np.int64(-1), rep["agreed_first"]
    while d >= 0:
        deal, following = ledger.deals[d], ledger.to_sign[d]
        i = np.int64(deal["customer"])
        outcome, move = _due(deal, i, day, rep["move"], its, scene), HOLD
        pushes = outcome == 0 and rep["move"] >= PUSH
        if pushes and deal["agreed"] < day and may_begin(rep, FOLLOW_UP, selling, hours):
            work(rep, FOLLOW_UP, call, selling, hours)
            outcome, move = _pushed(i, rep, its, scene), rep["move"]
        if outcome == 0:
            before = d
        else:
            if before >= 0:
                ledger.to_sign[before] = following
            else:
                rep["agreed_first"] = following
            time = in_the_day(max(time_of(rep, day, hours), deal["agreed"]), day)
            _end(d, outcome, time, move, rep, scene)
        d = following


@forced_inline
def _due(deal: Any, i: int, day: int, move: int, its: Any, scene: Any) -> int:
    """What becomes of an agreed deal today if nobody pushes: 0 if it waits on."""
    if deal["outcome"] != 0:
        return int(deal["outcome"])
    firm = np.int64(deal["firm"])
    if deal["agreed"] >= day:
        return 0
    if uniform(scene.keys[_SIGNING], i, _FALLS + firm) < its["falls_through"]:
        return int(_DROPPED)
    if move == HOLD and uniform(scene.keys[_SIGNING], i, _LIES + firm) < its["control"]:
        deal["signs"] += 1
    return 0 if deal["signs"] > day else int(_WON)


@forced_inline
def _pushed(i: int, rep: Any, its: Any, scene: Any) -> int:
    """What a push brings: a signature, the end of the deal, or nothing (0)."""
    firm, hard = np.int64(rep["firm"]), rep["move"] == HARD
    grip = its["hard_closes"] if hard else its["push_closes"]
    harm = its["hard_loss"] if hard else its["push_loss"]
    if uniform(scene.keys[_SIGNING], i, _PUSHED + firm) < rep["pressure"] * grip:
        return int(_WON)
    if uniform(scene.keys[_SIGNING], i, _PUT_OFF + firm) < rep["pressure"] * harm:
        return int(_LOST)
    return 0


@forced_inline
def _end(d: int, outcome: int, time: float, move: int, rep: Any, scene: Any) -> None:
    """An agreed deal is signed or ends otherwise; one that ended before only leaves the list."""
    deal = scene.ledger.deals[d]
    if deal["outcome"] != 0:
        return
    if outcome == _WON:
        off = 0.0
        if move >= PUSH:
            deal["move"] = move
            off = rep["off"]
        win(d, time, off, scene)
        return
    row = scene.customers[deal["customer"]]
    close_deal(d, outcome, time, scene.customers, scene.ledger)
    row["considered"] &= ~(1 << np.int64(deal["firm"]))
    if row["chosen"] == deal["firm"]:
        row["chosen"] = -1


@forced_inline
def win(d: int, time: float, off: float, scene: Any) -> None:
    """A signature, at list price less the part ``off`` and what a price promotion promised when the
    customer said yes: an account, and the end of the search."""
    deal = scene.ledger.deals[d]
    i, firm = np.int64(deal["customer"]), np.int64(deal["firm"])
    if deal["cut"] > 0.0:
        off = 1.0 - (1.0 - off) * (1.0 - deal["cut"])
    deal["utility"] += scene.buyer.price_weight * off + scene.known.worth[firm]
    sign(d, time, scene.customers, scene.reps, scene.plans, scene.catalogue, scene.buyer,
         scene.goods, scene.service, scene.ledger, scene.renewals, off)  # fmt: skip
    close_deal(d, _WON, time, scene.customers, scene.ledger)
    end_journey(i, firm, time, scene.journeys)
