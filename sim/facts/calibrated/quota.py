"""Quota attainment: about half of the reps reach it."""

from collections.abc import Sequence

from sim.facts import Fact, Finding, in_band
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.selling import selling

SOURCE = "54 % of reps (Xactly); 31 to 70 % elsewhere"


def check() -> Sequence[Finding]:
    """Rep-quarters at or above quota, by the default plan; and by a plan that pays by quota."""
    runs = observe.paired(
        {"": scenario(), "incentive=quota_bonus": scenario("incentive=quota_bonus")}, selling
    )
    return [
        in_band("part of reps at quota", 0.45, 0.65, [one.kpis["reps_at_quota"] for one in seen],
                SOURCE, observe.SEEDS, under)
        for under, seen in runs.items()
    ]  # fmt: skip


FACT = Fact(19, "Reps at quota", SOURCE, check)
