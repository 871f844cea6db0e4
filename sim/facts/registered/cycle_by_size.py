"""Cycles by size: large deals take longer than small ones."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import frozen_market
from sim.facts.estimators.frozen import Frozen
from sim.inference.ratios import Numbers, ratio, relative

SOURCE = "published cycles by contract size: 40 days below 5,000 a year, 170 above 100,000"
SMALLEST, LARGEST = 0, 1


def check() -> Sequence[Finding]:
    """Mean days from opening to signature of won deals, largest fifth by value over smallest."""
    seen = frozen_market.usual()
    longer = relative(days(seen, LARGEST), days(seen, SMALLEST))
    what = "cycle of won deals, largest fifth by value over smallest"
    return [frozen_market.band(what, 1.3, 4.0, longer, SOURCE)]


def days(seen: Sequence[Frozen], fifth: int) -> Numbers:
    """Pseudo-values of the mean cycle of a fifth of all firms' won opportunities."""
    rows = [one.closed.fifths[fifth] for one in seen]
    return ratio([row[1] for row in rows], [row[0] for row in rows])


FACT = Fact(11, "Cycles by size of deal", SOURCE, check, letter="R")
