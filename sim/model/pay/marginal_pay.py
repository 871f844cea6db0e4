"""Marginal pay: what one more unit of money sold, or renewed, adds to the pay a rep can expect.

Each component of the plan is valued by where its period is heading: a normal distribution of what
its measure will have come to.
"""

import numpy as np
from numpy.typing import NDArray

from sim.engine.compiled import compiled
from sim.model.pay.calendar import asked_in_all, days_left, of_a_whole, part_in_all, whole_days
from sim.model.rules.measures import (
    SHARE_GAIN,
    Rates,
    Standing,
    doubt,
    expected,
    per_renewal,
    per_sale,
)
from sim.model.rules.normal import reaches
from sim.model.rules.payout import marginal_payout
from sim.model.state.pay_plans import ComponentRow, Plan
from sim.model.state.seats import RepRow


@compiled
def _standing(rep: RepRow, c: int, part: ComponentRow, day: int, there: float) -> Standing:
    of_firm = part["measure"] == SHARE_GAIN
    return Standing(
        done=rep["credit"][c],
        before=rep["before"][c] * there,
        goal=part["goal"],
        days=whole_days(part, day) * (1.0 if of_firm else there),
        left=float(days_left(part, day)),
        pace=rep["pace"],
        renewal_pace=rep["renewal_pace"],
    )


@compiled
def _gate_opens(rep: RepRow, plan: Plan, part: ComponentRow, day: int, usual: Rates) -> float:
    """Chance that the component on which another one waits gets far enough."""
    gate = part["gate"]
    other, measure = plan[gate], plan[gate]["measure"]
    there = part_in_all(rep, gate, other, day)
    quota = rep["quota"][gate] * asked_in_all(rep, gate, other, day)
    if quota <= 0.0:
        return 0.0
    now = _standing(rep, gate, other, day, there)
    mean, spread = expected(measure, now, usual), doubt(measure, now, usual)
    return reaches(part["gate_attainment"] * quota, mean, spread)


@compiled
def marginal_pay(
    rep: RepRow, day: int, plan: Plan, ahead: NDArray[np.bool_], usual: Rates
) -> tuple[float, float]:
    """Pay that one more unit of money sold, and one more renewed, can be expected to bring; of
    components that are looked ahead on, nothing."""
    sold, renewed = 0.0, 0.0
    for c in range(len(plan)):
        part = plan[c]
        if part["pieces"] == 0 or (ahead[c] and not rep["prospector"]):
            continue
        measure, there = part["measure"], part_in_all(rep, c, part, day)
        unit = of_a_whole(measure, there)
        if part["by_quota"]:
            unit = rep["quota"][c] * asked_in_all(rep, c, part, day)
        if unit <= 0.0 or there <= 0.0:
            continue
        now = _standing(rep, c, part, day, there)
        mean, spread = expected(measure, now, usual) / unit, doubt(measure, now, usual) / unit
        worth = marginal_payout(
            mean, spread, part["at"], part["jump"], part["slope"], part["pieces"]
        )
        worth *= there * part["target_pay"] * rep["pay_scale"] / unit
        if part["gate"] >= 0:
            worth *= _gate_opens(rep, plan, part, day, usual)
        sold += worth * per_sale(measure, now, usual)
        renewed += worth * per_renewal(measure, now, usual)
    return sold, renewed
