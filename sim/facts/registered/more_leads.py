"""More leads a rep: a smaller part of them is followed up."""

from collections.abc import Sequence
from math import inf

from sim.facts import Fact, Finding
from sim.facts.conditions import frozen_market
from sim.facts.conditions.scenarios import scenario
from sim.facts.conditions.strays import with_strays
from sim.facts.estimators.frozen import Frozen
from sim.facts.estimators.leads import CONTENT
from sim.inference.ratios import Numbers, ratio

SOURCE = "Sabnis, Chatterjee, Grewal & Lilien 2013: competing demands on a rep's time"
TIMES = 1.5


def check() -> Sequence[Finding]:
    """Part of content leads that reps pursue, with half as many stray leads again."""
    usual, more = frozen_market.against_usual(with_strays(scenario(), TIMES))
    change = followed_up(more) - followed_up(usual)
    what = "part of content leads pursued, half as many leads again: change"
    return [frozen_market.band(what, -inf, 0.0, change, SOURCE)]


def followed_up(seen: Sequence[Frozen]) -> Numbers:
    """Pseudo-values of the part of all firms' content leads that reps pursued."""
    rows = [one.pursuit[CONTENT] for one in seen]
    return ratio([row[1] for row in rows], [row[0] for row in rows])


FACT = Fact(8, "Follow-up with more leads", SOURCE, check, letter="R")
