"""A customer's mind today: which firm leads, and how surely it beats the rest and doing nothing."""

from typing import Any, NamedTuple

import numpy as np

from sim.compiled import compiled
from sim.rules.belief import mean, variance
from sim.rules.choice import sureness

NOBODY = np.int64(-1)
# No firm comes to mind: nothing can be decided, not even to do nothing.
NO_VIEW = -99.0


class View(NamedTuple):
    """``leader`` is a firm or −1 for doing nothing; ``sure`` in standard deviations; belief means of
    the leader and the runner-up (utility)."""

    leader: int
    sure: float
    first: float
    second: float


@compiled
def belief_mean(row: Any, firm: int, buyer: Any, prior: Any) -> float:
    """The customer's mean belief about a firm (utility)."""
    return mean(row["precision"][firm], row["evidence"][firm], prior[firm], buyer.prior_variance)


@compiled
def look(row: Any, buyer: Any, prior: Any) -> View:
    """Compare the considered firms and doing nothing.

    Sureness is the least over all pairs of leader and other, as a mind is made up only when every
    alternative is out of the way. With nobody considered there is no view at all.
    """
    if row["considered"] == 0:
        return View(NOBODY, NO_VIEW, buyer.no_decision_value, buyer.no_decision_value)
    leader, first, second = NOBODY, buyer.no_decision_value, -1e300
    for firm in range(len(row["value"])):
        if (row["considered"] >> firm) & 1 == 0:
            continue
        b = belief_mean(row, firm, buyer, prior)
        if b > first:
            leader, first, second = firm, b, first
        elif b > second:
            second = b
    own = 0.0
    if leader >= 0:
        own = variance(row["precision"][leader], buyer.prior_variance)
    sure = 1e300
    if leader >= 0:
        sure = sureness(first - buyer.no_decision_value, own)
    for firm in range(len(row["value"])):
        if firm == leader or (row["considered"] >> firm) & 1 == 0:
            continue
        gap = first - belief_mean(row, firm, buyer, prior)
        spread = own + variance(row["precision"][firm], buyer.prior_variance)
        sure = min(sure, sureness(gap, spread))
    return View(leader, sure, first, second)


@compiled
def gap_to_best_other(row: Any, firm: int, view: View, buyer: Any, prior: Any) -> float:
    """Distance between the belief about a firm and the best alternative to it (utility)."""
    if firm == view.leader:
        return view.first - view.second
    return view.first - belief_mean(row, firm, buyer, prior)
