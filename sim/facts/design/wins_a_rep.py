"""Wins a rep: the deals that somebody past the ramp closes in a year."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import frozen_market
from sim.inference.ratios import ratio

SOURCE = "inside sales: 24 a year; another benchmark: 25"


def check() -> Sequence[Finding]:
    """Wins of all firms' reps who have been there for their ramp, over the years spent so."""
    seen = [one.ramped for one in frozen_market.usual()]
    each = ratio([row[0] for row in seen], [row[1] for row in seen])
    return [frozen_market.band("wins a ramped rep and year", 15.0, 35.0, each, SOURCE)]


FACT = Fact(5, "Wins a ramped rep", SOURCE, check, letter="R", left="2026-11-30")
