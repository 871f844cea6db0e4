"""Service: how content an account is, and whether it stays."""

import math

from sim.engine.compiled import compiled


@compiled
def satisfaction(utility: float, service: float) -> float:
    """How satisfied a customer is with what was bought and how it is looked after, 0 to 1."""
    return 1.0 / (1.0 + math.exp(-(utility + service - 1.0)))


@compiled
def churn(
    base: float, service: float, service_effect: float, fit: float, fit_effect: float
) -> float:
    """Chance to leave at a renewal: c₀·exp(−η_s·service − η_φ·fit), at most 1."""
    return min(1.0, base * math.exp(-service_effect * service - fit_effect * fit))
