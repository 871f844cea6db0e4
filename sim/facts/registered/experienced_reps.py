"""Better qualification and experience: old hands answer to it more than new ones."""

from collections.abc import Sequence
from math import inf

from sim.facts import Fact, Finding
from sim.facts.conditions import frozen_market
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.frozen import Frozen
from sim.facts.estimators.tenure_and_leads import NEW, OLD
from sim.facts.registered.better_scores import better
from sim.inference.ratios import Numbers, ratio

SOURCE = "Sabnis, Chatterjee, Grewal & Lilien 2013: more so for experienced reps"


def check() -> Sequence[Finding]:
    """The change with better scores, of reps of longer than median tenure less the others."""
    usual, more = frozen_market.against_usual(better(scenario()))
    old, new = (followed_up(more, who) - followed_up(usual, who) for who in (OLD, NEW))
    what = "change of the part pursued with score accuracy +.2, old reps less new ones"
    return [frozen_market.band(what, 0.0, inf, old - new, SOURCE)]


def followed_up(seen: Sequence[Frozen], who: int) -> Numbers:
    """Pseudo-values of the part of content leads that new or old reps pursued."""
    rows = [one.by_tenure[who] for one in seen]
    return ratio([row[1] for row in rows], [row[0] for row in rows])


FACT = Fact(10, "Follow-up with better scores, by experience", SOURCE, check, letter="R")
