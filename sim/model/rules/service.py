"""Service: how content an account is, whether it stays, and for how much."""

import math

from sim.config.working_days import QUARTER, YEAR
from sim.engine.compiled import compiled
from sim.model.rules.waiting import rounds

# A day's weight in the service that a customer remembers: a quarter's memory.
_WEIGHT = 1.0 / QUARTER
# Units of service in a day beyond which more is not noticed.
_MOST = 3.0
_MOST_TERMS = 40


@compiled
def units(hours: float, accounts: int, hours_per_account: float) -> float:
    """Service that a day's hours give each account: 1 is ``hours_per_account`` hours a year."""
    return hours * YEAR / (accounts * hours_per_account)


@compiled
def remembered(level: float, today: float) -> float:
    """Units of service as accounts remember them after a day: smoothed over a quarter."""
    return level + _WEIGHT * (min(today, _MOST) - level)


@compiled
def satisfaction(utility: float, service: float) -> float:
    """A customer's satisfaction with the purchase (utility) and the service (units), 0 to 1."""
    return 1.0 / (1.0 + math.exp(-(utility + service - 1.0)))


@compiled
def churn(
    base: float, service: float, service_effect: float, fit: float, fit_effect: float
) -> float:
    """Chance to leave at a renewal: c₀·exp(−η_s·service − η_φ·fit), at most 1."""
    return min(1.0, base * math.exp(-service_effect * service - fit_effect * fit))


@compiled
def churn_slope(base: float, service_effect: float) -> float:
    """Fall of the chance to leave per unit of service, c₀·η_s: at no service and mean fit."""
    return base * service_effect


@compiled
def terms_lasted(luck: float, leaves: float) -> int:
    """Whole terms that an account has lasted if the part ``leaves`` goes a term; 40 at most."""
    if leaves < 1e-9:
        return _MOST_TERMS
    return min(rounds(luck, 1.0 - min(leaves, 0.999)), _MOST_TERMS)


@compiled
def rep_changed(took_over: int, term_began: int, day: int) -> bool:
    """Whether another rep took over during the term that ends on a day; once a term counts."""
    return term_began < took_over <= day


@compiled
def booked(value: float, term_days: float) -> float:
    """Money that a signature or a renewal books: a price is for a year, and its term may not be."""
    return value * (term_days / YEAR)


@compiled
def renewed(value: float, changed: bool, change_cost: float) -> float:
    """Yearly value of a renewal, part of which a change of rep costs (Shi, Sridhar, Grewal & Lilien
    2017, *J. Marketing* 81(2):25-44)."""
    return value * (1.0 - (change_cost if changed else 0.0))
