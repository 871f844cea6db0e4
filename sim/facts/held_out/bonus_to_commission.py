"""From bonus to commission: output, its spread over skill, and unpaid work."""

import math
from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.equal_pay import commission_as_dear
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.output import change, change_by_skill, output, slope

SOURCE = "Kishore, Rao, Narasimhan & John 2013: 458 territories, bonus to commission"
PLAN, DECILES = "quota_bonus_quarterly", 10
HARD = ("incentive.quota.tightness=1.3", "incentive.quota.skill_weight=0")
CONDITIONS = {"": (), "hard quotas, the same for all": HARD}


def check() -> Sequence[Finding]:
    """From a lump on reaching quota to a commission that pays reps as much on average.

    Unpaid work is service hours; the slope is of relative change over tenths of skill. A lump is
    the same for everybody and a commission pays who sells more, so at equal mean pay it is the able
    who are given more to work for. Service that nobody pays for is at its floor under either.
    """
    found = []
    for under, words in CONDITIONS.items():
        bonus, free = scenario(f"incentive={PLAN}", *words), commission_as_dear(PLAN, words)
        runs = observe.paired({"bonus": bonus, "free": free}, output)
        by_skill = slope(change_by_skill(runs["free"], runs["bonus"], DECILES))
        sales, service, pay = (
            change(runs["free"], runs["bonus"], name) for name in ("sales", "service", "pay")
        )
        unpaid = "unpaid service hours, change"
        found += [
            observe.band("new revenue, change", 0.1, 0.3, sales, SOURCE, under),
            observe.negative("its slope over tenths of skill", by_skill, SOURCE, under),
            observe.band(unpaid, -math.inf, -1e-3, service, SOURCE, under),
            observe.band("pay, change (aimed at none)", -0.04, 0.04, pay, "", under),
        ]
    return found


FACT = Fact(14, "Bonus to commission of equal pay", SOURCE, check)
