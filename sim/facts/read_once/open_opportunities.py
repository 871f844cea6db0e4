"""Open opportunities: how many a rep works on at a time."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import frozen_market
from sim.inference.ratios import ratio

SOURCE = "two practitioner benchmarks, 10 to 16"


def check() -> Sequence[Finding]:
    """Opportunities that are open on a day, a filled seat, over all counted days and firms."""
    seen = [one.pipeline for one in frozen_market.usual()]
    each = ratio([one.open_days for one in seen], [one.rep_days for one in seen])
    return [frozen_market.band("open opportunities a rep", 8.0, 20.0, each, SOURCE)]


FACT = Fact(3, "Open opportunities a rep", SOURCE, check, letter="R")
