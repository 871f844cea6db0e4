"""Departments that share knowledge (ι) and goals (ω), or not: one set of runs for three facts."""

from functools import cache

from sim.config import Config
from sim.facts.conditions.scenarios import scenario

# A year that does not count and three that do.
WORDS = ("market.customers=10000", "days=780")
# Knowledge put to every use there is, beside the score: by default it has no other.
USED = ["alignment=integrated", "marketing.topics=problem_first", "sales.priority=worth"]
IN_USE = "knowledge put to every use"
ARMS = {
    "usual": (),
    "nothing known": ("alignment.information=0",),
    "all known": ("alignment.information=1",),
    "own goals": ("alignment.goals=0",),
    "one goal": ("alignment.goals=1",),
    "two divisions": ("alignment=silo",),
    f"nothing known, {IN_USE}": (*USED, "alignment.information=0"),
    f"all known, {IN_USE}": (*USED, "alignment.information=1"),
}


@cache
def arms() -> dict[str, Config]:
    """The default with one of the two moved to an end of its range, or both to none."""
    return {name: scenario(*WORDS, *words) for name, words in ARMS.items()}
