"""Expansion: an account that renews buys more than it did, or less."""

import math

from sim.engine.compiled import compiled


@compiled
def grown(value: float, mean: float, log_sd: float, luck: float) -> float:
    """Yearly value of a renewal (money): v·(1 + g)·exp(σz − σ²/2), in the mean v·(1 + g).

    ``mean`` growth g, ``log_sd`` its spread σ, ``luck`` z a standard normal number. At g = 0 the
    value stays as it is, whatever the spread. What an account adds is how net retention comes to
    be above gross: medians of 101 % and 88 to 90 % (Benchmarkit 2025; SaaS Capital 2023: 100 % and
    90 % of contracts under 12,000 a year, 110 % of those above 250,000). The log-normal form is an
    assumption, as in deal size.
    """
    if mean == 0.0:
        return value
    return value * (1.0 + mean) * math.exp(log_sd * luck - 0.5 * log_sd * log_sd)
