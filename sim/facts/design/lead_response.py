"""Lead response: the loss of a lead's worth when it is called later."""

import math
from collections.abc import Sequence

import numpy as np

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.default_market import usual
from sim.facts.estimators.buying import Buying
from sim.facts.estimators.leads import CONTENT, INQUIRY
from sim.inference.ratios import Numbers, logarithm, ratio, relative

SOURCE = "Oldroyd & Elkington 2007; Oldroyd et al. 2011: odds within an hour 60 times those of 24"
FAST, SLOW = 0, 2
# After content leads and inquiries, all leads together.
ALL = 2


def check() -> Sequence[Finding]:
    """Odds that a call qualifies a lead, first call within an hour over after a day.

    Qualified is who welcomed a conversation. The published numbers are raw odds of leads that
    firms chose to call early or late, so nothing is held equal here either. κ is the fall of log
    odds per log hour between the two groups. Of all leads; each class of
    them stands beside.
    """
    seen = usual()
    by_class = {"inquiries": INQUIRY, "content leads": CONTENT}
    beside = [line for under, kind in by_class.items() for line in lines(seen, kind, under)]
    return [*lines(seen, ALL, ""), *beside]


def lines(seen: Sequence[Buying], kind: int, under: str) -> list[Finding]:
    """Both comparisons, for a class of lead or all."""
    odds = relative(odds_of(seen, FAST, kind), odds_of(seen, SLOW, kind))
    what, computed = "odds within an hour over those after a day", "computed from published odds"
    slope = "κ, fall of log odds per log hour"
    return [
        observe.band(what, 30.0, 100.0, odds, SOURCE, under),
        observe.band(slope, 1.2, 1.8, exponent(seen, kind), computed, under),
    ]


def odds_of(seen: Sequence[Buying], speed: int, kind: int = ALL) -> Numbers:
    """Pseudo-values of leads qualified over leads called and not qualified."""
    rows = [one.called[kind, speed] for one in seen]
    return ratio([row[1] for row in rows], [row[0] - row[1] for row in rows])


def exponent(seen: Sequence[Buying], kind: int = ALL) -> Numbers:
    """Pseudo-values of κ."""
    fall = logarithm(odds_of(seen, FAST, kind)) - logarithm(odds_of(seen, SLOW, kind))
    hours = []
    for speed in (FAST, SLOW):
        leads = math.fsum(one.called[kind, speed, 0] for one in seen)
        hours.append(math.fsum(one.called[kind, speed, 2] for one in seen) / max(leads, 1.0))
    return np.asarray(fall / (hours[1] - hours[0]))


FACT = Fact(5, "Worth of a fast response", SOURCE, check, left="2026-11-29")
