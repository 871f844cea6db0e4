"""A customer's mind today: which firm leads, and how surely it beats the rest and doing nothing."""

from typing import Any, NamedTuple

import numpy as np

from sim.engine.compiled import compiled
from sim.model.rules.belief import mean, moved, variance
from sim.model.rules.choice import aspiration, drawn, surely, sureness
from sim.model.state.offers import Known
from sim.model.state.world import World

NOBODY: Any = np.int64(-1)
# How a mind is made up: the places of the words among the choices of ``market.buyer.choice``.
SURE, LOGIT, SATISFICE = np.arange(3)


class View(NamedTuple):
    """Who leads (−1: doing nothing), and the belief means of leader and runner-up (utility)."""

    leader: int
    first: float
    second: float


@compiled
def belief_mean(row: Any, firm: int, buyer: Any, known: Known) -> float:
    """The customer's mean belief about a firm (utility), its private part included."""
    private = buyer.prior_variance * buyer.private_share
    public = buyer.prior_variance - private
    b = mean(row["precision"][firm], row["evidence"][firm], known.prior[firm], public)
    b += known.offer[firm]
    if buyer.private_share > 0.0 and row["insight"][firm] > 0.0:
        b += mean(row["insight"][firm], row["impression"][firm], 0.0, private)
    return b


def beliefs_of(world: World, customer: int) -> Any:
    """One customer's mean belief about each firm (utility)."""
    its = world.customers
    row = its.rows[customer]
    return np.array([belief_mean(row, j, its.buyer, its.known) for j in range(world.firms)])


@compiled
def public_variance(row: Any, firm: int, buyer: Any) -> float:
    """How unsure the customer is of what content, peers and reps tell of (utility²)."""
    public = buyer.prior_variance - buyer.prior_variance * buyer.private_share
    return variance(row["precision"][firm], public)


@compiled
def private_variance(row: Any, firm: int, buyer: Any) -> float:
    """How unsure the customer is of what only discovery shows (utility²)."""
    if buyer.private_share <= 0.0:
        return 0.0
    return variance(row["insight"][firm], buyer.prior_variance * buyer.private_share)


@compiled
def belief_variance(row: Any, firm: int, buyer: Any) -> float:
    """How unsure the customer is of a firm's utility (utility²)."""
    return public_variance(row, firm, buyer) + private_variance(row, firm, buyer)


@compiled
def moved_by_talk(row: Any, firm: int, precision: float, insight: float, buyer: Any) -> float:
    """Variance of the step that a conversation makes the belief about a firm take (utility²)."""
    told = moved(public_variance(row, firm, buyer), precision)
    return told + moved(private_variance(row, firm, buyer), insight)


@compiled
def look(row: Any, buyer: Any, known: Known) -> View:
    """Compare the considered firms and doing nothing by what is believed of them."""
    leader, first, second = NOBODY, buyer.no_decision_value, -1e300
    for firm in range(len(row["value"])):
        if (row["considered"] >> firm) & 1 == 0:
            continue
        b = belief_mean(row, firm, buyer, known)
        if b > first:
            leader, first, second = firm, b, first
        elif b > second:
            second = b
    if second < -1e299:
        second = buyer.no_decision_value
    if row["chosen"] >= 0:
        leader = np.int64(row["chosen"])
        first = belief_mean(row, leader, buyer, known)
    return View(leader, first, second)


@compiled
def choose(row: Any, luck: float, utility: Any, buyer: Any, known: Known) -> int:
    """One of the considered firms, or doing nothing (−1), by multinomial logit.

    ``utility`` [firms + 1] is room to work in.
    """
    firms = len(row["value"])
    options = 0
    for firm in range(firms):
        if (row["considered"] >> firm) & 1:
            utility[options] = belief_mean(row, firm, buyer, known)
            options += 1
    utility[options] = buyer.no_decision_value
    place = drawn(luck, utility, options + 1, buyer.logit_scale)
    if place == options:
        return -1
    for firm in range(firms):
        if (row["considered"] >> firm) & 1:
            if place == 0:
                return firm
            place -= 1
    return -1


@compiled
def sure(row: Any, view: View, enough: float, buyer: Any, known: Known) -> bool:
    """Whether the mind is made up: the leader beats every alternative by ``enough`` SD.

    Every one, as a mind is made up only when each is out of the way. With nobody considered nothing
    can be decided, not even to do nothing. By logit, a choice was made; satisficing, the leader is
    good enough for the days that the search has taken.
    """
    if buyer.choice == LOGIT:
        return bool(row["chosen"] >= 0)
    if buyer.choice == SATISFICE:
        days = row["seen"] - row["entered"]
        good = aspiration(days, buyer.aspiration, buyer.no_decision_value, buyer.aspiration_days)
        return bool(view.leader >= 0 and view.first >= good)
    if row["considered"] == 0:
        return not buyer.wait_when_empty
    own = 0.0
    if view.leader >= 0:
        own = belief_variance(row, view.leader, buyer)
        if not surely(view.first - buyer.no_decision_value, own, enough):
            return False
    for firm in range(len(row["value"])):
        if firm == view.leader or (row["considered"] >> firm) & 1 == 0:
            continue
        gap = view.first - belief_mean(row, firm, buyer, known)
        spread = own + belief_variance(row, firm, buyer)
        if not surely(gap, spread, enough):
            return False
    return True


@compiled
def sureness_of(row: Any, view: View, buyer: Any, known: Known) -> float:
    """By how many standard deviations the leader beats the next best; 0 with nobody considered."""
    if row["considered"] == 0:
        return 0.0
    own, least = 0.0, 40.0
    if view.leader >= 0:
        own = belief_variance(row, view.leader, buyer)
        least = sureness(view.first - buyer.no_decision_value, own)
    for firm in range(len(row["value"])):
        if firm == view.leader or (row["considered"] >> firm) & 1 == 0:
            continue
        gap = view.first - belief_mean(row, firm, buyer, known)
        spread = own + belief_variance(row, firm, buyer)
        least = min(least, sureness(gap, spread))
    return least


@compiled
def gap_to_best_other(row: Any, firm: int, view: View, buyer: Any, known: Known) -> float:
    """Distance between the belief about a firm and the best alternative to it (utility)."""
    if firm == view.leader:
        return view.first - view.second
    return view.first - belief_mean(row, firm, buyer, known)
