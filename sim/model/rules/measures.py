"""Measures of pay: what an event credits, and what a period's credit will come to, by measure."""

import math
from typing import NamedTuple, TypedDict

import numpy as np

from sim.config.measures import MEASURES
from sim.engine.compiled import compiled
from sim.engine.rows import Float64
from sim.model.rules.payout import period_spread

# NumPy integers, as Numba compiles a function anew for every plain constant it is called with.
(NEW, RENEWAL, RETENTION, SATISFACTION, SHARE_GAIN, GROWTH, MARGIN, ACTIVITY, TEAM,
 DEALS) = np.arange(len(MEASURES))  # fmt: skip
_LEAST = 1e-9


class Rates(TypedDict):
    """Rates that a firm's reps go by: what happens a working day, renewed each month, and what
    goods and accounts are like. Money is what a contract's term books."""

    effort_rate: Float64  # pay per money sold that calls forth reference effort
    service_rate: Float64  # the same per money renewed, for service
    market_deals: Float64  # deals of all firms a day
    talks: Float64  # conversations a rep and day
    pace: Float64  # money sold a rep and day
    seats: Float64
    deal: Float64  # money of one deal
    deal_spread: Float64  # relative variance of its size
    margin: Float64
    content: Float64  # change of satisfaction by that of the share that renews
    content_sd: Float64  # SD of satisfaction over terms
    retained: Float64  # share of value that renews
    retained_sd: Float64  # its SD over terms


class Standing(NamedTuple):
    """A rep's position on one component of the plan (days are working days)."""

    done: float  # counted this period, in the measure's unit
    before: float  # counted in the period before, for as many days
    goal: float
    days: float  # of the period, as far as it counts for the rep
    left: float  # days that count until it ends, today among them
    pace: float  # money sold a day
    renewal_pace: float  # money renewed a day


@compiled
def adds_up(measure: int) -> bool:
    """Whether a measure is a sum over days, of which part of a period brings part; not a ratio."""
    return measure not in (RETENTION, SATISFACTION, SHARE_GAIN, GROWTH)


@compiled
def deal_credit(measure: int, value: float, list_value: float, cost_share: float) -> float:
    """Credit of a signature: its value, or the margin that is left of it (money), or 1 deal.

    The cost of a deal is the share ``cost_share`` of its list value, whatever was given away.
    """
    if measure in (NEW, GROWTH):
        return value
    if measure == DEALS:
        return 1.0
    return value - cost_share * list_value if measure == MARGIN else 0.0


@compiled
def term_credit(
    measure: int, before: float, after: float, satisfied: float, renewed: bool
) -> float:
    """Credit at the end of a contract term: value renewed or retained (money), or satisfaction.

    ``satisfied`` is 0 to 1, NaN where the customer was not asked.
    """
    if measure == RENEWAL:
        return after if renewed else 0.0
    if measure == RETENTION:
        return min(after, before)
    return satisfied if measure == SATISFACTION and not math.isnan(satisfied) else 0.0


@compiled
def term_base(measure: int, before: float, satisfied: float) -> float:
    """Part of a share's denominator that a term adds: the value that ended (money), or 1 answer."""
    if measure == RETENTION:
        return before
    return 1.0 if measure == SATISFACTION and not math.isnan(satisfied) else 0.0


@compiled
def expected(measure: int, now: Standing, usual: Rates) -> float:
    """Mean of what the period will have come to, in the measure's unit.

    What adds up goes on at its pace. Shares end where they usually are, a gain at none.
    """
    if measure == RETENTION:
        return usual["retained"]
    if measure == SATISFACTION:
        return now.goal
    if measure == SHARE_GAIN:
        return 0.0
    pace = now.pace
    if measure == RENEWAL:
        pace = now.renewal_pace
    elif measure == MARGIN:
        pace *= usual["margin"]
    elif measure == TEAM:
        pace = usual["pace"]
    elif measure == ACTIVITY:
        pace = usual["talks"]
    elif measure == DEALS:
        pace /= max(usual["deal"], _LEAST)
    total = now.done + pace * now.left
    if measure == GROWTH:
        return total / now.before if now.before > 0.0 else now.goal
    return total


@compiled
def doubt(measure: int, now: Standing, usual: Rates) -> float:
    """SD of what the period will have come to, in the measure's unit.

    Deals and conversations arrive as Poisson streams; a mean over terms is surer the more there
    are, and the difference of two shares of n wins has at most the variance 1/(2n).
    """
    if measure == SHARE_GAIN:
        return math.sqrt(0.5 / max(usual["market_deals"] * now.days, 1.0))
    if measure in (RETENTION, SATISFACTION):
        terms = max(now.renewal_pace * now.days / max(usual["deal"], _LEAST), 1.0)
        return (usual["retained_sd"] if measure == RETENTION else usual["content_sd"]) / math.sqrt(
            terms
        )
    if measure == ACTIVITY:
        return math.sqrt(max(usual["talks"] * now.left, 0.0))
    if measure == DEALS:
        return math.sqrt(max(now.pace / max(usual["deal"], _LEAST) * now.left, 0.0))
    pace = now.renewal_pace if measure == RENEWAL else now.pace
    spread = period_spread(pace, usual["deal"], usual["deal_spread"], now.left)
    if measure == MARGIN:
        return usual["margin"] * spread
    if measure == GROWTH:
        return spread / now.before if now.before > 0.0 else 0.0
    return spread / math.sqrt(max(usual["seats"], 1.0)) if measure == TEAM else spread


@compiled
def per_sale(measure: int, now: Standing, usual: Rates) -> float:
    """Change of the period's result, in the measure's unit, by one more unit of money sold."""
    if measure == NEW:
        return 1.0
    if measure == MARGIN:
        return usual["margin"]
    if measure == GROWTH:
        return 1.0 / now.before if now.before > 0.0 else 0.0
    if measure == TEAM:
        return 1.0 / max(usual["seats"], 1.0)
    if measure == SHARE_GAIN:
        return 1.0 / max(usual["deal"] * usual["market_deals"] * now.days, _LEAST)
    if measure == DEALS:
        return 1.0 / max(usual["deal"], _LEAST)
    return usual["talks"] / max(usual["pace"], _LEAST) if measure == ACTIVITY else 0.0


@compiled
def per_renewal(measure: int, now: Standing, usual: Rates) -> float:
    """Change of the period's result, in the measure's unit, by one more unit of money renewed."""
    if measure == RENEWAL:
        return 1.0
    ended = max(now.renewal_pace * now.days, _LEAST) / max(usual["retained"], _LEAST)
    if measure == RETENTION:
        return 1.0 / ended
    return usual["content"] / ended if measure == SATISFACTION else 0.0


def satisfaction_per_renewal(churn: float, service_effect: float) -> float:
    """Change of satisfaction by that of the share that renews, where service moves both.

    Service moves churn by its elasticity, and satisfaction by the logistic curve's slope at its
    middle, a quarter: a ratio that holds near usual service.
    """
    return 0.25 / max(churn * service_effect, _LEAST)
