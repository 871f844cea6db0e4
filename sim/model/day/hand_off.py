"""Hand off: leavers go, leads are scored and routed, requests reach a rep, old leads lapse."""

import math
from typing import Any, NamedTuple

import numpy as np

from sim.config.channels import CHANNELS
from sim.config.firm import ROUTINGS
from sim.engine.compiled import allocating, compiled, forced_inline
from sim.engine.luck import Purpose, normal, uniform
from sim.engine.prefetch import fetch_ahead, head_ahead
from sim.engine.rows import Whole
from sim.model.customers.journeys import Journeys, end_journey, journeys_of
from sim.model.customers.mind import NOBODY
from sim.model.rules.scoring import accuracy, score
from sim.model.sales.lead_bars import renew
from sim.model.sales.routing import rep_for
from sim.model.state.customers import SEARCHING
from sim.model.state.ledger import LEADS, MQLS, OPEN_LEADS, REQUESTS, end_lead, open_deal, queue
from sim.model.state.qualification import Qualification
from sim.model.state.world import World
from sim.records import Origin, Outcome, Unpursued

_OPEN, _NOT_QUALIFIED = np.int64(Outcome.OPEN), np.int64(Outcome.NOT_QUALIFIED)
_UNPURSUED, _UNREACHED = np.int64(Outcome.UNPURSUED), np.int64(Outcome.UNREACHED)
_TOO_LATE, _EMPTY_SEAT = np.int64(Unpursued.TOO_LATE), np.int64(Unpursued.EMPTY_SEAT)
_BURIED, _NO_TIME = np.int64(Unpursued.BURIED), np.int64(Unpursued.NO_TIME)
_NOT_WORTH_IT = np.int64(Unpursued.NOT_WORTH_IT)
_NO_NEED, _DECLINED = np.int64(Outcome.NO_NEED), np.int64(Outcome.DECLINED)
# What nurture takes up again.
_NOTHING = np.int64(
    sum(1 << end for end in (_NOT_QUALIFIED, _UNPURSUED, _UNREACHED, _NO_NEED, _DECLINED))
)
_EMAIL = np.int64(CHANNELS.index("email"))
_REQUEST, _POOL = np.int64(Origin.REQUEST), np.int64(ROUTINGS.index("pool"))
_DIRECT = np.int64(CHANNELS.index("direct"))
_NEVER = float("nan")


def hand_off(world: World) -> None:
    """Settle what customers did today and give sales its work."""
    customers, sales = world.customers, world.sales
    leavers = world.events.take("leavers")
    leads = world.events.take("leads")
    requests = world.events.take("requests")
    nurtured = _in_nurture(world)
    renew(world)
    ledger = world.ledger(journeys=len(leavers), leads=len(leads) + nurtured, deals=len(requests))
    _let_go(leavers, world.day, world.key(Purpose.TIME_OF_DAY), journeys_of(world, ledger))
    book = LeadBook(
        customers.rows, sales.reps, sales.desks, world.marketing.settings, world.alignment,
        sales.qualification, ledger, world.key(Purpose.TIME_OF_DAY), world.key(Purpose.ROUTING),
    )  # fmt: skip
    _log_leads(leads, world.day, book, world.key(Purpose.SCORE))
    if nurtured:
        _score_again(world.day, world.marketing.nurtured, book, world.key(Purpose.NURTURE))
    times = _asked_at(requests, world.day, world.key(Purpose.TIME_OF_DAY))
    first_come = times.argsort(kind="stable")
    _answer(
        requests, times, first_come, customers.rows, sales.reps, sales.desks, sales.settings,
        ledger, world.key(Purpose.ROUTING),
    )  # fmt: skip
    _lapse(
        world.day, sales.oldest_lead, sales.settings, sales.reps, customers.rows,
        sales.qualification.worthwhile, ledger,
    )  # fmt: skip


@compiled
def _let_go(leavers: Whole, day: int, time_key: np.uint64, journeys: Journeys) -> None:
    """End the journeys of those who gave up or decided to leave things as they are."""
    for n in range(len(leavers)):
        fetch_ahead(journeys.customers, leavers[:, 0], n)
        i = leavers[n, 0]
        end_journey(i, NOBODY, day + uniform(time_key, i, 64), journeys)


class LeadBook(NamedTuple):
    """What entering a lead touches, and today's luck of its time and its way to a rep."""

    customers: Any
    reps: Any
    desks: Any
    marketing: Any
    alignment: Any
    qualification: Qualification
    ledger: Any
    time_key: np.uint64
    routing_key: np.uint64


@compiled
def _log_leads(leads: Any, day: int, book: LeadBook, score_key: int) -> None:
    """Enter new leads, score them, and put the qualified ones on top of a rep's pile."""
    for n in range(len(leads)):
        head_ahead(book.customers, leads[:, 0], n)
        i, firm, channel = leads[n, 0], leads[n, 1], leads[n, 2]
        row = book.customers[i]
        if row["open_lead"][firm] >= 0 or row["open_deal"][firm] >= 0:
            continue
        needy = row["stage"] == SEARCHING
        book.qualification.counted[firm, int(needy)] += 1.0
        _enter(i, firm, channel, day, _scored(i, firm, channel, needy, book, score_key), book)


@forced_inline
def _scored(i: int, firm: int, channel: int, needy: bool, book: LeadBook, key: int) -> float:
    """What marketing makes of a customer: by the score, and by how leads of the channel fared."""
    its, shared = book.marketing[firm], book.alignment[firm]
    seen = accuracy(its["score_accuracy"], shared["information"])
    return float(score(needy, seen, normal(key, i, firm)) + book.qualification.hint[firm, channel])


@forced_inline
def _enter(i: int, firm: int, channel: int, day: int, found: float, book: LeadBook) -> None:
    ledger, row, reps = book.ledger, book.customers[i], book.reps
    number = ledger.lead_count[0]
    ledger.lead_count[0] = number + 1
    lead = ledger.leads[number]
    lead["customer"], lead["firm"], lead["channel"] = i, firm, channel
    lead["created"] = day + uniform(book.time_key, i, firm)
    lead["score"] = found
    lead["mql"] = found >= book.qualification.qualified[firm]
    lead["routed"], lead["first_attempt"] = _NEVER, _NEVER
    lead["reached"], lead["ended"] = _NEVER, _NEVER
    lead["rep"], lead["deal"], lead["outcome"], lead["last_attempt"] = -1, -1, _OPEN, -1
    ledger.panel[firm, LEADS] += 1.0
    ledger.panel[firm, OPEN_LEADS] += 1.0
    if not lead["mql"] or book.desks.count[firm] == 0:
        end_lead(number, _NOT_QUALIFIED, lead["created"], book.customers, ledger)
        return
    luck = uniform(book.routing_key, i, firm + 64)
    rep = rep_for(i, firm, True, luck, day, book.customers, reps, book.desks, ledger.load)
    lies = _lies(i, firm, book.marketing[firm], book.routing_key)
    lead["rep"], lead["routed"] = rep, lead["created"] + lies
    row["open_lead"][firm] = number
    ledger.below[number] = reps[rep]["lead_top"]
    reps[rep]["lead_top"] = number
    ledger.load[rep] += 1
    ledger.panel[firm, MQLS] += 1.0


def _in_nurture(world: World) -> int:
    """How many leads at most are scored once more today."""
    days = world.marketing.settings["nurture_days"]
    panel, column = world.records.panel, world.column["leads"]
    return sum(
        int(panel[world.day - days[firm] - 1, firm, column])
        for firm in range(world.firms)
        if 0 < days[firm] < world.day
    )


@compiled
def _score_again(day: int, oldest: Any, book: LeadBook, score_key: int) -> None:
    """Nurture, by e-mail: leads that came to nothing are scored once more at a certain age, and
    those that qualify now are leads anew."""
    ledger = book.ledger
    before = ledger.lead_count[0]
    for firm in range(len(oldest)):
        if book.marketing[firm]["nurture_days"] == 0:
            continue
        limit = day - book.marketing[firm]["nurture_days"]
        n = oldest[firm]
        while n < before and ledger.leads[n]["created"] < limit:
            lead = ledger.leads[n]
            if lead["firm"] == firm and _came_to_nothing(lead["outcome"]):
                _nurse(np.int64(lead["customer"]), firm, day, book, score_key)
            n += 1
        oldest[firm] = n


@forced_inline
def _nurse(i: int, firm: int, day: int, book: LeadBook, key: int) -> None:
    row = book.customers[i]
    out = (row["unsubscribed"] >> firm) & 1
    if out or row["open_lead"][firm] >= 0 or row["open_deal"][firm] >= 0:
        return
    found = _scored(i, firm, _EMAIL, row["stage"] == SEARCHING, book, key)
    if found >= book.qualification.qualified[firm]:
        _enter(i, firm, _EMAIL, day, found, book)


@forced_inline
def _came_to_nothing(outcome: int) -> bool:
    return bool((_NOTHING >> outcome) & 1)


@compiled
def _lies(i: int, firm: int, its: Any, key: int) -> float:
    """Days for which a qualified lead lies before a rep has it."""
    if uniform(key, i, firm) < its["routed_at_once"]:
        return 0.0
    return -math.log(uniform(key, i, firm + 32)) * its["routing_days"]


@allocating
def _asked_at(requests: Any, day: int, key: int) -> Any:
    """The times at which customers ask."""
    times = np.empty(len(requests))
    for n in range(len(requests)):
        times[n] = day + uniform(key, requests[n, 0], requests[n, 1] + 32)
    return times


@compiled
def _answer(
    requests: Any, times: Any, order: Any, customers: Any, reps: Any, desks: Any, sales: Any,
    ledger: Any, routing_key: int,
) -> None:  # fmt: skip
    """Put each customer who asked for a rep in a line; who has a rep already is called today."""
    for n in order:
        i, firm, time = requests[n, 0], requests[n, 1], times[n]
        row = customers[i]
        if row["stage"] != SEARCHING or desks.count[firm] == 0:
            continue
        row["waiting"] = firm
        if row["open_deal"][firm] >= 0:
            d = np.int64(row["open_deal"][firm])
            ledger.deals[d]["due"] = min(ledger.deals[d]["due"], time)
            if ledger.deals[d]["rep"] >= 0:
                queue(d, reps[ledger.deals[d]["rep"]], ledger)
            continue
        ledger.panel[firm, REQUESTS] += 1.0
        if sales[firm]["routing"] == _POOL:
            line = desks.line[firm]
            open_deal(i, -1, firm, _REQUEST, _DIRECT, time, customers, line, ledger)
        else:
            luck = uniform(routing_key, i, firm + 96)
            rep = rep_for(i, firm, False, luck, int(time), customers, reps, desks, ledger.load)
            open_deal(i, rep, firm, _REQUEST, _DIRECT, time, customers, reps[rep], ledger)


@compiled
def _lapse(
    day: int, oldest: Any, sales: Any, reps: Any, customers: Any, worthwhile: Any, ledger: Any
) -> None:  # fmt: skip
    """End leads that have waited too long, firm by firm, oldest first."""
    for firm in range(len(oldest)):
        limit = day - sales[firm]["lead_max_age_days"]
        n = oldest[firm]
        while n < ledger.lead_count[0] and ledger.leads[n]["created"] < limit:
            head_ahead(customers, ledger.leads["customer"], n)
            lead = ledger.leads[n]
            if lead["firm"] == firm and lead["outcome"] == _OPEN and lead["deal"] < 0:
                outcome = _UNREACHED
                if lead["attempts"] == 0:
                    outcome = _UNPURSUED
                    lead["unpursued"] = _why_unpursued(n, day, reps, worthwhile[firm], ledger)
                end_lead(n, outcome, float(day), customers, ledger)
            n += 1
        oldest[firm] = n


@compiled
def _why_unpursued(n: int, day: int, reps: Any, worthwhile: float, ledger: Any) -> int:
    """What kept a lead that lapses from being called, on the day before it did."""
    lead = ledger.leads[n]
    rep = reps[lead["rep"]]
    if lead["routed"] >= day:
        return int(_TOO_LATE)
    if rep["joined"] - rep["vacant_days"] < day <= rep["joined"]:
        return int(_EMPTY_SEAT)
    if lead["score"] < worthwhile:
        return int(_NOT_WORTH_IT)
    newer = rep["lead_top"]
    while newer > n:
        above = ledger.leads[newer]
        if above["outcome"] == _OPEN and above["deal"] < 0 and above["routed"] < day:
            return int(_BURIED)
        newer = ledger.below[newer]
    return int(_NO_TIME)
