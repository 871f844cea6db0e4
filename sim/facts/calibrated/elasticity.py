"""Elasticity of personal selling: sales with more reps, or with reps who work more."""

import math
from collections.abc import Sequence

from sim.config import Incentive
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.selling import Selling, selling
from sim.inference.ratios import Numbers, logarithm, ratio
from sim.model.state.seats import seats

SOURCE = "Albers, Mantrala & Sridhar 2010: .34, .31 without bias (meta-analysis)"
MORE, LESS = 1.2, 0.8
RATE = Incentive().components[0].slope[0]


def check() -> Sequence[Finding]:
    """A fifth more reps against a fifth fewer at the focal firm; marketing and rivals as they are.

    Beside it what a commission rate a fifth higher or lower brings: that is the elasticity of
    effort, since under a linear plan effort is in proportion to the rate.
    """
    usual = scenario()
    reps = seats(usual.sales, usual.market.customers)
    changes = {
        "reps": ("sales.reps={}", round(LESS * reps), round(MORE * reps)),
        "commission rate": ("incentive.components.0.slope=[{}]", LESS * RATE, MORE * RATE),
    }
    scenarios = {
        f"{name} {number}": scenario(words.format(round(number, 6)))
        for name, (words, *numbers) in changes.items()
        for number in numbers
    }
    runs = observe.paired(scenarios, selling)
    found = []
    for name, (_, less, more) in changes.items():
        values = elasticity(runs[f"{name} {less}"], runs[f"{name} {more}"], more / less)
        what, under = f"elasticity of new revenue to {name}", "" if name == "reps" else name
        found.append(observe.band(what, 0.25, 0.4, values, SOURCE, under))
    return found


def elasticity(less: Sequence[Selling], more: Sequence[Selling], change: float) -> Numbers:
    """Log change of new revenue over that of the number changed."""
    low, high = ([one.value.sum() for one in runs] for runs in (less, more))
    return logarithm(ratio(high, low)) / math.log(change)


FACT = Fact(24, "Elasticity of personal selling", SOURCE, check, left="2026-11-29")
