"""A customer's mind today: which firm leads, and how surely it beats the rest and doing nothing."""

from typing import Any, NamedTuple

import numpy as np

from sim.compiled import compiled
from sim.rules.belief import mean, variance
from sim.rules.choice import surely, sureness

NOBODY: Any = np.int64(-1)


class View(NamedTuple):
    """Who leads (−1: doing nothing), and the belief means of leader and runner-up (utility)."""

    leader: int
    first: float
    second: float


@compiled
def belief_mean(row: Any, firm: int, buyer: Any, prior: Any) -> float:
    """The customer's mean belief about a firm (utility)."""
    return mean(row["precision"][firm], row["evidence"][firm], prior[firm], buyer.prior_variance)


@compiled
def look(row: Any, buyer: Any, prior: Any) -> View:
    """Compare the considered firms and doing nothing by what is believed of them."""
    leader, first, second = NOBODY, buyer.no_decision_value, -1e300
    for firm in range(len(row["value"])):
        if (row["considered"] >> firm) & 1 == 0:
            continue
        b = belief_mean(row, firm, buyer, prior)
        if b > first:
            leader, first, second = firm, b, first
        elif b > second:
            second = b
    if second < -1e299:
        second = buyer.no_decision_value
    return View(leader, first, second)


@compiled
def sure(row: Any, view: View, enough: float, buyer: Any, prior: Any) -> bool:
    """Whether the leader beats every alternative by ``enough`` standard deviations.

    Every one, as a mind is made up only when each is out of the way. With nobody considered nothing
    can be decided, not even to do nothing.
    """
    if row["considered"] == 0:
        return False
    own = 0.0
    if view.leader >= 0:
        own = variance(row["precision"][view.leader], buyer.prior_variance)
        if not surely(view.first - buyer.no_decision_value, own, enough):
            return False
    for firm in range(len(row["value"])):
        if firm == view.leader or (row["considered"] >> firm) & 1 == 0:
            continue
        gap = view.first - belief_mean(row, firm, buyer, prior)
        spread = own + variance(row["precision"][firm], buyer.prior_variance)
        if not surely(gap, spread, enough):
            return False
    return True


@compiled
def sureness_of(row: Any, view: View, buyer: Any, prior: Any) -> float:
    """By how many standard deviations the leader beats the next best; 0 with nobody considered."""
    if row["considered"] == 0:
        return 0.0
    own, least = 0.0, 40.0
    if view.leader >= 0:
        own = variance(row["precision"][view.leader], buyer.prior_variance)
        least = sureness(view.first - buyer.no_decision_value, own)
    for firm in range(len(row["value"])):
        if firm == view.leader or (row["considered"] >> firm) & 1 == 0:
            continue
        gap = view.first - belief_mean(row, firm, buyer, prior)
        spread = own + variance(row["precision"][firm], buyer.prior_variance)
        least = min(least, sureness(gap, spread))
    return least


@compiled
def gap_to_best_other(row: Any, firm: int, view: View, buyer: Any, prior: Any) -> float:
    """Distance between the belief about a firm and the best alternative to it (utility)."""
    if firm == view.leader:
        return view.first - view.second
    return view.first - belief_mean(row, firm, buyer, prior)
