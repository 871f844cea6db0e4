"""Lead entry: a lead is scored, goes to a rep if it is qualified, and waits there for a call.

Who asks for a rep is put through, or leaves a form: a lead that is qualified by definition and is
scored and routed like others.
"""

from typing import NamedTuple

import numpy as np

from sim.config import CHANNELS
from sim.engine.compiled import forced_inline
from sim.engine.links import put_first
from sim.engine.luck import normal, uniform
from sim.engine.rows import Settings, Table
from sim.engine.slots import (
    LEAD_GOES_TO,
    LEAD_TIME,
    REQUEST_GOES_TO,
    ROUTED_AT_ONCE,
    ROUTED_LATER,
    SCORED,
)
from sim.model.customers.mind import NOBODY
from sim.model.rules.forms import form_score
from sim.model.rules.routing import days_to_rep
from sim.model.rules.scoring import accuracy, score
from sim.model.sales.floor import Floor, open_deal
from sim.model.sales.routing import POOL, rep_for
from sim.model.state.ledger import end_lead, new_lead
from sim.model.state.qualification import Qualification
from sim.records import COLUMN, ORIGIN, OUTCOME

_DIRECT = np.int64(CHANNELS.index("direct"))


class LeadBook(NamedTuple):
    """All that entering a lead touches, and today's luck of its time, its way and its score."""

    floor: Floor
    marketing: Table[Settings]
    alignment: Table[Settings]
    qualification: Qualification
    time_key: np.uint64
    routing_key: np.uint64
    score_key: np.uint64


@forced_inline
def scored(i: int, firm: int, channel: int, needy: bool, book: LeadBook) -> float:
    """A customer's lead score: the need as far as marketing sees it, and its channel's record."""
    marketing, shared = book.marketing[firm], book.alignment[firm]
    seen = accuracy(marketing["score_accuracy"], shared["information"])
    found = score(needy, seen, normal(book.score_key, i, SCORED + firm))
    return float(found + book.qualification.hint[firm, channel])


@forced_inline
def enter(i: int, firm: int, channel: int, day: int, found: float, book: LeadBook) -> None:
    """Enter a lead into the CRM; one that is qualified goes to a rep."""
    floor, ledger = book.floor, book.floor.ledger
    time = day + uniform(book.time_key, i, LEAD_TIME + firm)
    number = new_lead(i, firm, channel, time, ledger)
    lead = ledger.leads[number]
    lead["score"] = found
    lead["mql"] = found >= book.qualification.qualified[firm]
    if not lead["mql"] or floor.desks.count[firm] == 0:
        end_lead(number, OUTCOME.NOT_QUALIFIED, lead["created"], floor.customers, ledger)
        return
    _route(number, i, firm, day, book)


@forced_inline
def leave_form(i: int, firm: int, time: float, day: int, book: LeadBook) -> None:
    """Enter the form of a customer who asks; it takes the place of a lead that was open."""
    floor, ledger = book.floor, book.floor.ledger
    row = floor.customers[i]
    if row["open_lead"][firm] >= 0:
        earlier = np.int64(row["open_lead"][firm])
        end_lead(earlier, OUTCOME.TAKEN_OVER, time, floor.customers, ledger)
    number = new_lead(i, firm, _DIRECT, time, ledger)
    lead = ledger.leads[number]
    points, told = book.marketing[firm]["form_points"], book.alignment[firm]["information"]
    lead["score"] = form_score(scored(i, firm, _DIRECT, True, book), points, told)
    lead["inquiry"], lead["mql"] = True, True
    row["waiting"] = firm
    row["asked"] |= int(1 << firm)
    ledger.panel[firm, COLUMN.inquiries] += 1.0
    _route(number, i, firm, day, book)


@forced_inline
def put_through(i: int, firm: int, time: float, book: LeadBook) -> None:
    """Put who asks through to a rep's line at once: an inquiry, and a deal."""
    floor, ledger = book.floor, book.floor.ledger
    rep = NOBODY
    if floor.desks.routing[firm] != POOL:
        luck = uniform(book.routing_key, i, REQUEST_GOES_TO + firm)
        rep = np.int64(rep_for(i, firm, False, luck, int(time), floor))
    d = open_deal(i, firm, rep, ORIGIN.REQUEST, time, floor)
    number = new_lead(i, firm, _DIRECT, time, ledger)
    lead = ledger.leads[number]
    lead["inquiry"], lead["mql"], lead["deal"], lead["routed"] = True, True, d, time
    ledger.deals[d]["lead"] = number
    ledger.panel[firm, COLUMN.inquiries] += 1.0
    ledger.panel[firm, COLUMN.mqls] += 1.0


@forced_inline
def _route(number: int, i: int, firm: int, day: int, book: LeadBook) -> None:
    """Hand a qualified lead to a rep, who has it at once or after it has lain for a while."""
    floor, ledger, key = book.floor, book.floor.ledger, book.routing_key
    lead = ledger.leads[number]
    rep = rep_for(i, firm, True, uniform(key, i, LEAD_GOES_TO + firm), day, floor)
    marketing = book.marketing[firm]
    at_once, mean = marketing["routed_at_once"], marketing["routing_days"]
    luck, later = uniform(key, i, ROUTED_AT_ONCE + firm), uniform(key, i, ROUTED_LATER + firm)
    delay = days_to_rep(luck, later, at_once, mean)
    lead["rep"], lead["routed"] = rep, lead["created"] + delay
    floor.customers[i]["open_lead"][firm] = number
    pile = floor.reps[rep]
    pile["lead_top"] = put_first(ledger.below, pile["lead_top"], number)
    ledger.load[rep] += 1
    ledger.panel[firm, COLUMN.mqls] += 1.0
