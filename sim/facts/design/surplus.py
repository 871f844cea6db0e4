"""Knowledge shared between the departments, and what customers have of it."""

from collections.abc import Sequence

import numpy as np

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.aligning import IN_USE, arms
from sim.facts.estimators.interface import interface

SOURCE = "hypothesis: sharing what each knows raises customers' surplus"


def check() -> Sequence[Finding]:
    """Utility of what the focal firm's customers bought, all known less nothing known.

    Over that of buying nothing, a purchase in the mean; three years. Knowledge put to every use
    stands beside the default, in which it sharpens scores.
    """
    found, what = [], "customers' surplus, all known (ι = 1) less nothing known"
    for under in ("", IN_USE):
        names = [f"{name}, {under}".removesuffix(", ") for name in ("nothing known", "all known")]
        runs = observe.paired({name: arms()[name] for name in names}, interface)
        less, more = (np.array([x.kpis["customer_surplus"] for x in runs[name]]) for name in names)
        found.append(observe.positive(what, more - less, SOURCE, under))
    return found


FACT = Fact(9, "Customers' surplus with shared knowledge", SOURCE, check, letter="S")
