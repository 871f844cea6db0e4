"""Research: each searching customer gives up, decides, reads on, calls a rep, or waits."""

from typing import Any

import numpy as np

from sim.compiled import compiled
from sim.draws import Purpose, uniform
from sim.rules.belief import variance
from sim.rules.clarity import clarity
from sim.rules.contact import information_value
from sim.world.customers import SEARCHING, Rows
from sim.world.mind import NOBODY, View, gap_to_best_other, look, sure
from sim.world.parallel import in_parts
from sim.world.prefetch import fetch_ahead
from sim.world.world import World


def research(world: World) -> None:
    """Let everyone who searches weigh what they know."""
    research_rows(world, world.active)


def research_rows(world: World, rows: Rows) -> None:
    """One day's weighing for these customers; skips those who have done it."""
    for requests, leavers in in_parts(rows, world.threads, lambda part: _part(world, part)):
        world.events.append("requests", requests)
        world.events.append("leavers", leavers)


def _part(world: World, rows: Rows) -> tuple[Rows, Rows]:
    requests = np.empty((len(rows), 3), np.int64)
    leavers = np.empty((len(rows), 3), np.int64)
    telling = world.reach[world.day] @ world.kinds["precision"]
    asked, left = _weigh_each(
        rows, world.day, world.customers, telling, world.buyer, world.catalogue.prior,
        world.made_up, world.sales["talk_precision"], world.key(Purpose.PATIENCE),
        requests, leavers,
    )  # fmt: skip
    return requests[:asked], leavers[:left]


@compiled
def _weigh_each(
    rows: Any, day: int, customers: Any, telling: Any, buyer: Any, prior: Any, made_up: float,
    talk_precision: Any, key: int, requests: Any, leavers: Any,
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
        view = look(row, buyer, prior)
        decided = sure(row, view, made_up, buyer, prior)
        if uniform(key, i, 0) < 1.0 / buyer.patience_days or (decided and view.leader == NOBODY):
            leavers[left, 0], leavers[left, 1], leavers[left, 2] = i, NOBODY, decided
            left += 1
            continue
        if row["waiting"] != NOBODY:
            continue
        if decided:
            firm = view.leader
        else:
            firm = _whom_to_call(row, view, telling, buyer, prior, talk_precision)
        if firm != NOBODY:
            requests[asked, 0], requests[asked, 1], requests[asked, 2] = i, firm, decided
            asked += 1
    return asked, left


@compiled
def _whom_to_call(
    row: Any, view: View, telling: Any, buyer: Any, prior: Any, talk_precision: Any
) -> int:
    """The firm whose rep is worth a call now; −1 while reading on is worth more, or none is."""
    clear = clarity(row["clarity"])
    best, gain = NOBODY, row["hassle"]
    for firm in range(len(row["value"])):
        if (row["considered"] >> firm) & 1 == 0:
            continue
        gap = gap_to_best_other(row, firm, view, buyer, prior)
        v = variance(row["precision"][firm], buyer.prior_variance)
        if buyer.compare_content:
            read = buyer.planning_days * row["attention"] * telling[firm] * clear
            if information_value(gap, v, read) > buyer.content_cost:
                return NOBODY
        if row["open_deal"][firm] >= 0:
            continue
        worth = information_value(gap, v, talk_precision[firm] * clear)
        if worth > gain:
            best, gain = firm, worth
    return best
