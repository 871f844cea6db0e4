"""On target: where on a component's curve a rep is who makes the quota, and what that pays.

On target is at quota: of a curve over attainment at 1, of one over new revenue at the quota, of a
ratio at its goal. What has neither, what pays in a window only, and what comes into force later, is
taken as nothing.
"""

from collections.abc import Mapping

import numpy as np

from sim.config.plan import Component, Incentive
from sim.config.working_days import YEAR
from sim.model.rules.payout import payout


def place_on_target(part: Component, quota: float) -> float:
    """Place on a component's axis of a rep on target, whose quota it is (the measure's unit)."""
    if part.unit == "attainment":
        return 1.0
    if part.goal == 0.0 and part.counted.new_business and part.counted.is_money:
        return quota
    return part.goal


def paid_on_target(part: Component, quota: float, a_year: float) -> float:
    """Pay of a component at a quota, with so many periods a year (money a year)."""
    if part.to_day is not None or part.first_day:
        return 0.0
    curve = [np.asarray(values, np.float64) for values in (part.at, part.jump, part.slope)]
    height = payout(place_on_target(part, quota), *curve, len(part.at))
    return float(part.target_pay * height) * a_year


def pay_scale(
    plan: Incentive, variable: float, quotas: list[float], lengths: Mapping[str, float]
) -> float:
    """The factor on a plan's pay with which a rep on target gets so much variable pay.

    ``variable`` is money a year; ``quotas`` are the rep's, by component; ``lengths`` days of pay
    periods. A plan that pays nothing
    on target has nothing to multiply: 1.
    """
    both = zip(plan.components, quotas, strict=True)
    own = sum(paid_on_target(one, quota, YEAR / lengths[one.period]) for one, quota in both)
    return variable / own if own > 0.0 else 1.0
