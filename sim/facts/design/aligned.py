"""Aligned firms: the gain from shared knowledge in three years."""

from collections.abc import Sequence

import numpy as np

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.aligning import IN_USE, arms
from sim.facts.estimators.interface import interface
from sim.inference.ratios import relative

SOURCE = "SiriusDecisions: aligned firms' revenue +24 %, profit +27 % over three years"


def check() -> Sequence[Finding]:
    """Revenue over three years with all of sales' knowledge shared over that with none.

    The source compares firms that call themselves aligned with others, so that whatever else sets
    them apart is in its number; here nothing else does. By default knowledge sharpens the score of
    leads alone; beside it, it is put to every use.
    """
    found, what = [], "revenue, all known over nothing known: change"
    for under in ("", IN_USE):
        names = [f"{name}, {under}".removesuffix(", ") for name in ("nothing known", "all known")]
        runs = observe.paired({name: arms()[name] for name in names}, interface)
        less, more = (np.array([one.kpis["revenue"] for one in runs[name]]) for name in names)
        found.append(observe.band(what, 0.1, 0.35, relative(more, less) - 1.0, SOURCE, under))
    return found


FACT = Fact(38, "Aligned firms", SOURCE, check, left="2026-11-29")
