"""The interface of marketing and sales: unlike goals help, unlike knowledge hurts."""

from collections.abc import Sequence

import numpy as np

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.aligning import IN_USE, arms
from sim.facts.estimators.interface import interface

SOURCE = "Homburg & Jensen 2007: orientations that differ help, knowledge that differs hurts"


def check() -> Sequence[Finding]:
    """Profit over three years with goals apart and with knowledge apart, against all shared.

    A department's orientation is whose goal sets the bar of a qualified lead (ω), its knowledge
    what it knows of who has a need (ι). Goals apart should earn more, knowledge apart less. How
    well the departments get on, through which part of the harm goes there, is not in the model.
    """
    used = [f"{name}, {IN_USE}" for name in ("nothing known", "all known")]
    names = ["own goals", "one goal", "nothing known", "all known", *used]
    runs = observe.paired({name: arms()[name] for name in names}, interface)
    profit = {name: np.array([one.kpis["profit"] for one in runs[name]]) for name in names}
    goals = (profit["own goals"] - profit["one goal"]) / profit["one goal"].mean()
    known = (profit["nothing known"] - profit["all known"]) / profit["all known"].mean()
    put_to_use = (profit[used[0]] - profit[used[1]]) / profit[used[1]].mean()
    apart = "profit with nothing known over that with all known, change"
    return [
        observe.positive("profit with own goals over that with one goal, change", goals, SOURCE),
        observe.negative(apart, known, SOURCE),
        observe.negative(apart, put_to_use, SOURCE, IN_USE),
    ]


FACT = Fact(37, "Goals apart and knowledge apart", SOURCE, check, left="2026-11-29")
