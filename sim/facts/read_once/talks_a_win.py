"""Conversations a win: the calls that it takes to close a deal."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import frozen_market
from sim.inference.ratios import ratio

SOURCE = "McGraw-Hill Research: 4.3 calls to close a sale"


def check() -> Sequence[Finding]:
    """Conversations of won opportunities, of all firms, those before a deal was reopened too."""
    seen = [one.closed for one in frozen_market.usual()]
    each = ratio([one.talks for one in seen], [one.won for one in seen])
    return [frozen_market.band("conversations a win", 3.5, 6.0, each, SOURCE)]


FACT = Fact(6, "Conversations a win", SOURCE, check, letter="R")
