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


def reference_rate(share: float, outside_pay: float, asked_a_year: float) -> float:
    """Pay per money sold, or renewed, that calls forth reference effort: share·outside ÷ asked.

    A rep asks what a good year pays over what others would pay (both money a year), not which rate
    of the price it is: that is pay for ``asked_a_year``, the new business that the plan asks for.
    So prices have no scale of their own, and a plan that pays twice the variable part calls forth
    twice the effort. In the linear contract, too, pay is against what the rep has elsewhere
    (Holmström & Milgrom 1987, *Econometrica* 55:303-328); that effort goes by its ratio to that is
    an assumption.
    """
    return share * max(outside_pay, 1.0) / asked_a_year


@compiled
def responding(usual: float, best: float, response: float) -> float:
    """Effort of a rep who goes the part ``response`` of the way from the usual to the best one."""
    return usual + response * (best - usual)


@compiled
def work(floor: float, gain: float, effort: float) -> float:
    """Work done over that at reference effort: a floor that anyone gives, and more with effort."""
    return floor + gain * effort


@compiled
def working_time(hours: float, share: float, work: float) -> float:
    """Hours spent on a task today: its share at reference effort times the work, within hours."""
    return min(hours, hours * share * work)


@compiled
def unpaid_part(floor: float, crowding_out: float, pay: float) -> float:
    """The floor of work that is left once the task is paid for: pay crowds out a part of it.

    After Gneezy & Rustichini 2000, *Quarterly J. Economics* 115(3):791-810.
    """
    return floor * (1.0 - crowding_out) if pay > 0.0 else floor


@compiled
def tries(work: float, response: float) -> float:
    """Persistence on leads over that at reference effort, answering to work in part or in full."""
    return response * work + (1.0 - response)


@compiled
def certain(pay: float, aversion: float) -> float:
    """The sure pay that is as good as the uncertain pay of one more deal, at constant absolute
    aversion (per unit of pay).

    A deal comes or does not come, so the worth is (1 − e^(−a·pay))/a; in the limit of many small
    deals that is the mean less half the aversion times the variance (Holmström & Milgrom 1987).
    """
    if aversion <= 0.0:
        return pay
    return (1.0 - math.exp(-aversion * pay)) / aversion
