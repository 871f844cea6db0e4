"""Double jeopardy: small brands have fewer buyers, who are a little less loyal."""

import math
from collections.abc import Sequence

import numpy as np

from sim.facts import Fact, Finding
from sim.facts.conditions import observe
from sim.facts.conditions.default_market import usual
from sim.inference.ratios import Numbers, ratio

SOURCE = "Ehrenberg, Uncles & Goodhardt 2004"
# Far less: half in standard deviations, which is an assumption.
LITTLE = 0.25


def check() -> Sequence[Finding]:
    """Purchases of two years by firm; luck in catalogues makes the three firms unlike.

    Loyalty is the part of a firm's buyers who buy from it again, of those who buy again at all. Its
    slope on share, within markets, has to rise; penetration (buyers) has to vary over firms far
    more than frequency (purchases per buyer), both in logs. Renewals are no purchases.
    """
    seen = [one.owning.brands for one in usual()]
    over, below = zip(*map(slope_parts, seen), strict=True)
    buyers, frequency = zip(*map(spread, seen), strict=True)
    little, less = ratio(frequency, buyers), "far less, which is taken as a quarter"
    what = "variance of frequency over that of penetration"
    return [
        observe.positive("slope of loyalty on share", ratio(over, below), SOURCE),
        observe.band(what, -math.inf, LITTLE, little, less),
    ]


def slope_parts(table: Numbers) -> tuple[float, float]:
    """Σ of products of share and loyalty about their means over firms, and of squares of share."""
    share, loyalty = table[:, 1] / table[:, 1].sum(), table[:, 3] / np.maximum(table[:, 2], 1.0)
    off = share - share.mean()
    return float(off @ (loyalty - loyalty.mean())), float(off @ off)


def spread(table: Numbers) -> tuple[float, float]:
    """Variances over firms of log penetration and of log frequency."""
    buyers = np.maximum(table[:, 0], 1.0)
    frequency = np.maximum(table[:, 1], 1.0) / buyers
    return float(np.log(buyers).var()), float(np.log(frequency).var())


FACT = Fact(41, "Double jeopardy", SOURCE, check)
