"""Research: each searching customer gives up, decides, reads on, calls a rep, or waits."""

from typing import Any, NamedTuple

import numpy as np

from sim.engine.compiled import compiled
from sim.engine.luck import Purpose, uniform
from sim.engine.prefetch import fetch_ahead
from sim.engine.threads import in_parts
from sim.model.customers.mind import (
    LOGIT,
    NOBODY,
    View,
    choose,
    gap_to_best_other,
    look,
    moved_by_talk,
    public_variance,
    sure,
)
from sim.model.rules.belief import moved
from sim.model.rules.clarity import clarity
from sim.model.rules.contact import information_value, worthwhile
from sim.model.state.customers import SEARCHING, Rows
from sim.model.state.offers import Known
from sim.model.state.world import World


class Telling(NamedTuple):
    """Precision by firm: a day's content, a conversation, and what its discovery shows."""

    content: Any
    talk: Any
    insight: Any


def research(world: World) -> None:
    """Let everyone who searches weigh what they know."""
    research_rows(world, world.customers.searching)


def research_rows(world: World, rows: Rows) -> None:
    """One day's weighing for these customers; skips those who have done it."""
    for requests, leavers in in_parts(rows, world.config.threads, lambda part: _part(world, part)):
        world.events.append("requests", requests)
        world.events.append("leavers", leavers)


def _part(world: World, rows: Rows) -> tuple[Rows, Rows]:
    customers = world.customers
    requests = np.empty((len(rows), 3), np.int64)
    leavers = np.empty((len(rows), 3), np.int64)
    telling = Telling(
        world.marketing.reach[world.page] @ world.marketing.kinds["precision"],
        world.sales.settings["talk_precision"], world.sales.settings["discovery_precision"],
    )  # fmt: skip
    asked, left = _weigh_each(
        rows, world.day, customers.rows, telling, customers.buyer, customers.known,
        customers.made_up, world.key(Purpose.PATIENCE), np.empty(world.firms + 1), requests,
        leavers,
    )  # fmt: skip
    return requests[:asked], leavers[:left]


@compiled
def _weigh_each(
    rows: Any, day: int, customers: Any, telling: Telling, buyer: Any, known: Known, made_up: float,
    key: int, room: Any, requests: Any, leavers: Any,
) -> tuple[int, int]:  # fmt: skip
    """Write (customer, firm, decided) of requests and (customer, −1, decided) of leavers."""
    asked, left = 0, 0
    for n in range(len(rows)):
        fetch_ahead(customers, rows, n)
        i = np.int64(rows[n])
        row = customers[i]
        if row["thought"] >= day or row["stage"] != SEARCHING:
            continue
        row["thought"] = day
        row["reading"] = NOBODY
        given_up = False
        if buyer.choice == LOGIT and row["chosen"] < 0 and row["considered"] != 0:
            given_up = _choose_today(row, i, buyer, known, key, room)
        view = look(row, buyer, known)
        decided = sure(row, view, made_up, buyer, known)
        tired = not decided and uniform(key, i, 0) < 1.0 / buyer.patience_days
        if tired or given_up or (decided and view.leader == NOBODY):
            leavers[left, 0], leavers[left, 1], leavers[left, 2] = i, NOBODY, decided
            left += 1
            continue
        if row["waiting"] != NOBODY:
            continue
        firm = view.leader if decided else _whom_to_call(row, view, telling, buyer, known)
        if firm != NOBODY:
            requests[asked, 0], requests[asked, 1], requests[asked, 2] = i, firm, decided
            asked += 1
    return asked, left


@compiled
def _choose_today(row: Any, i: int, buyer: Any, known: Known, key: int, room: Any) -> bool:
    """By logit: perhaps choose today. True if the choice is to do nothing."""
    if uniform(key, i, 1) >= 1.0 / buyer.deliberation_days:
        return False
    row["chosen"] = choose(row, uniform(key, i, 2), room, buyer, known)
    return bool(row["chosen"] == NOBODY)


@compiled
def _whom_to_call(row: Any, view: View, telling: Telling, buyer: Any, known: Known) -> int:
    """The firm whose rep is worth a call now; −1 while reading on is worth more, or none is.

    Who reads on, reads up on the firm about which that is worth most.
    """
    if buyer.choice == LOGIT:
        return NOBODY
    clear = clarity(row["clarity"])
    if buyer.compare_content:
        row["reading"] = _whom_to_read_up_on(row, view, telling, clear, buyer, known)
        if row["reading"] != NOBODY:
            return NOBODY
    best, gain = NOBODY, row["hassle"]
    for firm in range(len(row["value"])):
        if (row["considered"] >> firm) & 1 == 0 or row["open_deal"][firm] >= 0:
            continue
        told = moved_by_talk(row, firm, telling.talk[firm] * clear, telling.insight[firm], buyer)
        gap = gap_to_best_other(row, firm, view, buyer, known)
        if worthwhile(gap, told, gain):
            best, gain = firm, information_value(gap, told)
    return best


@compiled
def _whom_to_read_up_on(
    row: Any, view: View, telling: Telling, clear: float, buyer: Any, known: Known
) -> int:
    """The considered firm whose content is worth most over the days planned; −1: none is enough."""
    best, gain = NOBODY, buyer.content_cost
    days = buyer.planning_days * row["attention"] * buyer.look_up
    for firm in range(len(row["value"])):
        if (row["considered"] >> firm) & 1 == 0:
            continue
        read = moved(public_variance(row, firm, buyer), days * telling.content[firm] * clear)
        gap = gap_to_best_other(row, firm, view, buyer, known)
        if worthwhile(gap, read, gain):
            if buyer.look_up == 1.0:
                return firm
            best, gain = firm, information_value(gap, read)
    return best
