"""Hand off: leavers go, leads are scored and routed, requests reach a rep, old leads lapse."""

import numpy as np

from sim.config.channels import CHANNELS
from sim.engine.compiled import allocating, compiled, forced_inline
from sim.engine.luck import uniform
from sim.engine.prefetch import fetch_ahead, head_ahead
from sim.engine.rows import Floats, Settings, Table, Whole
from sim.engine.slots import ASKING_TIME, LEAVES_FORM, LEAVING_TIME, Purpose
from sim.model.customers.journeys import Journeys, end_journey, journeys_of
from sim.model.customers.mind import NOBODY
from sim.model.sales.empty_seats import give_away
from sim.model.sales.floor import Floor, floor_of
from sim.model.sales.lead_bars import renew
from sim.model.sales.lead_entry import LeadBook, enter, leave_form, put_through, scored
from sim.model.state.customers import SEARCHING
from sim.model.state.ledger import end_lead, queue
from sim.model.state.seats import is_on_leave
from sim.model.state.world import World
from sim.records import OUTCOME, UNPURSUED

# Outcomes of leads that nurture takes up again.
_UNCALLED = (OUTCOME.NOT_QUALIFIED, OUTCOME.UNPURSUED, OUTCOME.UNREACHED)
_NOTHING = (*_UNCALLED, OUTCOME.NO_NEED, OUTCOME.DECLINED)
_EMAIL = np.int64(CHANNELS.index("email"))


def hand_off(world: World) -> None:
    """Settle what customers did today and give sales its work."""
    sales, marketing, day = world.sales, world.marketing, world.day
    leavers, leads, requests = map(world.events.take, ("leavers", "leads", "requests"))
    nurtured = _in_nurture(world)
    renew(world)
    more, asked = len(leads) + nurtured, len(requests)
    ledger = world.ledger(journeys=len(leavers), leads=more + asked, deals=asked)
    floor, time_key = floor_of(world, ledger), world.key(Purpose.TIME_OF_DAY)
    entry = world.entry
    if len(leavers):
        entry[_let_go](leavers, day, time_key, journeys_of(world, ledger))
    key, bars = world.key(Purpose.ROUTING), sales.qualification
    score_key = world.key(Purpose.SCORE)
    book = LeadBook(floor, marketing.settings, world.alignment, bars, time_key, key, score_key)
    if len(leads):
        entry[_log_leads](leads, day, book)
    if nurtured:
        again = book._replace(score_key=world.key(Purpose.NURTURE))
        entry[_score_again](day, marketing.nurtured, again)
    if asked:
        times = entry[_asked_at](requests, day, time_key)
        first_come = times.argsort(kind="stable")
        entry[_answer](requests[first_come], times[first_come], day, sales.settings, book)
    entry[_clear_away](day, sales.oldest_lead, sales.settings, floor, key)


@compiled
def _let_go(leavers: Whole, day: int, time_key: np.uint64, journeys: Journeys) -> None:
    """End the journeys of those who gave up or decided to leave things as they are."""
    for n in range(len(leavers)):
        fetch_ahead(journeys.customers, leavers[:, 0], n)
        i = leavers[n, 0]
        end_journey(i, NOBODY, day + uniform(time_key, i, LEAVING_TIME), journeys)


@compiled
def _log_leads(leads: Whole, day: int, book: LeadBook) -> None:
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
        enter(i, firm, channel, day, scored(i, firm, channel, needy, book), book)


def _in_nurture(world: World) -> int:
    """Most leads that are scored once more today."""
    days = world.marketing.settings["nurture_days"].tolist()
    if not any(days):
        return 0
    panel, column = world.records.panel, world.column["leads"]
    return sum(
        int(panel[world.day - days[firm] - 1, firm, column])
        for firm in range(world.firms)
        if 0 < days[firm] < world.day
    )


@compiled
def _score_again(day: int, oldest: Whole, book: LeadBook) -> None:
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
                _nurse(np.int64(lead["customer"]), firm, day, book)
            n += 1
        oldest[firm] = n


@forced_inline
def _nurse(i: int, firm: int, day: int, book: LeadBook) -> None:
    row = book.floor.customers[i]
    out = (row["unsubscribed"] >> firm) & 1
    if out or row["open_lead"][firm] >= 0 or row["open_deal"][firm] >= 0:
        return
    found = scored(i, firm, _EMAIL, row["stage"] == SEARCHING, book)
    if found >= book.qualification.qualified[firm]:
        enter(i, firm, _EMAIL, day, found, book)


@allocating
def _asked_at(requests: Whole, day: int, key: np.uint64) -> Floats:
    """The times (days) at which customers ask."""
    times = np.empty(len(requests))
    for n in range(len(requests)):
        times[n] = day + uniform(key, requests[n, 0], ASKING_TIME + requests[n, 1])
    return times


@compiled
def _answer(
    requests: Whole, times: Floats, day: int, settings: Table[Settings], book: LeadBook
) -> None:
    """Each customer who asked for a rep, first come first: one with an open deal is called by its
    rep, others leave a form, or are put through."""
    floor, key = book.floor, book.routing_key
    for n in range(len(requests)):
        i, firm, time = requests[n, 0], requests[n, 1], times[n]
        row = floor.customers[i]
        if row["stage"] != SEARCHING or floor.desks.count[firm] == 0:
            continue
        row["waiting"] = firm
        if row["open_deal"][firm] >= 0:
            d = np.int64(row["open_deal"][firm])
            deal = floor.ledger.deals[d]
            deal["due"] = min(deal["due"], time)
            if deal["rep"] >= 0:
                queue(d, floor.reps[deal["rep"]], floor.ledger)
        elif uniform(key, i, LEAVES_FORM + firm) < settings[firm]["forms"]:
            leave_form(i, firm, time, day, book)
        else:
            put_through(i, firm, time, book)


@compiled
def _clear_away(
    day: int, oldest: Whole, settings: Table[Settings], floor: Floor, key: np.uint64
) -> None:
    """Leads that have lain too long go to others from empty seats, or end."""
    give_away(day, settings, floor, key)
    _lapse(day, oldest, settings, floor)


@compiled
def _lapse(day: int, oldest: Whole, settings: Table[Settings], floor: Floor) -> None:
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
                    lead["unpursued"] = _why_unpursued(n, day, floor)
                end_lead(n, outcome, float(day), floor.customers, ledger)
            n += 1
        oldest[firm] = n


@compiled
def _why_unpursued(n: int, day: int, floor: Floor) -> int:
    """The reason why a lead that lapses was not called, on the day before it did."""
    ledger = floor.ledger
    lead = ledger.leads[n]
    rep = floor.reps[lead["rep"]]
    if lead["routed"] >= day:
        return UNPURSUED.TOO_LATE
    if rep["joined"] - rep["vacant_days"] < day <= rep["joined"] or is_on_leave(rep, day - 1):
        return UNPURSUED.EMPTY_SEAT
    higher = np.int64(rep["lead_top"])
    while higher >= 0 and higher != n:
        above = ledger.leads[higher]
        if above["outcome"] == OUTCOME.OPEN and above["deal"] < 0 and above["routed"] < day:
            return UNPURSUED.BURIED
        higher = np.int64(ledger.below[higher])
    return UNPURSUED.NO_TIME
