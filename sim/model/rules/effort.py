"""Effort: how a rep answers to what is paid at the margin."""

import math

from sim.engine.compiled import compiled


@compiled
def effort(own_pay: float, other_pay: float, substitution: float, highest: float) -> float:
    """Effort on one of two tasks: its pay at the margin less γ times the other's, 1 at reference.

    The best answer e = D⁻¹g to pay g under cost ½eᵀDe with substitutes γ, in units in which
    reference pay for one task alone calls forth 1 (D = [[1, γ], [γ, 1]]/(1 − γ²)). Pay for one
    task draws effort from the other; unpaid work gets none (Holmström & Milgrom 1991, J Law,
    Economics & Organization 7:24-52).
    """
    return min(max(own_pay - substitution * other_pay, 0.0), highest)


@compiled
def working_time(hours: float, share: float, floor: float, gain: float, effort: float) -> float:
    """Hours spent on a task today, within the hours had: a floor anyone gives, more with effort."""
    return min(hours, hours * share * (floor + gain * effort))


@compiled
def certain(pay: float, aversion: float) -> float:
    """What the uncertain pay of one more deal is worth for sure, at constant absolute aversion.

    A deal comes or does not come, so the worth is (1 − e^(−a·pay))/a; in the limit of many small
    deals that is the mean less half the aversion times the variance (Holmström & Milgrom 1987).
    """
    if aversion <= 0.0:
        return pay
    return (1.0 - math.exp(-aversion * pay)) / aversion
