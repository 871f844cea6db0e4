"""A plan's pay at attainments, and its part of the sales that it pays for."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from sim.metrics.plan_terms import Target, Terms, paid_at

ATTAINMENTS = (0.0, 0.5, 0.8, 1.0, 1.2, 1.5, 2.0)


class At(NamedTuple):
    """One attainment of the year's quota: sales, variable pay and all pay (money a year), and pay
    over sales; NaN where the plan has no quota of new business."""

    attainment: float
    sales: float
    variable: float
    pay: float

    @property
    def cost(self) -> float:
        """Pay over sales."""
        return self.pay / self.sales if self.sales > 0.0 else math.nan


def pay_at(plan: Terms, attainments: Sequence[float] = ATTAINMENTS) -> list[At]:
    """Pay at every attainment; whatever is no new business, or counts in a window only, is taken
    on target."""
    quota = plan.quota_a_year
    found = []
    for attainment in attainments:
        variable = sum(_of(target, attainment) for target in plan.targets)
        found.append(At(attainment, attainment * quota, variable, plan.salary + variable))
    return found


def _of(target: Target, attainment: float) -> float:
    """A component's pay a year."""
    part = target.component
    if not part.counted.new_business or part.to_day is not None:
        return target.pay
    by_quota = part.unit == "attainment"
    if not by_quota and not target.quota > 0.0:
        return target.pay
    return float(paid_at(attainment * target.x, part)) * target.periods
