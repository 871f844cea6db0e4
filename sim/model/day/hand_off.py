"""Hand off: leavers go, leads are scored and routed, requests reach a rep, old leads lapse."""

from typing import NamedTuple

import numpy as np

from sim.config.channels import CHANNELS
from sim.engine.compiled import allocating, compiled, forced_inline
from sim.engine.links import put_first
from sim.engine.luck import normal, uniform
from sim.engine.prefetch import fetch_ahead, head_ahead
from sim.engine.rows import Floats, Settings, Table, Whole
from sim.engine.slots import (
    ASKING_TIME,
    LEAD_GOES_TO,
    LEAD_TIME,
    LEAVING_TIME,
    REQUEST_GOES_TO,
    ROUTED_AT_ONCE,
    ROUTED_LATER,
    SCORED,
    Purpose,
)
from sim.model.customers.journeys import Journeys, end_journey, journeys_of
from sim.model.customers.mind import NOBODY
from sim.model.rules.routing import days_to_rep
from sim.model.rules.scoring import accuracy, score
from sim.model.sales.empty_seats import give_away
from sim.model.sales.floor import Floor, floor_of, open_deal
from sim.model.sales.lead_bars import renew
from sim.model.sales.routing import POOL, rep_for
from sim.model.state.customers import SEARCHING
from sim.model.state.ledger import Ledger, end_lead, new_lead, queue
from sim.model.state.qualification import Qualification
from sim.model.state.world import World
from sim.records import COLUMN, ORIGIN, OUTCOME, UNPURSUED

# Outcomes of leads that nurture takes up again.
_UNCALLED = (OUTCOME.NOT_QUALIFIED, OUTCOME.UNPURSUED, OUTCOME.UNREACHED)
_NOTHING = (*_UNCALLED, OUTCOME.NO_NEED, OUTCOME.DECLINED)
_DIRECT, _EMAIL = np.int64(CHANNELS.index("direct")), np.int64(CHANNELS.index("email"))


class LeadBook(NamedTuple):
    """All that entering a lead touches, and today's luck of its time and its way to a rep."""

    floor: Floor
    marketing: Table[Settings]
    alignment: Table[Settings]
    qualification: Qualification
    time_key: np.uint64
    routing_key: np.uint64


def hand_off(world: World) -> None:
    """Settle what customers did today and give sales its work."""
    sales, marketing, day = world.sales, world.marketing, world.day
    leavers, leads, requests = map(world.events.take, ("leavers", "leads", "requests"))
    nurtured = _in_nurture(world)
    renew(world)
    more, asked = len(leads) + nurtured, len(requests)
    ledger = world.ledger(journeys=len(leavers), leads=more + asked, deals=asked)
    floor, time_key = floor_of(world, ledger), world.key(Purpose.TIME_OF_DAY)
    _let_go(leavers, day, time_key, journeys_of(world, ledger))
    key, bars = world.key(Purpose.ROUTING), sales.qualification
    book = LeadBook(floor, marketing.settings, world.alignment, bars, time_key, key)
    _log_leads(leads, day, book, world.key(Purpose.SCORE))
    if nurtured:
        _score_again(day, marketing.nurtured, book, world.key(Purpose.NURTURE))
    times = _asked_at(requests, day, time_key)
    first_come = times.argsort(kind="stable")
    _answer(requests[first_come], times[first_come], floor, key)
    if sales.settings["vacant_lead_days"].any():
        give_away(day, sales.settings, floor, key)
    _lapse(day, sales.oldest_lead, sales.settings, bars.worthwhile, floor)


@compiled
def _let_go(leavers: Whole, day: int, time_key: np.uint64, journeys: Journeys) -> None:
    """End the journeys of those who gave up or decided to leave things as they are."""
    for n in range(len(leavers)):
        fetch_ahead(journeys.customers, leavers[:, 0], n)
        i = leavers[n, 0]
        end_journey(i, NOBODY, day + uniform(time_key, i, LEAVING_TIME), journeys)


@compiled
def _log_leads(leads: Whole, day: int, book: LeadBook, score_key: np.uint64) -> None:
    """Enter new leads, score them, and put the qualified ones on top of a rep's pile."""
    customers = book.floor.customers
    for n in range(len(leads)):
        head_ahead(customers, leads[:, 0], n)
        i, firm, channel = leads[n, 0], leads[n, 1], leads[n, 2]
        row = customers[i]
        if row["open_lead"][firm] >= 0 or row["open_deal"][firm] >= 0:
            continue
        needy = row["stage"] == SEARCHING
        book.qualification.counted[firm, int(needy)] += 1.0
        _enter(i, firm, channel, day, _scored(i, firm, channel, needy, book, score_key), book)


@forced_inline
def _scored(i: int, firm: int, channel: int, needy: bool, book: LeadBook, key: np.uint64) -> float:
    """A customer's lead score: the need as far as marketing sees it, and its channel's record."""
    marketing, shared = book.marketing[firm], book.alignment[firm]
    seen = accuracy(marketing["score_accuracy"], shared["information"])
    found = score(needy, seen, normal(key, i, SCORED + firm))
    return float(found + book.qualification.hint[firm, channel])


@forced_inline
def _enter(i: int, firm: int, channel: int, day: int, found: float, book: LeadBook) -> None:
    """Enter a lead into the CRM; one that is qualified goes to a rep."""
    floor, ledger, key = book.floor, book.floor.ledger, book.routing_key
    number = new_lead(i, firm, channel, day + uniform(book.time_key, i, LEAD_TIME + firm), ledger)
    lead = ledger.leads[number]
    lead["score"] = found
    lead["mql"] = found >= book.qualification.qualified[firm]
    if not lead["mql"] or floor.desks.count[firm] == 0:
        end_lead(number, OUTCOME.NOT_QUALIFIED, lead["created"], floor.customers, ledger)
        return
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


def _in_nurture(world: World) -> int:
    """Most leads that are scored once more today."""
    days = world.marketing.settings["nurture_days"]
    panel, column = world.records.panel, world.column["leads"]
    return sum(
        int(panel[world.day - days[firm] - 1, firm, column])
        for firm in range(world.firms)
        if 0 < days[firm] < world.day
    )


@compiled
def _score_again(day: int, oldest: Whole, book: LeadBook, score_key: np.uint64) -> None:
    """Nurture, by e-mail: leads that came to nothing are scored once more at a certain age, and
    those that qualify now are leads anew."""
    ledger = book.floor.ledger
    before = ledger.lead_count[0]
    for firm in range(len(oldest)):
        if book.marketing[firm]["nurture_days"] == 0:
            continue
        limit = day - book.marketing[firm]["nurture_days"]
        n = oldest[firm]
        while n < before and ledger.leads[n]["created"] < limit:
            lead = ledger.leads[n]
            if lead["firm"] == firm and lead["outcome"] in _NOTHING:
                _nurse(np.int64(lead["customer"]), firm, day, book, score_key)
            n += 1
        oldest[firm] = n


@forced_inline
def _nurse(i: int, firm: int, day: int, book: LeadBook, key: np.uint64) -> None:
    row = book.floor.customers[i]
    out = (row["unsubscribed"] >> firm) & 1
    if out or row["open_lead"][firm] >= 0 or row["open_deal"][firm] >= 0:
        return
    found = _scored(i, firm, _EMAIL, row["stage"] == SEARCHING, book, key)
    if found >= book.qualification.qualified[firm]:
        _enter(i, firm, _EMAIL, day, found, book)


@allocating
def _asked_at(requests: Whole, day: int, key: np.uint64) -> Floats:
    """The times (days) at which customers ask."""
    times = np.empty(len(requests))
    for n in range(len(requests)):
        times[n] = day + uniform(key, requests[n, 0], ASKING_TIME + requests[n, 1])
    return times


@compiled
def _answer(requests: Whole, times: Floats, floor: Floor, key: np.uint64) -> None:
    """Queue each customer who asked for a rep, first come first; a rep with an open deal calls."""
    desks, ledger = floor.desks, floor.ledger
    for n in range(len(requests)):
        i, firm, time = requests[n, 0], requests[n, 1], times[n]
        row = floor.customers[i]
        if row["stage"] != SEARCHING or desks.count[firm] == 0:
            continue
        row["waiting"] = firm
        if row["open_deal"][firm] >= 0:
            d = np.int64(row["open_deal"][firm])
            deal = ledger.deals[d]
            deal["due"] = min(deal["due"], time)
            if deal["rep"] >= 0:
                queue(d, floor.reps[deal["rep"]], ledger)
            continue
        rep = NOBODY
        if desks.routing[firm] != POOL:
            luck = uniform(key, i, REQUEST_GOES_TO + firm)
            rep = np.int64(rep_for(i, firm, False, luck, int(time), floor))
        d = open_deal(i, firm, rep, ORIGIN.REQUEST, time, floor)
        _put_through(i, firm, d, time, ledger)


@forced_inline
def _put_through(i: int, firm: int, d: int, time: float, ledger: Ledger) -> None:
    """Enter who asks for a rep as an inquiry: a qualified lead, and a deal at once."""
    number = new_lead(i, firm, _DIRECT, time, ledger)
    lead = ledger.leads[number]
    lead["inquiry"], lead["mql"], lead["deal"], lead["routed"] = True, True, d, time
    ledger.deals[d]["lead"] = number
    ledger.panel[firm, COLUMN.inquiries] += 1.0
    ledger.panel[firm, COLUMN.mqls] += 1.0


@compiled
def _lapse(
    day: int, oldest: Whole, settings: Table[Settings], worthwhile: Floats, floor: Floor
) -> None:
    """End leads that have waited too long, firm by firm, oldest first."""
    ledger = floor.ledger
    for firm in range(len(oldest)):
        limit = day - settings[firm]["lead_max_age_days"]
        n = oldest[firm]
        while n < ledger.lead_count[0] and ledger.leads[n]["created"] < limit:
            head_ahead(floor.customers, ledger.leads["customer"], n)
            lead = ledger.leads[n]
            if lead["firm"] == firm and lead["outcome"] == OUTCOME.OPEN and lead["deal"] < 0:
                outcome = OUTCOME.UNREACHED
                if lead["attempts"] == 0:
                    outcome = OUTCOME.UNPURSUED
                    lead["unpursued"] = _why_unpursued(n, day, worthwhile[firm], floor)
                end_lead(n, outcome, float(day), floor.customers, ledger)
            n += 1
        oldest[firm] = n


@compiled
def _why_unpursued(n: int, day: int, worthwhile: float, floor: Floor) -> int:
    """The reason why a lead that lapses was not called, on the day before it did."""
    ledger = floor.ledger
    lead = ledger.leads[n]
    rep = floor.reps[lead["rep"]]
    if lead["routed"] >= day:
        return UNPURSUED.TOO_LATE
    if rep["joined"] - rep["vacant_days"] < day <= rep["joined"]:
        return UNPURSUED.EMPTY_SEAT
    if lead["score"] < worthwhile:
        return UNPURSUED.NOT_WORTH_IT
    newer = rep["lead_top"]
    while newer > n:
        above = ledger.leads[newer]
        if above["outcome"] == OUTCOME.OPEN and above["deal"] < 0 and above["routed"] < day:
            return UNPURSUED.BURIED
        newer = ledger.below[newer]
    return UNPURSUED.NO_TIME
