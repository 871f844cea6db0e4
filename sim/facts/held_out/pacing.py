"""Pacing: quarterly bonuses help the weak, pay beyond quota helps the strong."""

from collections.abc import Sequence
from dataclasses import replace

from sim.config import Config
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.output import change_by_skill, output

SOURCE = "Chung, Steenburgh & Sudhir 2014: quarterly and annual bonuses, over-achievement pay"
PLAN, THIRDS = "incentive=bonus_and_overachievement", 3
# Numbers of that plan's components.
QUARTERLY, BEYOND_QUOTA = 0, 2
CONDITIONS = ("", "sales.horizon=myopic")
# The plan less a component, in words, and whether it is the weak third that loses most by it.
LESS = (("quarterly", "no quarterly bonus", True), ("beyond", "no pay beyond quota", False))


def check() -> Sequence[Finding]:
    """The whole plan, the plan without quarterly bonuses, and without pay beyond quota.

    The source's signs: without quarterly bonuses the weak third loses most, without pay beyond
    quota the strong third. Each third's own change says how much.
    """
    found: list[Finding] = []
    for under in CONDITIONS:
        whole = scenario(PLAN, *under.split())
        arms = {"whole": whole, "quarterly": without(whole, QUARTERLY)}
        runs = observe.paired({**arms, "beyond": without(whole, BEYOND_QUOTA)}, output)
        for name, text, of_weak in LESS:
            weak, _, strong = change_by_skill(runs[name], runs["whole"], THIRDS)
            loser, other = (weak, strong) if of_weak else (strong, weak)
            who, whom = ("weak", "strong") if of_weak else ("strong", "weak")
            what = f"{text}: new revenue of the {who} third, change"
            less = f"{text}: that of the {who} less the {whom}"
            found += [
                observe.negative(what, loser, SOURCE, under),
                observe.negative(less, loser - other, SOURCE, under),
            ]
    return found


def without(config: Config, component: int) -> Config:
    """The same plan less one of its components."""
    parts = [part for c, part in enumerate(config.incentive.components) if c != component]
    return replace(config, incentive=replace(config.incentive, components=parts))


FACT = Fact(13, "Pacing by quarterly bonuses", SOURCE, check)
