"""Knowledge: the part of reps' sales that their knowledge explains."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.default_market import usual
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.buying import buying

SOURCE = "Verbeke, Dietz & Verwaal 2011: selling-related knowledge, β .28 (meta-analysis); ± .1"
UNLIKE = "sales.territory_sd=0.8"


def check() -> Sequence[Finding]:
    """Standardised slope of a year's new revenue on knowledge in that year's conversations.

    Knowledge, with its ramp, is skill unless ``sales.knowledge`` sets the two apart. All reps of
    the model adapt by the same rule, and nobody's role is unclear, so the published slopes on
    adaptiveness (.27) and role ambiguity (−.25) have no counterpart. With one driver the slope is
    the correlation. Beside it where territories differ as much as sales are published to.
    """
    found, what = [], "standardised slope of sales on knowledge"
    for under, runs in {"": usual(), UNLIKE: observe.observed(scenario(UNLIKE), buying)}.items():
        slopes = [one.owning.knowledge for one in runs]
        found.append(observe.band(what, 0.18, 0.38, slopes, SOURCE, under))
    return found


FACT = Fact(36, "Knowledge as a driver of success", SOURCE, check, left="2026-11-29")
