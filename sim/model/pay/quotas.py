"""Quotas: what a rep is expected to do in a period, from what the firm's reps did before."""

from typing import Any

import numpy as np

from sim.config.plan import MEASURES, OF_MONEY
from sim.model.pay.credit import TEAM
from sim.model.state.world import World

Floats = np.ndarray[Any, np.dtype[np.float64]]
# However little was sold, par stays at least this part of the first, and a quota above nothing.
_LEAST_PAR = 0.05
# A rep's own results move the quota within these bounds, times what it would be without them.
_LEAST_OWN, _MOST_OWN = 0.2, 5.0
_MONEY = tuple(MEASURES.index(measure) for measure in OF_MONEY)


def first_par(plans: Any, rules: Any) -> tuple[Floats, Floats]:
    """Par and what quotas are of par before anything was sold, [firm, component]."""
    par = rules["initial"][:, None] * plans["days"] / 65.0
    return par, np.repeat(rules["tightness"][:, None], plans.shape[1], axis=1)


def set_first_quotas(world: World) -> None:
    """Before anything was sold, give every rep of a firm the same quotas, from the plan."""
    pay = world.pay
    plans = pay.plans
    money = np.isin(plans["measure"], _MONEY)
    first = np.where(money, pay.hard * pay.par, 0.0)
    first = np.where(plans["goal"] > 0.0, plans["goal"], first)
    for rep in world.sales.reps:
        firm = rep["firm"]
        rep["quota"] = first[firm]
        rep["pace"] = rep["renewal_pace"] = pay.quotas["initial"][firm] / 65.0


def set_quotas(world: World, firm: int, c: int) -> None:
    """At a period's end: move the firm's par, and each rep's own history, and set new quotas."""
    sales, pay = world.sales, world.pay
    part, rules, rows = pay.plans[firm, c], pay.quotas[firm], world.rows_of(firm)
    if part["goal"] > 0.0 or int(part["measure"]) not in _MONEY or rows.start == rows.stop:
        return
    prospect = sales.reps["prospector"][rows]
    _move_prospectors_par(world, firm, c, prospect)
    if prospect.all():
        return
    sold = ~prospect & (sales.reps["joined"][rows] <= world.day)
    if not sold.any():
        return
    credit = sales.reps["credit"][rows, c][sold]
    _see_how_hard(world, firm, c, credit, sales.reps[rows][sold])
    pay.par[firm, c] += float(rules["ratchet"]) * (float(credit.mean()) - pay.par[firm, c])
    first = float(rules["initial"]) * float(part["days"]) / 65.0
    pay.par[firm, c] = max(pay.par[firm, c], _LEAST_PAR * first)
    _note_own_results(world, firm, c)
    share_out_quotas(world, firm, c)


def share_out_quotas(world: World, firm: int, c: int) -> None:
    """Give every selling rep of a firm a quota from the firm's par for one component."""
    sales, pay = world.sales, world.pay
    rows, rules = world.rows_of(firm), pay.quotas[firm]
    prospect = sales.reps["prospector"][rows]
    quota = float(pay.hard[firm, c]) * pay.par[firm, c] * _shares(world, firm, c)
    if pay.plans[firm, c]["split"] > 0.0:
        quota[prospect] = pay.hard[firm, c] * pay.prospectors_par[firm, c]
    if rules["ratchet_up"] > 0.0 or rules["ratchet_down"] > 0.0:
        carry = sales.reps["carry"][rows, c]
        carry[:] = np.clip(carry, (_LEAST_OWN - 1.0) * quota, (_MOST_OWN - 1.0) * quota)
        quota = quota + carry
    sales.reps["quota"][rows, c] = quota


def _shares(world: World, firm: int, c: int) -> Floats:
    """Each rep's part of what the firm expects, 1 on average over those who sell.

    Skill and territory count as far as they are seen; a team's goal is everybody's, alike.
    """
    rows, rules = world.rows_of(firm), world.pay.quotas[firm]
    reps = world.sales.reps[rows]
    if world.pay.plans[firm, c]["measure"] == TEAM:
        return np.ones(len(reps))
    weight, land = float(rules["skill_weight"]), float(rules["territory_weight"])
    seen = np.array([skill**weight for skill in reps["skill"].tolist()])
    if land > 0.0:
        seen = seen * np.array([size**land for size in reps["territory"].tolist()])
    sellers = ~reps["prospector"]
    return np.where(sellers, seen / seen[sellers].mean(), 0.0)


def _see_how_hard(world: World, firm: int, c: int, credit: Floats, sellers: Any) -> None:
    """Where a part of the reps is to reach quota: par times the quantile that so many exceeded."""
    pay = world.pay
    rules = pay.quotas[firm]
    if rules["attain"] == 0.0:
        return
    hard = float(pay.hard[firm, c])
    expected = (sellers["quota"][:, c] - sellers["carry"][:, c]) / hard
    exceeded = float(np.quantile(credit / expected, 1.0 - float(rules["attain"])))
    hard += float(rules["ratchet"]) * (exceeded - hard)
    pay.hard[firm, c] = max(hard, _LEAST_PAR)


def _note_own_results(world: World, firm: int, c: int) -> None:
    """What a rep sold beyond quota, or short of it, moves the rep's own quotas from now on."""
    sales = world.sales
    rules, rows = world.pay.quotas[firm], world.rows_of(firm)
    beyond = sales.reps["credit"][rows, c] - sales.reps["quota"][rows, c]
    up, down = float(rules["ratchet_up"]), float(rules["ratchet_down"])
    if up > 0.0 or down > 0.0:
        sales.reps["carry"][rows, c] += np.where(beyond > 0.0, up, down) * beyond


def _move_prospectors_par(world: World, firm: int, c: int, prospect: Any) -> None:
    pay = world.pay
    part, rules = pay.plans[firm, c], pay.quotas[firm]
    if part["split"] == 0.0 or not prospect.any():
        return
    mean = float(world.sales.reps["credit"][world.rows_of(firm), c][prospect].mean())
    par = float(pay.prospectors_par[firm, c])
    par += float(rules["ratchet"]) * (mean - par)
    least = _LEAST_PAR * float(part["split"] * rules["initial"] * part["days"]) / 65.0
    pay.prospectors_par[firm, c] = max(par, least)
