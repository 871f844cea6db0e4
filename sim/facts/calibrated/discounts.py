"""Discounts: what reps take off the list price where their plan lets them."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.selling import Selling, selling
from sim.inference.ratios import Numbers, ratio

SOURCE = "OpenView: 22 to 31 % in the mean on contracts of 25,000 to 500,000; band wider, below it"
# A plan under which a signature in time is worth a discount to the rep.
PLAN = "incentive=quota_bonus"


def check() -> Sequence[Finding]:
    """Money off the list value of the focal firm's won deals, under a plan with a quota's bonus.

    Under a linear commission nobody has a reason to give any.
    """
    off = discount(observe.observed(scenario(PLAN), selling))
    return [observe.band("mean discount on the list price", 0.05, 0.25, off, SOURCE)]


def discount(seen: Sequence[Selling]) -> Numbers:
    """Pseudo-values of the part of won deals' list value that was not paid."""
    listed = [one.list_value.sum() for one in seen]
    paid = [one.value.sum() for one in seen]
    return 1.0 - ratio(paid, listed)


FACT = Fact(4, "Discounts", SOURCE, check, letter="C")
