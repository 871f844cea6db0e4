"""Win rate: opportunities that are won, of those that close."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.default_market import usual
from sim.inference.ratios import ratio

SOURCE = "surveys of funnels and CRM vendors: 19 to 35 %"


def check() -> Sequence[Finding]:
    """Opportunities won of those that closed, no decision and those given up counted; all firms.

    An opportunity has a conversation; one that is given up and taken up again is one.
    """
    seen = [one.closed for one in usual()]
    rate = ratio([one.won for one in seen], [one.ended for one in seen])
    return [observe.band("opportunities won, of those closed", 0.20, 0.35, rate, SOURCE)]


FACT = Fact(2, "Opportunities won", SOURCE, check, letter="C")
