"""Buying groups: two who decide buy less often than one."""

from collections.abc import Sequence

from sim.config.dotted import changed
from sim.facts import Fact, Finding
from sim.facts.conditions import frozen_market
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.frozen import Frozen
from sim.inference.ratios import Numbers, ratio, relative

SOURCE = "Toman, Adamson & Gomez 2017: 81 % with one who decides, 55 % with two"
GROUP = "market.buyer.group"
WHAT, LOW, HIGH = "chance that a journey ends in a purchase, two deciders over one", 0.55, 0.85


def check() -> Sequence[Finding]:
    """Purchases of journeys that ended, all buying groups of two over all of one."""
    here = scenario()
    one, two = (frozen_market.market(changed(here, {GROUP: people})) for people in (1.0, 2.0))
    return [frozen_market.band(WHAT, LOW, HIGH, relative(bought(two), bought(one)), SOURCE)]


def bought(seen: Sequence[Frozen]) -> Numbers:
    """Pseudo-values of the part of ended journeys that ended in a purchase."""
    rows = [one.journeys for one in seen]
    return ratio([row[1] for row in rows], [row[0] for row in rows])


FACT = Fact(12, "One who decides, and two", SOURCE, check, letter="R")
