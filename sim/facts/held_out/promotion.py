"""Price promotion: the rise of purchases, and the part taken from rivals."""

import math
from collections.abc import Sequence

import numpy as np

from sim.config.working_days import WEEK
from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.agreements import yeses
from sim.inference.ratios import Numbers, logarithm, ratio

SOURCE = "Bijmolt, van Heerde & Pieters 2005: −2.62; van Heerde et al. 2003: a third from rivals"
OFF, WEEKS = 0.2, 4
# Signatures follow for some weeks.
WORDS = ("market.customers=40000", "warmup_days=130", f"days={WEEK * (WEEKS + 8)}")
CUT = (f"cadence.price_cut={OFF}", "cadence.cut_from_day=0", f"cadence.cut_days={WEEK * WEEKS}")
CONDITIONS = ("", "market.buyer.pull_forward=0")


def check() -> Sequence[Finding]:
    """A fifth off all prices of the focal firm for four weeks, against none.

    Yeses are counted on the day on which the customer decides. The elasticity is the change of
    their log over that of the price in the weeks of the promotion; the part from rivals is what
    they lose in those weeks, of what the firm gains. By default a promotion also pulls needs
    forward; nobody is pulled in the lines beside.
    """
    found = []
    for under in CONDITIONS:
        words = (*WORDS, *under.split())
        runs = observe.paired({"usual": scenario(*words), "cut": scenario(*words, *CUT)}, yeses)
        both = [during(runs[name]) for name in ("usual", "cut")]
        answer, lost = elasticity(*both), from_rivals(*both)
        found += [
            observe.band("price elasticity of yeses", -4.0, -1.5, answer, SOURCE, under),
            observe.band("part of the bump that rivals lose", 0.2, 0.5, lost, SOURCE, under),
        ]
    return found


def during(seen: Sequence[Numbers]) -> Numbers:
    """Yeses in the weeks of the promotion [seed, firm]."""
    return np.array([one[:WEEKS].sum(axis=0) for one in seen])


def elasticity(before: Numbers, after: Numbers) -> Numbers:
    """Pseudo-values of the change of log yeses at the focal firm over that of the log price."""
    return logarithm(ratio(after[:, 0], before[:, 0])) / math.log(1.0 - OFF)


def from_rivals(before: Numbers, after: Numbers) -> Numbers:
    """Pseudo-values of the rivals' loss over the focal firm's gain."""
    change = after - before
    return ratio(-change[:, 1:].sum(axis=1), change[:, 0])


FACT = Fact(32, "Price promotion", SOURCE, check)
