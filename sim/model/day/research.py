"""Research: each searching customer gives up, decides, reads on, calls a rep, or waits."""

from typing import NamedTuple

import numpy as np

from sim.engine.compiled import compiled, forced_inline
from sim.engine.luck import uniform
from sim.engine.prefetch import fetch_ahead
from sim.engine.rows import Floats, Whole, row_numbers
from sim.engine.slots import CHOICE, CHOOSES_TODAY, GIVES_UP, TURNS_ELSEWHERE, Purpose
from sim.engine.threads import in_parts
from sim.model.customers.mind import (
    LOGIT,
    NOBODY,
    View,
    belief_mean,
    choose,
    gap_to_best_other,
    look,
    moved_by_talk,
    public_variance,
    rule_out,
    sure,
)
from sim.model.rules.belief import moved
from sim.model.rules.clarity import clarity
from sim.model.rules.contact import information_value, worthwhile
from sim.model.rules.forms import wait_ends
from sim.model.state.customers import SEARCHING, CustomerRow, Customers
from sim.model.state.offers import Known
from sim.model.state.parameters import BuyerNumbers
from sim.model.state.world import World


class Weighing(NamedTuple):
    """All that customers weigh firms by today; ``utility`` [firms + 1] is room to work in."""

    day: int
    customers: Customers
    buyer: BuyerNumbers
    known: Known
    made_up: float  # standard deviations of belief
    content: Floats  # precision of a day's content (1/utility²) [firm]
    talk: Floats  # precision of a conversation [firm]
    insight: Floats  # precision of what discovery shows [firm]
    patience_key: np.uint64
    utility: Floats


def research(world: World) -> None:
    """Let all who search weigh what they know."""
    research_rows(world, world.customers.searching)


def research_rows(world: World, rows: Whole) -> None:
    """Let customers weigh for a day what they know; rows that have done so are skipped."""
    rows, threads = row_numbers(rows), world.config.threads
    for requests, leavers in in_parts(rows, threads, lambda part: _part(world, part)):
        world.events.append("requests", requests)
        world.events.append("leavers", leavers)


def _part(world: World, rows: Whole) -> tuple[Whole, Whole]:
    customers, marketing, sales = world.customers, world.marketing, world.sales.settings
    today = Weighing(
        day=world.day,
        customers=customers.rows,
        buyer=customers.buyer,
        known=customers.known,
        made_up=customers.made_up,
        content=marketing.reach[world.page] @ marketing.kinds["precision"],
        talk=sales["talk_precision"],
        insight=sales["discovery_precision"],
        patience_key=world.key(Purpose.PATIENCE),
        utility=np.empty(world.firms + 1),
    )
    requests, leavers = (np.empty((len(rows), 3), np.int64) for _ in range(2))
    asked, left = world.entry[_weigh_each](rows, today, requests, leavers)
    return requests[:asked], leavers[:left]


@compiled
def _weigh_each(rows: Whole, today: Weighing, requests: Whole, leavers: Whole) -> tuple[int, int]:
    """Write (customer, firm, decided) of requests and (customer, −1, decided) of leavers."""
    asked, left, buyer, known = 0, 0, today.buyer, today.known
    for n in range(len(rows)):
        fetch_ahead(today.customers, rows, n)
        i = np.int64(rows[n])
        row = today.customers[i]
        if row["thought"] >= today.day or row["stage"] != SEARCHING:
            continue
        row["thought"] = today.day
        row["reading"] = NOBODY
        given_up = False
        if buyer.choice == LOGIT and row["chosen"] < 0 and row["considered"] != 0:
            given_up = _choose_today(row, i, today)
        view = look(row, buyer, known)
        decided = sure(row, view, today.made_up, buyer, known)
        tired = not decided and uniform(today.patience_key, i, GIVES_UP) < 1.0 / buyer.patience_days
        if tired or given_up or (decided and view.leader == NOBODY):
            leavers[left, 0], leavers[left, 1], leavers[left, 2] = i, NOBODY, decided
            left += 1
            continue
        waits_for = np.int64(row["waiting"])
        if waits_for != NOBODY and not _tired_of_waiting(row, i, today):
            continue
        firm = view.leader if decided else _firm_to_call(row, view, today)
        if row["asked"] != 0:
            firm = _another(row, firm, waits_for, decided, today)
        if firm != NOBODY:
            requests[asked, 0], requests[asked, 1], requests[asked, 2] = i, firm, decided
            asked += 1
    return asked, left


@forced_inline
def _tired_of_waiting(row: CustomerRow, i: int, today: Weighing) -> bool:
    """Whether a customer whose form nobody has answered looks elsewhere from today."""
    if (row["asked"] >> row["waiting"]) & 1 == 0:
        return False
    return wait_ends(uniform(today.patience_key, i, TURNS_ELSEWHERE), today.buyer.waiting_days)


@forced_inline
def _another(row: CustomerRow, firm: int, waits_for: int, decided: bool, today: Weighing) -> int:
    """The firm to ask beside those that have a form already; −1: none.

    Who has decided and is tired of waiting asks the next best that beats doing nothing. A firm that
    was waited for in vain is given up if there is nobody else to ask and nothing to read.
    """
    if decided and (row["asked"] >> firm) & 1:
        row["waiting"] = firm
        firm = NOBODY
        if waits_for == NOBODY:
            return firm
        best = today.buyer.no_decision_value
        for other in range(len(row["value"])):
            if ((row["considered"] & ~row["asked"]) >> other) & 1:
                worth = belief_mean(row, other, today.buyer, today.known)
                if worth > best:
                    firm, best = other, worth
    if waits_for == NOBODY or firm != NOBODY:
        return firm
    row["waiting"] = NOBODY
    if row["reading"] == NOBODY:
        rule_out(row, waits_for)
    return firm


@forced_inline
def _choose_today(row: CustomerRow, i: int, today: Weighing) -> bool:
    """Perhaps choose today, by logit; return whether the choice is to do nothing."""
    key, buyer = today.patience_key, today.buyer
    if uniform(key, i, CHOOSES_TODAY) >= 1.0 / buyer.deliberation_days:
        return False
    row["chosen"] = choose(row, uniform(key, i, CHOICE), today.utility, buyer, today.known)
    return bool(row["chosen"] == NOBODY)


@forced_inline
def _firm_to_call(row: CustomerRow, view: View, today: Weighing) -> int:
    """The firm whose rep is worth a call now; −1 if none is, or while reading on is worthwhile.

    Reading on is about the firm on which it is worth most.
    """
    buyer = today.buyer
    if buyer.choice == LOGIT:
        return NOBODY
    clear = clarity(row["clarity"])
    if buyer.compare_content:
        row["reading"] = _firm_to_read_up_on(row, view, clear, today)
        if row["reading"] != NOBODY:
            return NOBODY
    best, gain = NOBODY, row["hassle"]
    for firm in range(len(row["value"])):
        asked = (row["asked"] >> firm) & 1
        if (row["considered"] >> firm) & 1 == 0 or asked or row["open_deal"][firm] >= 0:
            continue
        told = moved_by_talk(row, firm, today.talk[firm] * clear, today.insight[firm], buyer)
        gap = gap_to_best_other(row, firm, view, buyer, today.known)
        if worthwhile(gap, told, gain):
            best, gain = firm, information_value(gap, told)
    return best


@forced_inline
def _firm_to_read_up_on(row: CustomerRow, view: View, clear: float, today: Weighing) -> int:
    """The considered firm whose content is worth most over the days planned; −1: none is enough."""
    buyer = today.buyer
    best, gain = NOBODY, buyer.content_cost
    days = buyer.planning_days * row["attention"] * buyer.look_up
    for firm in range(len(row["value"])):
        if (row["considered"] >> firm) & 1 == 0:
            continue
        read = moved(public_variance(row, firm, buyer), days * today.content[firm] * clear)
        gap = gap_to_best_other(row, firm, view, buyer, today.known)
        if worthwhile(gap, read, gain):
            if buyer.look_up == 1.0:
                return firm
            best, gain = firm, information_value(gap, read)
    return best
