"""Pulls: what one more unit of money sold, or renewed, adds to what a rep can expect to be paid.

Each component of the plan is valued by where its period is heading: a normal distribution of what
its measure will have come to. What own selling or service moves a measure by is its yield.
"""

import math
from typing import Any

import numpy as np

from sim.engine.compiled import compiled
from sim.model.pay.credit import (
    ACTIVITY,
    GROWTH,
    MARGIN,
    NEW,
    RENEWAL,
    RETENTION,
    SATISFACTION,
    SHARE_GAIN,
    TEAM,
    counts,
)
from sim.model.rules.normal import cumulative
from sim.model.rules.payout import marginal_payout, period_spread

# What a firm's reps go by, renewed each month: deals of all firms and conversations a rep had a
# day, money sold a rep and day, seats; money of one deal and the relative variance of its size;
# margin; what one more part of an account's value renewed shows in satisfaction, SDs of both.
RATES = np.dtype(
    [(name, "f8") for name in (
        "market_deals", "talks", "pace", "seats", "deal", "deal_spread", "margin",
        "content", "content_sd", "retained", "retained_sd",
    )]
)  # fmt: skip
_LEAST = 1e-9


@compiled
def days_to_count(part: Any, day: int) -> int:
    """Days, today among them, on which a component counts until its period ends; 0 if not today."""
    if not counts(part, day):
        return 0
    left = part["days"] - day % part["days"]
    since = day - part["opens"]
    if since >= 0 and part["every"] > 0:
        since %= part["every"]
    return int(min(left, part["length"] - since))


@compiled
def _of_sales(rep: Any, c: int, part: Any, rate: Any) -> float:
    """What a unit of own new revenue adds to a component's measure."""
    measure = part["measure"]
    if measure == NEW:
        return 1.0
    if measure == MARGIN:
        return float(rate["margin"])
    if measure == GROWTH:
        return 1.0 / rep["before"][c] if rep["before"][c] > 0.0 else 0.0
    if measure == TEAM:
        return 1.0 / max(rate["seats"], 1.0)
    if measure == SHARE_GAIN:
        return 1.0 / max(rate["deal"] * rate["market_deals"] * part["days"], _LEAST)
    if measure == ACTIVITY:
        return rate["talks"] / max(rate["pace"], _LEAST)
    return 0.0


@compiled
def _of_service(rep: Any, part: Any, rate: Any) -> float:
    """What a unit of own renewed revenue adds to a component's measure."""
    measure = part["measure"]
    if measure == RENEWAL:
        return 1.0
    ended = max(rep["renewal_pace"] * part["days"], _LEAST) / max(rate["retained"], _LEAST)
    if measure == RETENTION:
        return 1.0 / ended
    if measure == SATISFACTION:
        return rate["content"] / ended
    return 0.0


@compiled
def _heading(rep: Any, c: int, part: Any, left: int, rate: Any) -> tuple[float, float]:
    """What a measure will have come to by its period's end: mean and SD, in its own unit."""
    measure, done = part["measure"], rep["credit"][c]
    pace = rep["pace"]
    if measure == RENEWAL:
        pace = rep["renewal_pace"]
    spread = period_spread(pace, rate["deal"], rate["deal_spread"], left)
    if measure in (NEW, RENEWAL):
        return done + pace * left, spread
    if measure == MARGIN:
        return done + rate["margin"] * pace * left, rate["margin"] * spread
    if measure == GROWTH:
        before = rep["before"][c]
        if before <= 0.0:
            return part["goal"], 0.0
        return (done + pace * left) / before, spread / before
    if measure == TEAM:
        return done + rate["pace"] * left, spread / math.sqrt(max(rate["seats"], 1.0))
    if measure == ACTIVITY:
        return done + rate["talks"] * left, math.sqrt(max(rate["talks"] * left, 0.0))
    if measure == SHARE_GAIN:
        deals = max(rate["market_deals"] * part["days"], 1.0)
        return 0.0, math.sqrt(0.5 / deals)
    # Means over terms that end: as good so far as they usually are, surer the more there were.
    terms = max(rep["renewal_pace"] * part["days"] / max(rate["deal"], _LEAST), 1.0)
    if measure == RETENTION:
        return rate["retained"], rate["retained_sd"] / math.sqrt(terms)
    return part["goal"], rate["content_sd"] / math.sqrt(terms)


@compiled
def _gate_opens(rep: Any, plan: Any, gate: int, threshold: float, day: int, rate: Any) -> float:
    """Chance that the component on which another one waits gets far enough."""
    part, quota = plan[gate], rep["quota"][gate]
    if quota <= 0.0:
        return 0.0
    mean, spread = _heading(rep, gate, part, days_to_count(part, day), rate)
    if spread <= 0.0:
        return 1.0 if mean >= threshold * quota else 0.0
    return 1.0 - cumulative((threshold * quota - mean) / spread)


@compiled
def pulls(
    rep: Any, day: int, plan: Any, ahead: Any, rate: Any
) -> tuple[float, float]:  # fmt: skip
    """Pay that one more unit of money sold, and one more renewed, can be expected to bring; of
    components that are looked ahead on, nothing."""
    sold, renewed = 0.0, 0.0
    for c in range(len(plan)):
        part = plan[c]
        if part["pieces"] == 0 or (ahead[c] and not rep["prospector"]):
            continue
        left = days_to_count(part, day)
        unit = rep["quota"][c] if part["by_quota"] else 1.0
        if unit <= 0.0 or left == 0:
            continue
        mean, spread = _heading(rep, c, part, left, rate)
        worth = marginal_payout(
            mean / unit, spread / unit, part["at"], part["jump"], part["slope"], part["pieces"]
        )
        worth *= part["target_pay"] / unit
        if part["gate"] >= 0:
            worth *= _gate_opens(rep, plan, part["gate"], part["gate_attainment"], day, rate)
        sold += worth * _of_sales(rep, c, part, rate)
        renewed += worth * _of_service(rep, part, rate)
    return sold, renewed
