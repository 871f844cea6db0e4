"""Requests: customers who wait for a rep, in a queue, as long as they have patience."""

import numpy as np

from sim.engine.compiled import forced_inline
from sim.engine.links import take_out
from sim.engine.luck import slot_of, uniform
from sim.engine.slots import PURPOSE
from sim.model.customers.mind import NOBODY, rule_out
from sim.model.rules.waiting import lasting
from sim.model.sales.clock import (
    Shift,
    at_work,
    hours_sold,
    may_begin,
    moment,
    time_of,
    turns_up,
    work,
)
from sim.model.sales.conversation import hours_needed, refuse, stretch, talk, welcome
from sim.model.sales.scene import Scene
from sim.model.sales.signing import has_agreed
from sim.model.state.ledger import Ledger, close_deal
from sim.model.state.seats import Line, RepRow
from sim.records import ORIGIN, OUTCOME
from sim.records.activities import FOLLOW_UP, INBOUND, LEADS, PROSPECTING

# The activity that a first conversation is, by its origin.
_ACTIVITY = (INBOUND, LEADS, PROSPECTING)
# Days by which a rep who was free the whole time is late, as rounding has it.
_AT_ONCE = 1e-8


@forced_inline
def answer_own(rep: RepRow, shift: Shift, again: bool, only_one: bool, scene: Scene) -> None:
    """Work through those in the rep's own queue who wait for a first conversation, or through the
    follow-ups that are due, in order of waiting, while time is left; a follow-up can be refused.
    ``only_one``: the first that takes time."""
    ledger, firm, day = scene.floor.ledger, rep["firm"], shift.day
    before, d = NOBODY, rep["due_first"] if again else rep["new_first"]
    sold = hours_sold(rep)
    while d >= 0 and at_work(rep, shift) and not (only_one and hours_sold(rep) > sold):
        deal, following = ledger.deals[d], ledger.after[d]
        now = time_of(rep, shift)
        done = deal["outcome"] != OUTCOME.OPEN or deal["agreed"] >= 0.0
        if not done and not again:
            done = gave_up(d, now, scene)
        if not done and deal["due"] > now:
            turns_up(rep, deal["due"])
        row = scene.floor.customers[deal["customer"]]
        # One conversation a day is what a customer gives, whoever the rep.
        if not done and deal["due"] <= now and row["talked"] < day:
            activity = FOLLOW_UP if again else _ACTIVITY[deal["origin"]]
            asked = row["waiting"] == firm or not again
            if may_begin(rep, activity, shift):
                at = moment(rep, deal["due"], shift)
                free = not has_agreed(row, ledger)
                if free and (asked or welcome(row, firm, 1.0, scene)):
                    origin = ORIGIN.FOLLOW_UP if again else np.int64(deal["origin"])
                    hold(d, rep, activity, origin, at, shift, scene)
                else:
                    # A call in vain: the customer puts the rep off, or is about to sign elsewhere.
                    work(rep, FOLLOW_UP, scene.settings[firm]["call_hours"], at, shift)
                    refuse(d, at, scene)
                done = True
        if done:
            take_off(rep, before, d, again, ledger)
        else:
            before = d
        d = following


@forced_inline
def answer_shared(rep: RepRow, r: int, line: Line, shift: Shift, scene: Scene) -> None:
    """Take the first in the firm's shared queue who is there to be talked to."""
    ledger, now = scene.floor.ledger, time_of(rep, shift)
    before, d = NOBODY, line["new_first"]
    taken = False
    while d >= 0 and not taken:
        deal, following = ledger.deals[d], ledger.after[d]
        if deal["outcome"] == OUTCOME.OPEN and deal["due"] > now:
            # The queue is in order of time: all that follow come later.
            turns_up(rep, deal["due"])
            break
        done = deal["outcome"] != OUTCOME.OPEN or gave_up(d, now, scene)
        if not done and scene.floor.customers[deal["customer"]]["talked"] < shift.day:
            if not may_begin(rep, INBOUND, shift):
                break
            deal["rep"] = r
            ledger.load[r] += 1
            hold(d, rep, INBOUND, ORIGIN.REQUEST, now, shift, scene)
            done = taken = True
        if done:
            take_off(line, before, d, False, ledger)
        else:
            before = d
        d = following


@forced_inline
def hold(
    d: int, rep: RepRow, activity: int, origin: int, at: float, shift: Shift, scene: Scene
) -> None:
    """Hold a conversation at a time, which may run over the day."""
    deal = scene.floor.ledger.deals[d]
    i, firm = np.int64(deal["customer"]), rep["firm"]
    row = scene.floor.customers[i]
    hours = hours_needed(row, i, firm, deal["talks"], scene) * stretch(row, i, firm, scene)
    work(rep, activity, talk(d, at, hours, origin, scene), at, shift)


@forced_inline
def gave_up(d: int, time: float, scene: Scene) -> bool:
    """End a request whose customer has no patience left by this time, and turns to others."""
    floor, mean = scene.floor, scene.buyer.waiting_days
    deal = floor.ledger.deals[d]
    firm = np.int64(deal["firm"])
    room = scene.settings[firm]["waiting_room"]
    if deal["origin"] != ORIGIN.REQUEST or (room and mean <= 0.0):
        return False
    i = np.int64(deal["customer"])
    row, until = floor.customers[i], deal["due"]
    if room:
        slot = slot_of(row["journeys"], firm, 0)
        until += lasting(uniform(scene.life[PURPOSE.WAITING], i, slot), mean)
    if time <= until + _AT_ONCE:
        return False
    close_deal(d, OUTCOME.UNANSWERED, until, floor.customers, floor.ledger)
    rule_out(row, firm)
    return True


@forced_inline
def see_who_gave_up(line: Line, day: int, scene: Scene) -> None:
    """At the end of a day, end the requests in a queue whose customers have given up by then."""
    ledger = scene.floor.ledger
    before, d = NOBODY, line["new_first"]
    while d >= 0:
        deal, following = ledger.deals[d], ledger.after[d]
        if deal["outcome"] != OUTCOME.OPEN or gave_up(d, day + 1.0 - _AT_ONCE, scene):
            take_off(line, before, d, False, ledger)
        else:
            before = d
        d = following


@forced_inline
def take_off(line: Line, before: int, d: int, again: bool, ledger: Ledger) -> None:
    """Take a deal off a queue: of follow-ups, or of first conversations."""
    ledger.deals[d]["queued"] = False
    if again:
        line["due_first"] = take_out(ledger.after, line["due_first"], before, d)
        if line["due_last"] == d:
            line["due_last"] = before
    else:
        line["new_first"] = take_out(ledger.after, line["new_first"], before, d)
        if line["new_last"] == d:
            line["new_last"] = before
