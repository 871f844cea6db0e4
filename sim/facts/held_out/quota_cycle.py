"""A shorter quota cycle: the weak try more often, the strong lose the rest of a long period."""

import math
from collections.abc import Sequence
from dataclasses import replace

from sim.config import Config
from sim.config.working_days import MONTH, QUARTER
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.output import change, change_by_skill, output

SOURCE = "Chung, Narayandas & Chang 2021: a shorter quota cycle in a field experiment"
THIRDS = 3
CONDITIONS = {"": "quota_bonus", "incentive=quota_bonus_quarterly": "quota_bonus_quarterly"}


def check() -> Sequence[Finding]:
    """The same curve over a quarter and over a month, quotas and pay per day the same.

    What reps sell is what customers need: nobody can turn to smaller tickets instead, so a shift
    is not to be expected.
    """
    found = []
    for under, plan in CONDITIONS.items():
        long = scenario(f"incentive={plan}")
        runs = observe.paired({"quarter": long, "month": monthly(long)}, output)
        weak, _, strong = change_by_skill(runs["month"], runs["quarter"], THIRDS)
        moves = {name: change(runs["month"], runs["quarter"], name) for name in ("small", "profit")}
        for what, sign, values in (
            ("new revenue of the weak third, change", 1, weak),
            ("new revenue of the strong third, change", -1, strong),
            ("part of deals that are small, change", 1, moves["small"]),
            ("profit a rep, change", -1, moves["profit"]),
        ):
            low, high = (0.0, math.inf) if sign > 0 else (-math.inf, 0.0)
            found.append(observe.band(what, low, high, values, SOURCE, under))
    return found


def monthly(config: Config) -> Config:
    """The plan with every quarter a month, and as much to earn a day."""
    part = MONTH / QUARTER
    short = [
        replace(one, period="month", target_pay=one.target_pay * part)
        for one in config.incentive.components
    ]
    return replace(config, incentive=replace(config.incentive, components=short))


FACT = Fact(15, "A shorter quota cycle", SOURCE, check)
