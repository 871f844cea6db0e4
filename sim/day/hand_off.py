"""Hand off: leavers go, leads are scored and routed, requests reach a rep, old leads lapse."""

import math
from typing import Any

import numpy as np

from sim.compiled import allocating, compiled
from sim.config.channels import CHANNELS
from sim.config.firm import ROUTINGS
from sim.draws import Purpose, normal, uniform
from sim.records import Origin, Outcome, Unpursued
from sim.rules.scoring import accuracy, score, threshold
from sim.world.customers import SEARCHING
from sim.world.journeys import end_journey
from sim.world.ledger import LEADS, MQLS, OPEN_LEADS, REQUESTS, end_lead, open_deal, queue
from sim.world.mind import NOBODY
from sim.world.prefetch import fetch_ahead, head_ahead
from sim.world.sales_reps import caller_of, closer_of
from sim.world.world import World

_OPEN, _NOT_QUALIFIED = np.int64(Outcome.OPEN), np.int64(Outcome.NOT_QUALIFIED)
_UNPURSUED, _UNREACHED = np.int64(Outcome.UNPURSUED), np.int64(Outcome.UNREACHED)
_TOO_LATE, _EMPTY_SEAT = np.int64(Unpursued.TOO_LATE), np.int64(Unpursued.EMPTY_SEAT)
_BURIED, _NO_TIME = np.int64(Unpursued.BURIED), np.int64(Unpursued.NO_TIME)
_REQUEST, _POOL = np.int64(Origin.REQUEST), np.int64(ROUTINGS.index("pool"))
_DIRECT = np.int64(CHANNELS.index("direct"))
_NEVER = float("nan")


def hand_off(world: World) -> None:
    """Settle what customers did today and give sales its work."""
    leavers = world.events.take("leavers")
    leads = world.events.take("leads")
    requests = world.events.take("requests")
    ledger = world.ledger(journeys=len(leavers), leads=len(leads), deals=len(requests))
    _let_go(
        leavers, world.day, world.customers, ledger, world.entries, world.buyer,
        world.life[Purpose.ENTRY], world.key(Purpose.TIME_OF_DAY),
    )  # fmt: skip
    _log_leads(
        leads, world.day, world.customers, world.reps, world.desks, world.marketing,
        world.alignment, ledger, world.key(Purpose.SCORE), world.key(Purpose.TIME_OF_DAY),
        world.key(Purpose.ROUTING),
    )  # fmt: skip
    times = _asked_at(requests, world.day, world.key(Purpose.TIME_OF_DAY))
    first_come = times.argsort(kind="stable")
    _answer(
        requests, times, first_come, world.customers, world.reps, world.desks, world.sales, ledger
    )
    _lapse(world.day, world.oldest_lead, world.sales, world.reps, world.customers, ledger)


@compiled
def _let_go(
    leavers: Any, day: int, customers: Any, ledger: Any, entries: Any, buyer: Any,
    entry_key: int, time_key: int,
) -> None:  # fmt: skip
    """End the journeys of those who gave up or decided to leave things as they are."""
    for n in range(len(leavers)):
        fetch_ahead(customers, leavers[:, 0], n)
        i = leavers[n, 0]
        time = day + uniform(time_key, i, 64)
        end_journey(i, NOBODY, time, customers, ledger, entries, buyer, entry_key)


@compiled
def _log_leads(
    leads: Any, day: int, customers: Any, reps: Any, desks: Any, marketing: Any, alignment: Any,
    ledger: Any, score_key: int, time_key: int, routing_key: int,
) -> None:  # fmt: skip
    """Enter new leads, score them, and put the qualified ones on top of a rep's pile."""
    for n in range(len(leads)):
        head_ahead(customers, leads[:, 0], n)
        i, firm = leads[n, 0], leads[n, 1]
        row = customers[i]
        if row["open_lead"][firm] >= 0 or row["open_deal"][firm] >= 0:
            continue
        its, shared = marketing[firm], alignment[firm]
        seen = accuracy(its["score_accuracy"], shared["information"])
        bar = threshold(its["threshold_marketing"], its["threshold_sales"], shared["goals"])
        number = ledger.lead_count[0]
        ledger.lead_count[0] = number + 1
        lead = ledger.leads[number]
        lead["customer"], lead["firm"], lead["channel"] = i, firm, leads[n, 2]
        lead["created"] = day + uniform(time_key, i, firm)
        lead["score"] = score(row["stage"] == SEARCHING, seen, normal(score_key, i, firm))
        lead["mql"] = lead["score"] >= bar
        lead["routed"], lead["first_attempt"] = _NEVER, _NEVER
        lead["reached"], lead["ended"] = _NEVER, _NEVER
        lead["rep"], lead["deal"], lead["outcome"], lead["last_attempt"] = -1, -1, _OPEN, -1
        ledger.panel[firm, LEADS] += 1.0
        ledger.panel[firm, OPEN_LEADS] += 1.0
        if not lead["mql"] or desks.count[firm] == 0:
            end_lead(number, _NOT_QUALIFIED, lead["created"], customers, ledger)
            continue
        rep = caller_of(i, firm, desks)
        lead["rep"], lead["routed"] = rep, lead["created"] + _lies(i, firm, its, routing_key)
        row["open_lead"][firm] = number
        ledger.below[number] = reps[rep]["lead_top"]
        reps[rep]["lead_top"] = number
        ledger.panel[firm, MQLS] += 1.0


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
    ledger: Any,
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
            rep = closer_of(i, firm, desks)
            open_deal(i, rep, firm, _REQUEST, _DIRECT, time, customers, reps[rep], ledger)


@compiled
def _lapse(
    day: int, oldest: Any, sales: Any, reps: Any, customers: Any, ledger: Any
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
                    lead["unpursued"] = _why_unpursued(n, day, reps, ledger)
                end_lead(n, outcome, float(day), customers, ledger)
            n += 1
        oldest[firm] = n


@compiled
def _why_unpursued(n: int, day: int, reps: Any, ledger: Any) -> int:
    """What kept a lead that lapses from being called, on the day before it did."""
    lead = ledger.leads[n]
    rep = reps[lead["rep"]]
    if lead["routed"] >= day:
        return int(_TOO_LATE)
    if rep["joined"] - rep["vacant_days"] < day <= rep["joined"]:
        return int(_EMPTY_SEAT)
    newer = rep["lead_top"]
    while newer > n:
        above = ledger.leads[newer]
        if above["outcome"] == _OPEN and above["deal"] < 0 and above["routed"] < day:
            return int(_BURIED)
        newer = ledger.below[newer]
    return int(_NO_TIME)
