"""Utility: what an offering is worth to a customer, and how much of it the customer buys.

Utility adds up over attributes (Lancaster 1966, *J. Political Economy* 74(2):132-157) and falls
with the price relative to the market's mean. It has no unit of its own: a config chooses its mean
and SD over customers (``market.buyer.value_mean``, ``value_sd``).
"""

import math

from sim.engine.compiled import compiled


def fit_sd(value_sd: float, private_share: float, severity_sd: float) -> float:
    """SD of utility that is left for how well offerings fit, once the private part of the variance
    and differences in severity are taken out; it needs something to be left."""
    return math.sqrt((1.0 - private_share) * value_sd**2 - severity_sd**2)


@compiled
def fit_utility(cosine: float, centre: float, scale: float) -> float:
    """Utility of a fit, a cosine from −1 to 1, against the one at which it adds nothing."""
    return scale * (cosine - centre)


@compiled
def utility(
    mean: float, severity: float, fit: float, price_weight: float, relative_price: float
) -> float:
    """Utility that can be told: of having the problem solved, of the fit, less that of the price,
    which is relative to the market's mean (1: as dear as others)."""
    return mean + severity + fit - price_weight * (relative_price - 1.0)


@compiled
def private_utility(luck: float, value_sd: float, private_share: float) -> float:
    """Utility that only discovery shows: normal, a part ``private_share`` of the variance."""
    return value_sd * math.sqrt(private_share) * luck


@compiled
def relative_size(luck: float, size_sd: float) -> float:
    """A deal's value over its list price: log-normal of mean 1, ``luck`` being standard normal."""
    return math.exp(size_sd * luck - 0.5 * size_sd * size_sd)


def offer_utility(worth: float, price_weight: float, cut: float) -> float:
    """Utility that today's offer adds to all a firm sells: of new features, and of the part of the
    price that is off, 0 to 1."""
    return worth + price_weight * cut
