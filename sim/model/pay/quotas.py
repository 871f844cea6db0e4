"""Quotas: what a rep is expected to do in a period, from what the firm's reps did before."""

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.config.plan import MEASURES, OF_MONEY
from sim.model.pay.credit import TEAM

if TYPE_CHECKING:
    from sim.model.state.world import World

Floats = np.ndarray[Any, np.dtype[np.float64]]
# However little was sold, par stays at least this part of the first, and a quota above nothing.
_LEAST_PAR = 0.05
# A rep's own results move the quota within these bounds, times what it would be without them.
_LEAST_OWN, _MOST_OWN = 0.2, 5.0
_MONEY = tuple(MEASURES.index(measure) for measure in OF_MONEY)


def set_first_quotas(world: "World") -> None:
    """Before anything was sold, quotas come from the plan, the same for every rep of a firm.

    ``par`` is the running mean of credit a rep, ``hard`` what it is multiplied by, [firm,
    component]; prospectors have a par of their own, of what deals are split with them.
    """
    plans = world.plans
    world.par = world.quotas["initial"][:, None] * plans["days"] / 65.0
    world.prospectors_par = plans["split"] * world.par
    world.hard = np.repeat(world.quotas["tightness"][:, None], plans.shape[1], axis=1)
    world.last_share = np.full(plans.shape, np.nan)
    fixed = np.where(np.isin(plans["measure"], _MONEY), 0.0, plans["goal"])
    fixed = np.where(plans["goal"] > 0.0, plans["goal"], fixed)
    running = np.isin(plans["measure"], _MONEY) & (plans["goal"] == 0.0)
    first = np.where(running, world.hard * world.par, fixed)
    for rep in world.reps:
        firm = rep["firm"]
        rep["quota"] = first[firm]
        rep["pace"] = rep["renewal_pace"] = world.quotas["initial"][firm] / 65.0


def set_quotas(world: "World", firm: int, c: int) -> None:
    """At a period's end: move the firm's par, and each rep's own history, and set new quotas."""
    part, rules, rows = world.plans[firm, c], world.quotas[firm], world.rows_of(firm)
    if part["goal"] > 0.0 or int(part["measure"]) not in _MONEY or rows.start == rows.stop:
        return
    prospect = world.reps["prospector"][rows]
    _move_prospectors_par(world, firm, c, prospect)
    if prospect.all():
        return
    sold = ~prospect & world.filled(firm)
    if not sold.any():
        return
    credit = world.reps["credit"][rows, c][sold]
    _see_how_hard(world, firm, c, credit, world.reps[rows][sold])
    world.par[firm, c] += float(rules["ratchet"]) * (float(credit.mean()) - world.par[firm, c])
    first = float(rules["initial"]) * float(part["days"]) / 65.0
    world.par[firm, c] = max(world.par[firm, c], _LEAST_PAR * first)
    _note_own_results(world, firm, c)
    share_out_quotas(world, firm, c)


def share_out_quotas(world: "World", firm: int, c: int) -> None:
    """Give every selling rep of a firm a quota from the firm's par for one component."""
    rows, rules = world.rows_of(firm), world.quotas[firm]
    prospect = world.reps["prospector"][rows]
    quota = float(world.hard[firm, c]) * world.par[firm, c] * _shares(world, firm, c)
    if world.plans[firm, c]["split"] > 0.0:
        quota[prospect] = world.hard[firm, c] * world.prospectors_par[firm, c]
    if rules["ratchet_up"] > 0.0 or rules["ratchet_down"] > 0.0:
        carry = world.reps["carry"][rows, c]
        carry[:] = np.clip(carry, (_LEAST_OWN - 1.0) * quota, (_MOST_OWN - 1.0) * quota)
        quota = quota + carry
    world.reps["quota"][rows, c] = quota


def _shares(world: "World", firm: int, c: int) -> Floats:
    """Each rep's part of what the firm expects, 1 on average over those who sell.

    Skill and territory count as far as they are seen; a team's goal is everybody's, alike.
    """
    rows, rules = world.rows_of(firm), world.quotas[firm]
    reps = world.reps[rows]
    if world.plans[firm, c]["measure"] == TEAM:
        return np.ones(len(reps))
    weight, land = float(rules["skill_weight"]), float(rules["territory_weight"])
    seen = np.array([skill**weight for skill in reps["skill"].tolist()])
    if land > 0.0:
        seen = seen * np.array([size**land for size in reps["territory"].tolist()])
    sellers = ~reps["prospector"]
    return np.where(sellers, seen / seen[sellers].mean(), 0.0)


def _see_how_hard(world: "World", firm: int, c: int, credit: Floats, sellers: Any) -> None:
    """Where a part of the reps is to reach quota: par times the quantile that so many exceeded."""
    rules = world.quotas[firm]
    if rules["attain"] == 0.0:
        return
    hard = float(world.hard[firm, c])
    expected = (sellers["quota"][:, c] - sellers["carry"][:, c]) / hard
    exceeded = float(np.quantile(credit / expected, 1.0 - float(rules["attain"])))
    hard += float(rules["ratchet"]) * (exceeded - hard)
    world.hard[firm, c] = max(hard, _LEAST_PAR)


def _note_own_results(world: "World", firm: int, c: int) -> None:
    """What a rep sold beyond quota, or short of it, moves the rep's own quotas from now on."""
    rules, rows = world.quotas[firm], world.rows_of(firm)
    beyond = world.reps["credit"][rows, c] - world.reps["quota"][rows, c]
    up, down = float(rules["ratchet_up"]), float(rules["ratchet_down"])
    if up > 0.0 or down > 0.0:
        world.reps["carry"][rows, c] += np.where(beyond > 0.0, up, down) * beyond


def _move_prospectors_par(world: "World", firm: int, c: int, prospect: Any) -> None:
    part, rules = world.plans[firm, c], world.quotas[firm]
    if part["split"] == 0.0 or not prospect.any():
        return
    mean = float(world.reps["credit"][world.rows_of(firm), c][prospect].mean())
    par = float(world.prospectors_par[firm, c])
    par += float(rules["ratchet"]) * (mean - par)
    least = _LEAST_PAR * float(part["split"] * rules["initial"] * part["days"]) / 65.0
    world.prospectors_par[firm, c] = max(par, least)
