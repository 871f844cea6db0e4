"""Concentration of sales: few reps sell much, and the log of a rep's sales is normal."""

import math
from collections.abc import Sequence

import numpy as np

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.scenarios import scenario
from sim.facts.estimators.selling import selling
from sim.inference.ratios import Numbers

SOURCE = "Ebsta 2024: top performers 52 % of sales; O'Boyle & Aguinis 2012"
BASIS = "Ebsta 2024; O'Boyle & Aguinis 2012"


def check() -> Sequence[Finding]:
    """New revenue of a year, of reps who were there all of it; territories alike and unlike."""
    unlike = [f"sales.territory_sd={spread}" for spread in (0.6, 0.8)]
    runs = observe.paired({word: scenario(*word.split()) for word in ("", *unlike)}, selling)
    found = []
    for under, seen in runs.items():
        best = [top_fifth(one.sold) for one in seen]
        better = [lognormal_gain(one.sold) for one in seen]
        found += [
            observe.band("part of sales by the best fifth of reps", 0.45, 0.65, best, BASIS, under),
            observe.positive("log likelihood a rep, lognormal over normal", better, BASIS, under),
        ]
    return found


def top_fifth(sold: Numbers) -> float:
    """Part of all that the best fifth sold; with a part of a rep where a fifth is not whole."""
    if not len(sold) or sold.sum() == 0.0:
        return math.nan
    ordered, few = np.sort(sold)[::-1], len(sold) / 5
    whole = int(few)
    part = (few - whole) * ordered[whole] if whole < len(sold) else 0.0
    return float((ordered[:whole].sum() + part) / sold.sum())


def lognormal_gain(sold: Numbers) -> float:
    """Log likelihood per rep of the best lognormal less that of the best normal distribution."""
    sold = sold[sold > 0.0]
    if len(sold) < 3:
        return math.nan
    logs = np.log(sold)
    return float(math.log(sold.std()) - math.log(logs.std()) - logs.mean())


FACT = Fact(20, "Concentration of sales", SOURCE, check)
