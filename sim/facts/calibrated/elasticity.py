"""Elasticity of personal selling: sales with more reps, or with reps who work more."""

import math
from collections.abc import Sequence

from sim.config import Incentive, Sales
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.selling import Selling, selling
from sim.inference.ratios import Numbers, logarithm, ratio

SOURCE = "Albers, Mantrala & Sridhar 2010: .34, .31 without bias (meta-analysis)"
MORE, LESS = 1.2, 0.8
RATE = Incentive().components[0].slope[0]


def check() -> Sequence[Finding]:
    """A fifth more reps against a fifth fewer at the focal firm; marketing and rivals as they are.

    Beside it what a commission rate a fifth higher or lower brings: that is the elasticity of
    effort, since under a linear plan effort is in proportion to the rate.
    """
    changes = {
        "reps": ("sales.reps_per_thousand={}", Sales().reps_per_thousand),
        "commission rate": ("incentive.components.0.slope=[{}]", RATE),
    }
    scenarios = {
        f"{name} {way}": scenario(*words.format(round(usual * way, 6)).split())
        for name, (words, usual) in changes.items()
        for way in (LESS, MORE)
    }
    runs = observe.paired(scenarios, selling)
    found = []
    for name in changes:
        values = elasticity(runs[f"{name} {LESS}"], runs[f"{name} {MORE}"])
        what, under = f"elasticity of new revenue to {name}", "" if name == "reps" else name
        found.append(observe.band(what, 0.25, 0.4, values, SOURCE, under))
    return found


def elasticity(less: Sequence[Selling], more: Sequence[Selling]) -> Numbers:
    """Log change of new revenue over that of the number changed."""
    low, high = ([one.value.sum() for one in runs] for runs in (less, more))
    return logarithm(ratio(high, low)) / math.log(MORE / LESS)


FACT = Fact(24, "Elasticity of personal selling", SOURCE, check, left="2026-11-29")
