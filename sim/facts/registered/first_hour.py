"""The first hour: what an inquiry is worth that is called in it, against the next one."""

from collections.abc import Sequence

from sim.facts import Fact, Finding
from sim.facts.conditions import frozen_market
from sim.facts.estimators.frozen import Frozen
from sim.inference.ratios import Numbers, ratio, relative

SOURCE = "Oldroyd, McElheran & Elkington 2011: about 7 times the odds of an hour later"


def check() -> Sequence[Finding]:
    """Odds that an inquiry qualifies, first called in its first hour over its second.

    Raw odds of inquiries that firms happened to call so early or so late, as in the source.
    """
    seen = frozen_market.usual()
    odds = relative(odds_of(seen, 0), odds_of(seen, 1))
    what = "odds that an inquiry qualifies, first hour over second"
    return [frozen_market.band(what, 3.0, 15.0, odds, SOURCE)]


def odds_of(seen: Sequence[Frozen], hour: int) -> Numbers:
    """Pseudo-values of inquiries qualified over those called and not qualified."""
    rows = [one.by_hour[hour] for one in seen]
    return ratio([row[1] for row in rows], [row[0] - row[1] for row in rows])


FACT = Fact(1, "The first hour of an inquiry", SOURCE, check, letter="R")
