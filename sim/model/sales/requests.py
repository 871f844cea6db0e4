"""Requests: who waits for a rep, in whose line, for how long, and what comes of it."""

import math
from typing import Any

import numpy as np

from sim.config.firm import ROUTINGS
from sim.engine.compiled import forced_inline
from sim.engine.luck import Purpose, slot_of, uniform
from sim.model.sales.clock import at_work, may_begin, time_of, turns_up, work
from sim.model.sales.conversation import hours_needed, refuse, rule_out, stretch, talk, welcome
from sim.model.sales.scene import Scene
from sim.model.sales.signing import has_agreed
from sim.model.state.ledger import Ledger, close_deal
from sim.model.state.seats import FOLLOW_UP, INBOUND, LEADS, PROSPECTING
from sim.records import Origin, Outcome

POOL = np.int64(ROUTINGS.index("pool"))
_OPEN, _UNANSWERED = np.int64(Outcome.OPEN), np.int64(Outcome.UNANSWERED)
_FOLLOW_UP, _REQUEST = np.int64(Origin.FOLLOW_UP), np.int64(Origin.REQUEST)
_TALK_TIME, _WAITING = np.int64(Purpose.TALK_TIME), np.int64(Purpose.WAITING)
# What a first conversation counts as, by who started it.
_ACTIVITY = (INBOUND, LEADS, PROSPECTING)
# Days by which a rep who was free the whole time is late, as rounding has it.
_AT_ONCE = 1e-8


@forced_inline
def answer_own(rep: Any, day: int, selling: float, again: bool, scene: Scene) -> None:
    """Work through those in the rep's own line who wait for a first conversation, or through the
    follow-ups that are due, in order of waiting, while time is left; a follow-up can be refused."""
    ledger, buyer, known = scene.ledger, scene.buyer, scene.known
    firm, its = rep["firm"], scene.sales[rep["firm"]]
    before, d = np.int64(-1), rep["due_first"] if again else rep["new_first"]
    its_day = its["hours_per_day"]
    while d >= 0 and at_work(rep, selling, its_day):
        deal, following = ledger.deals[d], ledger.after[d]
        now = time_of(rep, day, its_day)
        done = deal["outcome"] != _OPEN or deal["agreed"] >= 0.0
        if not done and not again:
            done = gave_up(d, now, scene)
        if not done and deal["due"] > now:
            turns_up(rep, deal["due"])
        row = scene.customers[deal["customer"]]
        # One conversation a day is what a customer gives, whoever the rep.
        if not done and deal["due"] <= now and row["talked"] < day:
            activity = FOLLOW_UP if again else _ACTIVITY[deal["origin"]]
            asked = row["waiting"] == firm or not again
            if may_begin(rep, activity, selling, its_day):
                free = not has_agreed(row, ledger)
                if free and (asked or welcome(row, firm, buyer, known, scene.made_up, its, 1.0)):
                    origin = _FOLLOW_UP if again else np.int64(deal["origin"])
                    hold(d, rep, activity, origin, now, selling, scene)
                else:
                    # A call in vain: the customer puts the rep off, or is about to sign elsewhere.
                    work(rep, FOLLOW_UP, its["call_hours"], selling, its_day)
                    refuse(d, now, its, scene.customers, ledger)
                done = True
        if done:
            deal["queued"] = False
            take_off(rep, before, d, following, again, ledger)
        else:
            before = d
        d = following


@forced_inline
def answer_shared(
    rep: Any, r: int, line: Any, day: int, selling: float, scene: Scene
) -> None:  # fmt: skip
    """Take the first in the firm's shared line who is there to be talked to."""
    ledger, its = scene.ledger, scene.sales[rep["firm"]]
    now = time_of(rep, day, its["hours_per_day"])
    before, d = np.int64(-1), line["new_first"]
    taken = False
    while d >= 0 and not taken:
        deal, following = ledger.deals[d], ledger.after[d]
        if deal["outcome"] == _OPEN and deal["due"] > now:
            # The line is in order of time: all that follow come later.
            turns_up(rep, deal["due"])
            break
        done = deal["outcome"] != _OPEN or gave_up(d, now, scene)
        if not done and scene.customers[deal["customer"]]["talked"] < day:
            if not may_begin(rep, INBOUND, selling, its["hours_per_day"]):
                break
            deal["rep"] = r
            scene.ledger.load[r] += 1
            hold(d, rep, INBOUND, _REQUEST, now, selling, scene)
            done = taken = True
        if done:
            deal["queued"] = False
            take_off(line, before, d, following, False, ledger)
        else:
            before = d
        d = following


@forced_inline
def hold(
    d: int, rep: Any, activity: int, origin: int, now: float, selling: float, scene: Scene
) -> None:
    """Hold a conversation now, which may run over the day."""
    firm, its = rep["firm"], scene.sales[rep["firm"]]
    i = np.int64(scene.ledger.deals[d]["customer"])
    row = scene.customers[i]
    first = scene.ledger.deals[d]["talks"] == 0
    hours = hours_needed(row, firm, scene.buyer, scene.known, scene.signs, its, first)
    hours *= stretch(row, i, firm, its, scene.life[_TALK_TIME])
    work(rep, activity, hours, selling, its["hours_per_day"])
    talk(d, now, hours, origin, scene)


@forced_inline
def gave_up(d: int, time: float, scene: Scene) -> bool:
    """End a request whose customer has no patience left by this time, and turns to others."""
    deal = scene.ledger.deals[d]
    firm = np.int64(deal["firm"])
    room = scene.sales[firm]["waiting_room"]
    if deal["origin"] != _REQUEST or (room and scene.buyer.waiting_days <= 0.0):
        return False
    i = np.int64(deal["customer"])
    row, until = scene.customers[i], deal["due"]
    if room:
        luck = uniform(scene.life[_WAITING], i, slot_of(row["journeys"], firm, 0))
        until -= scene.buyer.waiting_days * math.log(luck)
    if time <= until + _AT_ONCE:
        return False
    close_deal(d, _UNANSWERED, until, scene.customers, scene.ledger)
    rule_out(row, firm)
    return True


@forced_inline
def see_who_gave_up(line: Any, day: int, scene: Scene) -> None:
    """At the end of a day, end the requests in a line whose customers have given up by then."""
    before, d = np.int64(-1), line["new_first"]
    while d >= 0:
        deal, following = scene.ledger.deals[d], scene.ledger.after[d]
        if deal["outcome"] != _OPEN or gave_up(d, day + 1.0 - _AT_ONCE, scene):
            deal["queued"] = False
            take_off(line, before, d, following, False, scene.ledger)
        else:
            before = d
        d = following


@forced_inline
def take_off(line: Any, before: int, d: int, following: int, again: bool, ledger: Ledger) -> None:
    """Take a deal off one of the two queues of a line."""
    if before >= 0:
        ledger.after[before] = following
    elif again:
        line["due_first"] = following
    else:
        line["new_first"] = following
    if again and line["due_last"] == d:
        line["due_last"] = before
    elif not again and line["new_last"] == d:
        line["new_last"] = before
