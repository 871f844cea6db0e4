"""Bunching: more reps end just above the quota that pays than chance would have it."""

import math
from collections.abc import Sequence

from sim.facts import Fact, Finding, in_band, observe
from sim.facts.ratios import Numbers, ratio, relative
from sim.facts.scenarios import scenario
from sim.facts.selling import Selling, selling

SOURCE = "Kuhn & Yu 2025: 103 teams with thresholds and kinks"
WIDTH = 0.1


def check() -> Sequence[Finding]:
    """Attainment in the tenth just above quota against the tenth just below, rep by quarter.

    What that ratio would be without a threshold is told by a linear commission in the same worlds,
    with quotas set by the same rule that nobody is paid by: the second line divides by it.
    """
    runs = observe.paired(
        {
            "incentive=quota_bonus": scenario("incentive=quota_bonus"),
            "timing.control=0": scenario("incentive=quota_bonus", "timing.control=0"),
            "incentive=commission": scenario(),
        },
        selling,
    )
    without = above_below(runs.pop("incentive=commission"))
    found = [line("just above quota over just below, commission", without, "incentive=commission")]
    for name, seen in runs.items():
        under = "" if name == "incentive=quota_bonus" else name
        found.append(line("reps just above quota, over just below", above_below(seen), under))
        excess = relative(above_below(seen), without)
        found.append(line("the same over what a commission shows", excess, under))
    return found


def above_below(seen: Sequence[Selling]) -> Numbers:
    """Rep-quarters with attainment in [1, 1.1) over those in [.9, 1)."""
    above = [_between(one.attainment, 1.0, 1.0 + WIDTH) for one in seen]
    return ratio(above, [_between(one.attainment, 1.0 - WIDTH, 1.0) for one in seen])


def _between(attainment: Numbers, low: float, high: float) -> int:
    return int(((attainment >= low) & (attainment < high)).sum())


def line(what: str, values: Numbers, under: str) -> Finding:
    """At least a fifth more than there would be."""
    return in_band(what, 1.2, math.inf, values, SOURCE, observe.SEEDS, under)


FACT = Fact(16, "Bunching above quota", SOURCE, check)
