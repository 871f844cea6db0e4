"""Lead response: the loss of a lead's worth when it is called later."""

import math
from collections.abc import Sequence

import numpy as np

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.default_market import usual
from sim.facts.estimators.buying import Buying
from sim.inference.ratios import Numbers, logarithm, ratio, relative

SOURCE = "Oldroyd & Elkington 2007; Oldroyd et al. 2011: odds within an hour 60 times those of 24"
FAST, SLOW = 0, 2


def check() -> Sequence[Finding]:
    """Odds that a call qualifies a lead, first call within an hour over after a day.

    Qualified is who welcomed a conversation. The published numbers are raw odds of leads that
    firms chose to call early or late, so nothing is held equal here either. κ is the fall of log
    odds per log hour between the two groups.
    """
    seen = usual()
    odds = relative(odds_of(seen, FAST), odds_of(seen, SLOW))
    computed = "computed from the published odds"
    return [
        observe.band("odds within an hour over those after a day", 30.0, 100.0, odds, SOURCE),
        observe.band("κ, fall of log odds per log hour", 1.2, 1.8, exponent(seen), computed),
    ]


def odds_of(seen: Sequence[Buying], speed: int) -> Numbers:
    """Pseudo-values of leads qualified over leads called and not qualified."""
    rows = [one.called[speed] for one in seen]
    return ratio([row[1] for row in rows], [row[0] - row[1] for row in rows])


def exponent(seen: Sequence[Buying]) -> Numbers:
    """Pseudo-values of κ."""
    fall = logarithm(odds_of(seen, FAST)) - logarithm(odds_of(seen, SLOW))
    hours = []
    for speed in (FAST, SLOW):
        leads = math.fsum(one.called[speed, 0] for one in seen)
        hours.append(math.fsum(one.called[speed, 2] for one in seen) / max(leads, 1.0))
    return np.asarray(fall / (hours[1] - hours[0]))


FACT = Fact(5, "Worth of a fast response", SOURCE, check)
