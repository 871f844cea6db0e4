"""Pacing: what a quarterly bonus does for the weak, and pay beyond quota for the strong."""

import math
from collections.abc import Sequence
from dataclasses import replace

from sim.config import Config
from sim.facts import Fact, Finding, in_band
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.output import change_by_skill, output

SOURCE = "Chung, Steenburgh & Sudhir 2014: quarterly and annual bonuses, over-achievement pay"
PLAN, THIRDS = "incentive=bonus_and_overachievement", 3
# Numbers of that plan's components.
QUARTERLY, BEYOND_QUOTA = 0, 2
CONDITIONS = {"": (), "sales.horizon=myopic": ("sales.horizon=myopic",)}


def check() -> Sequence[Finding]:
    """The whole plan, the plan without quarterly bonuses, and without pay beyond quota.

    The source's signs: without quarterly bonuses the weak third loses most, without pay beyond
    quota the strong third. Each third's own change says how much.
    """
    found: list[Finding] = []
    for under, words in CONDITIONS.items():
        whole = scenario(PLAN, *words)
        arms = {"whole": whole, "quarterly": without(whole, QUARTERLY),
                "beyond": without(whole, BEYOND_QUOTA)}  # fmt: skip
        runs = observe.paired(arms, output)
        for name, text, sign in (
            ("quarterly", "no quarterly bonus", -1.0), ("beyond", "no pay beyond quota", 1.0),
        ):  # fmt: skip
            weak, _, strong = change_by_skill(runs[name], runs["whole"], THIRDS)
            loser = weak if sign < 0 else strong
            found += [
                _line(f"{text}: new revenue of the {_who(sign)} third, change", loser, under),
                _line(f"{text}: that of the {_who(sign)} less the {_who(-sign)}",
                      sign * (strong - weak), under),
            ]  # fmt: skip
    return found


def _who(sign: float) -> str:
    return "weak" if sign < 0 else "strong"


def _line(what: str, values: object, under: str) -> Finding:
    """A loss."""
    return in_band(what, -math.inf, 0.0, values, SOURCE, observe.SEEDS, under)


def without(config: Config, component: int) -> Config:
    """The same plan less one of its components."""
    parts = [part for c, part in enumerate(config.incentive.components) if c != component]
    return replace(config, incentive=replace(config.incentive, components=parts))


FACT = Fact(13, "Pacing by quarterly bonuses", SOURCE, check)
