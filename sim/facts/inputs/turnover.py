"""Turnover of reps, and what a change of rep costs the business with their customers."""

from collections.abc import Sequence

from sim.facts import Fact, Finding, in_band
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.selling import Selling, selling
from sim.inference.ratios import Numbers, ratio, relative

SOURCE = "26-27 % a year (Xactly); 13.2-17.6 % lost (Shi, Sridhar, Grewal & Lilien 2017)"


def check() -> Sequence[Finding]:
    """Quits by the year, and how renewals shrink in whose term the rep changed."""
    seen = observe.observed(scenario(), selling)
    quits = [one.kpis["rep_turnover"] for one in seen]
    return [
        in_band("reps who quit, a year", 0.15, 0.36, quits, "range of surveys", observe.SEEDS),
        in_band("yearly sales lost where the rep changed", 0.1, 0.2, lost(seen), SOURCE,
                observe.SEEDS),
    ]  # fmt: skip


def lost(seen: Sequence[Selling]) -> Numbers:
    """Value lost at renewals where the rep changed, beyond what is lost where the rep stayed."""
    stayed, changed = (
        ratio([one.kept[row, 1] for one in seen], [one.kept[row, 0] for one in seen])
        for row in (0, 1)
    )
    return 1.0 - relative(changed, stayed)


FACT = Fact(21, "Turnover and a change of rep", SOURCE, check)
