"""Quota attainment: about half of the reps reach it."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.selling import selling

SOURCE = "54 % of reps (Xactly); 31 to 70 % elsewhere"


def check() -> Sequence[Finding]:
    """Rep-quarters at or above quota, by the default plan; and by a plan that pays by quota."""
    plans = {"": scenario(), "incentive=quota_bonus": scenario("incentive=quota_bonus")}
    found = []
    for under, seen in observe.paired(plans, selling).items():
        share = [one.kpis["reps_at_quota"] for one in seen]
        found.append(observe.band("part of reps at quota", 0.45, 0.65, share, SOURCE, under))
    return found


FACT = Fact(19, "Reps at quota", SOURCE, check)
