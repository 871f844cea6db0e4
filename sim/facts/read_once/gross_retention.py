"""Gross retention: the value kept of accounts after a year."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import frozen_market
from sim.inference.ratios import ratio
from sim.metrics.glossary import KPIS

SOURCE = "benchmarks of software firms by size of contract, 88 to 90 %"


def check() -> Sequence[Finding]:
    """Value of the focal firm's accounts at the window's start that is kept a year later."""
    seen, whole = [one.kpis for one in frozen_market.usual()], KPIS["grr"].whole
    held = [one[whole] for one in seen]
    kept = [one["grr"] * start for one, start in zip(seen, held, strict=True)]
    what = "gross revenue retention, a year"
    return [frozen_market.band(what, 0.80, 0.92, ratio(kept, held), SOURCE)]


FACT = Fact(7, "Gross revenue retention", SOURCE, check, letter="R")
