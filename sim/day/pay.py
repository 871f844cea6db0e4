"""Pay: salaries, what the plan owes at a period's end, new quotas, and who leaves."""

from typing import Any

import numpy as np

from sim.rules.payout import payout
from sim.world.staffing import note_times, pay_salaries, see_who_leaves
from sim.world.world import World

# A quarter: how often reps take stock of what they earned and sold.
_FELT_EVERY = 65
# However little was sold, a quota stays at least this part of the first.
_LEAST_PAR = 0.05


def pay(world: World) -> None:
    """Close the day's books for every rep."""
    pay_salaries(world)
    for firm in range(world.firms):
        for c, part in enumerate(world.plans[firm]):
            # Without variable pay there is still a quota, so that attainment has a meaning.
            if (part["pieces"] or c == 0) and (world.day + 1) % part["days"] == 0:
                _close_period(world, firm, c, part)
    if (world.day + 1) % _FELT_EVERY == 0:
        note_times(world)
        world.reps["pay_rate"] += 0.5 * (world.reps["recent_pay"] * 4.0 - world.reps["pay_rate"])
        world.reps["recent_pay"] = 0.0
        for pace, recent in (("pace", "recent_sales"), ("renewal_pace", "recent_renewals")):
            a_day = world.reps[recent] / _FELT_EVERY
            world.reps[pace] += 0.5 * (a_day - world.reps[pace])
            world.reps[recent] = 0.0
    see_who_leaves(world)


def _close_period(world: World, firm: int, c: int, part: Any) -> None:
    """Pay one component of the plan to every rep of a firm, and set the next quotas."""
    rows = world.rows_of(firm)
    for r in (rows.start + np.flatnonzero(world.filled(firm))).tolist():
        rep = world.reps[r]
        quota, credit = float(rep["quota"][c]), float(rep["credit"][c])
        attained = credit / quota if quota > 0.0 else 0.0
        x = attained if part["by_quota"] else credit
        owed = 0.0
        if part["pieces"]:
            height = payout(x, part["at"], part["jump"], part["slope"], int(part["pieces"]))
            owed = float(part["target_pay"]) * height
        world.records.pay.append(
            day=world.day, rep=r, firm=firm, component=c if part["pieces"] else -1,
            days=part["days"], measure=part["measure"], credit=credit, quota=quota,
            attainment=attained, pay=owed,
        )  # fmt: skip
        rep["earned"] += owed
        rep["recent_pay"] += owed
        world.add(firm, "variable_pay", owed)
    _set_quotas(world, firm, c)
    world.reps["credit"][rows, c] = 0.0


def _set_quotas(world: World, firm: int, c: int) -> None:
    """The running mean of credit a rep, made tighter, shared out by skill as far as it is seen."""
    rows, quota = world.rows_of(firm), world.quotas[firm]
    if rows.start == rows.stop or world.desks.prospectors[firm] == rows.stop - rows.start:
        return
    sellers = ~world.reps["prospector"][rows] & world.filled(firm)
    credit = world.reps["credit"][rows, c][sellers]
    if len(credit):
        world.par[firm, c] += float(quota["ratchet"]) * (float(credit.mean()) - world.par[firm, c])
    first = float(quota["initial"]) * float(world.plans[firm, c]["days"]) / 65.0
    world.par[firm, c] = max(world.par[firm, c], _LEAST_PAR * first)
    share_out_quotas(world, firm, c)


def share_out_quotas(world: World, firm: int, c: int) -> None:
    """Give every selling rep of a firm a quota from the firm's par for one component."""
    rows, quota = world.rows_of(firm), world.quotas[firm]
    weight = float(quota["skill_weight"])
    of_territory = float(quota["territory_weight"])
    both = zip(world.reps["skill"][rows].tolist(), world.reps["territory"][rows].tolist(),
               strict=True)  # fmt: skip
    seen = np.array([skill**weight * size**of_territory for skill, size in both])
    sellers = ~world.reps["prospector"][rows]
    share = np.where(sellers, seen / seen[sellers].mean(), 0.0)
    world.reps["quota"][rows, c] = float(quota["tightness"]) * world.par[firm, c] * share
