"""Ownership: who is a customer of somebody in a market that has long been as it is.

Accounts come and go as a Markov chain of two states: a customer without a supplier finds one at the
hazard a a year, an account leaves at c. In the long run each has an account a/(a + c) of the time.
"""

import math

from sim.config.working_days import YEAR
from sim.engine.compiled import compiled


@compiled
def leaves_per_year(churn: float, term_days: float, switched_per_year: float) -> float:
    """c: chances to leave at a renewal, a year's worth of them, and those to leave for a rival."""
    return churn * YEAR / term_days + switched_per_year


@compiled
def has_account(luck: float, acquired_per_year: float, leaves_per_year: float) -> bool:
    """Whether a customer has a supplier today: with the chance a/(a + c), for luck in (0, 1)."""
    return luck * (acquired_per_year + leaves_per_year) < acquired_per_year


@compiled
def as_seen(utility: float, prior_variance: float, luck: float) -> float:
    """Utility as it looked to who once chose a supplier: half as unsure as before any signal."""
    return utility + math.sqrt(0.5 * prior_variance) * luck
