"""A customer's mind today: the firm that leads, and how surely it beats all alternatives."""

from typing import Any, NamedTuple

import numpy as np

from sim.engine.compiled import compiled
from sim.engine.rows import Floats
from sim.model.rules.belief import mean, moved, private_prior, public_prior, variance
from sim.model.rules.choice import aspiration, drawn, surely, sureness
from sim.model.state.customers import CustomerRow
from sim.model.state.offers import Known
from sim.model.state.parameters import BuyerNumbers
from sim.model.state.world import World

NOBODY: Any = np.int64(-1)
# The ways to make up one's mind, as numbered among the choices of ``market.buyer.choice``.
SURE, LOGIT, SATISFICE = np.arange(3)


class View(NamedTuple):
    """The leading firm (−1: doing nothing), and belief means of leader and runner-up (utility)."""

    leader: int
    first: float
    second: float


@compiled
def belief_mean(row: CustomerRow, firm: int, buyer: BuyerNumbers, known: Known) -> float:
    """The customer's mean belief about a firm, today's offer included (utility)."""
    public = public_prior(buyer.prior_variance, buyer.private_share)
    b = mean(row["precision"][firm], row["evidence"][firm], known.prior[firm], public)
    b += known.offer[firm]
    if row["insight"][firm] > 0.0:
        private = private_prior(buyer.prior_variance, buyer.private_share)
        b += mean(row["insight"][firm], row["impression"][firm], 0.0, private)
    return float(b)


def beliefs_of(world: World, customer: int) -> Floats:
    """One customer's mean belief about each firm (utility)."""
    customers, row = world.customers, world.customers.rows[customer]
    buyer, known = customers.buyer, customers.known
    return np.array([belief_mean(row, firm, buyer, known) for firm in range(world.firms)])


@compiled
def public_variance(row: CustomerRow, firm: int, buyer: BuyerNumbers) -> float:
    """Variance of the belief about what content, peers and reps tell of (utility²)."""
    prior = public_prior(buyer.prior_variance, buyer.private_share)
    return float(variance(row["precision"][firm], prior))


@compiled
def private_variance(row: CustomerRow, firm: int, buyer: BuyerNumbers) -> float:
    """Variance of the belief about what only discovery shows (utility²)."""
    prior = private_prior(buyer.prior_variance, buyer.private_share)
    return float(variance(row["insight"][firm], prior))


@compiled
def belief_variance(row: CustomerRow, firm: int, buyer: BuyerNumbers) -> float:
    """Variance of the belief about a firm's utility (utility²)."""
    return public_variance(row, firm, buyer) + private_variance(row, firm, buyer)


@compiled
def moved_by_talk(
    row: CustomerRow, firm: int, precision: float, insight: float, buyer: BuyerNumbers
) -> float:
    """Variance of the step in belief after a talk of this precision and insight (utility²)."""
    told = moved(public_variance(row, firm, buyer), precision)
    return told + moved(private_variance(row, firm, buyer), insight)


@compiled
def look(row: CustomerRow, buyer: BuyerNumbers, known: Known) -> View:
    """Compare the considered firms and doing nothing by their belief means."""
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
def choose(
    row: CustomerRow, luck: float, utility: Floats, buyer: BuyerNumbers, known: Known
) -> int:
    """Choose one of the considered firms, or doing nothing (−1), by multinomial logit.

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
def sure(row: CustomerRow, view: View, enough: float, buyer: BuyerNumbers, known: Known) -> bool:
    """Whether the mind is made up: the leader beats every alternative by ``enough`` SD.

    With no firm considered nothing is decided, not even to do nothing, unless the config says so.
    Under logit it is made up once a choice was drawn; under satisficing, once the leader is good
    enough after the days that the search has taken.
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
def sureness_of(row: CustomerRow, view: View, buyer: BuyerNumbers, known: Known) -> float:
    """Standard deviations by which the leader beats its closest rival; 0 if none is considered."""
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
def gap_to_best_other(
    row: CustomerRow, firm: int, view: View, buyer: BuyerNumbers, known: Known
) -> float:
    """Difference between the belief means of a firm and of the best alternative (utility)."""
    if firm == view.leader:
        return view.first - view.second
    return view.first - belief_mean(row, firm, buyer, known)


@compiled
def rule_out(row: CustomerRow, firm: int) -> None:
    """The customer is through with a firm: neither considers it nor reads up on it any more, nor
    expects its call."""
    row["considered"] &= int(~(1 << firm))
    row["asked"] &= int(~(1 << firm))
    if row["reading"] == firm:
        row["reading"] = NOBODY
    if row["chosen"] == firm:
        row["chosen"] = NOBODY
