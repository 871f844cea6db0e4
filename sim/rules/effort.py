"""Effort: how a rep answers to what is paid at the margin."""

from sim.compiled import compiled


@compiled
def effort(own_pay: float, other_pay: float, substitution: float, highest: float) -> float:
    """Effort on one of two tasks, 1 at reference pay: e = D⁻¹g with cost ½eᵀDe, D off-diagonal γ.

    Pay for one task draws effort from the other; unpaid work gets none (Holmström & Milgrom 1991,
    J Law, Economics & Organization 7:24-52).
    """
    answer = (own_pay - substitution * other_pay) / (1.0 - substitution * substitution)
    return min(max(answer, 0.0), highest)


@compiled
def working_time(hours: float, share: float, floor: float, gain: float, effort: float) -> float:
    """Hours spent on a task today, within the hours had: a floor anyone gives, more with effort."""
    return min(hours, hours * share * (floor + gain * effort))
