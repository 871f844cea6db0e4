"""Turnover of reps, and the business lost with their customers."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.selling import Selling, selling
from sim.inference.ratios import Numbers, ratio, relative

SOURCE = "26-27 % a year (Xactly); 13.2-17.6 % lost (Shi, Sridhar, Grewal & Lilien 2017)"


def check() -> Sequence[Finding]:
    """Quits by the year, and the shrinking of renewals after a change of rep."""
    seen = observe.observed(scenario(), selling)
    quits = [one.kpis["rep_turnover"] for one in seen]
    return [
        observe.band("reps who quit, a year", 0.15, 0.36, quits, "range of surveys"),
        observe.band("yearly sales lost where the rep changed", 0.1, 0.2, lost(seen), SOURCE),
    ]


def lost(seen: Sequence[Selling]) -> Numbers:
    """Value lost at renewals where the rep changed, beyond the loss where the rep stayed."""
    sums = [[[one.kept[row, n] for one in seen] for n in (1, 0)] for row in (0, 1)]
    stayed, changed = (ratio(*both) for both in sums)
    return 1.0 - relative(changed, stayed)


FACT = Fact(21, "Turnover and a change of rep", SOURCE, check)
