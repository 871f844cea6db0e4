"""Bunching: more reps end just above the quota that pays than chance would have it."""

import math
from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.selling import Selling, selling
from sim.inference.ratios import Numbers, ratio, relative

SOURCE = "Kuhn & Yu 2025: 103 teams with thresholds and kinks"
WIDTH = 0.1


def check() -> Sequence[Finding]:
    """Attainment in the tenth just above quota, rep by quarter, by three estimators.

    Against the tenth just below; that over the same under a linear commission, in the same worlds
    and with quotas set by the same rule that nobody is paid by; and the part of all rep-quarters
    that lie there over a commission's part. The first two also rise where reps leave the tenth
    below, wherever they go; the third only where they come to the tenth above. All three decide.
    """
    plan = "incentive=quota_bonus"
    plans = {"incentive=commission": scenario(), "": scenario(plan)}
    plans["timing.control=0"] = scenario(plan, "timing.control=0")
    runs = observe.paired(plans, selling)
    linear = runs.pop("incentive=commission")
    found, what = [], "reps just above quota, over just below"
    for under, seen in runs.items():
        jump, part = above_below(seen), relative(above(seen), above(linear))
        found += [
            line(what, jump, under),
            line("that, over what a commission shows", relative(jump, above_below(linear)), under),
            line("part just above, over a commission's", part, under),
        ]
    return [*found, line(what, above_below(linear), "incentive=commission")]


def above(seen: Sequence[Selling]) -> Numbers:
    """Rep-quarters with attainment in [1, 1.1) of all."""
    reached = [_between(one.attainment, 1.0, 1.0 + WIDTH) for one in seen]
    return ratio(reached, [len(one.attainment) for one in seen])


def above_below(seen: Sequence[Selling]) -> Numbers:
    """Rep-quarters with attainment in [1, 1.1) over those in [.9, 1)."""
    above = [_between(one.attainment, 1.0, 1.0 + WIDTH) for one in seen]
    return ratio(above, [_between(one.attainment, 1.0 - WIDTH, 1.0) for one in seen])


def _between(attainment: Numbers, low: float, high: float) -> int:
    return int(((attainment >= low) & (attainment < high)).sum())


def line(what: str, values: Numbers, under: str) -> Finding:
    """At least a fifth more than there would be."""
    return observe.band(what, 1.2, math.inf, values, SOURCE, under)


FACT = Fact(16, "Bunching above quota", SOURCE, check)
