"""Quotas: what a rep is expected to do in a period, from what the firm's reps did before."""

import numpy as np

from sim.config.measures import MEASURES, REGISTER
from sim.config.working_days import QUARTER
from sim.engine.rows import Floats, Settings, Table
from sim.model.pay.calendar import asked_so_far
from sim.model.rules import quota as rule
from sim.model.rules.measures import TEAM
from sim.model.state.pay_plans import Plans
from sim.model.state.seats import Rows
from sim.model.state.world import World

_MONEY = tuple(number for number, name in enumerate(MEASURES) if REGISTER[name].is_money)


def first_par(plans: Plans, rules: Table[Settings]) -> tuple[Floats, Floats]:
    """Par and what quotas are of par before anything was sold, [firm, component]."""
    initial, days = rules["initial"].tolist(), (plans["days"] / plans["parts"]).tolist()
    par = [[rule.over_days(a, b) for b in row] for a, row in zip(initial, days, strict=True)]
    return np.array(par), np.repeat(rules["tightness"][:, None], len(plans[0]), axis=1)


def set_first_quotas(world: World) -> None:
    """Before anything was sold, give every rep of a firm who does the same the same quotas."""
    pay = world.pay
    measure, goal = pay.plans["measure"], pay.plans["goal"]
    closes = np.where(np.isin(measure, _MONEY), pay.hard * pay.par, 0.0)
    prospects = np.where(measure == TEAM, closes, pay.hard * pay.prospectors_par)
    for rep in world.sales.reps:
        firm = rep["firm"]
        usual = prospects if rep["prospector"] else closes
        quota = np.where(goal > 0.0, goal, usual)[firm]
        over = rule.assigned(1.0, float(pay.quotas["over_assignment"][firm]))
        quota = np.where(np.isin(measure[firm], _MONEY), quota * over, quota)
        rep["quota"] = np.where(rep["own_quota"] > 0.0, rep["own_quota"], quota)
        rep["pace"] = rep["renewal_pace"] = rule.over_days(pay.quotas["initial"][firm], 1)


def set_quotas(world: World, firm: int, c: int) -> None:
    """At a period's end: move the firm's par, and each rep's own history, and set new quotas.

    The firm's par, and how hard quotas are, follow from those of whom the whole quota was asked.
    """
    pay, team = world.pay, world.sales.reps[world.rows_of(firm)]
    part, rules = pay.plans[firm][c], pay.quotas[firm]
    if part["goal"] > 0.0 or int(part["measure"]) not in _MONEY or not len(team):
        return
    asked = np.array([asked_so_far(world, rep, c) for rep in team])
    _move_prospectors_par(world, firm, c, team[team["prospector"] & (asked == 1.0)])
    if team["prospector"].all():
        return
    sellers = team[~team["prospector"] & (asked == 1.0)]
    if len(sellers):
        _see_how_hard(world, firm, c, sellers)
        least = rule.LEAST_PAR * rule.over_days(
            float(rules["initial"]), float(part["days"] / part["parts"])
        )
        par, mean = float(pay.par[firm, c]), float(sellers["credit"][:, c].mean())
        pay.par[firm, c] = rule.next_par(par, mean, float(rules["ratchet"]), least)
    up, down, over = rules["ratchet_up"], rules["ratchet_down"], float(rules["over_assignment"])
    for rep, share in zip(team, asked.tolist(), strict=True):
        if share > 0.0:
            # What was asked on top is no shortfall: history is kept in numbers before it.
            beyond = rep["credit"][c] - share * rule.carried(rep["quota"][c], over)
            rep["carry"][c] = rule.next_history(rep["carry"][c], beyond, up, down)
    share_out_quotas(world, firm, c)


def share_out_quotas(world: World, firm: int, c: int) -> None:
    """Give every selling rep of a firm a quota from the firm's par for one component."""
    pay, reps = world.pay, world.sales.reps[world.rows_of(firm)]
    over = float(pay.quotas["over_assignment"][firm])
    usual = float(pay.hard[firm, c]) * pay.par[firm, c] * _shares(world, firm, c)
    if pay.plans[firm][c]["split"] > 0.0:
        usual[reps["prospector"]] = pay.hard[firm, c] * pay.prospectors_par[firm, c]
    for rep, quota in zip(reps, usual.tolist(), strict=True):
        rep["carry"][c] = rule.bounded_history(float(rep["carry"][c]), quota)
        own = float(rep["own_quota"][c])
        rep["quota"][c] = own if own > 0.0 else rule.assigned(quota + rep["carry"][c], over)


def _shares(world: World, firm: int, c: int) -> Floats:
    """Each rep's part of what the firm expects, 1 on average over those who sell.

    Skill and territory count as far as they are seen; a team's goal is everybody's, alike.
    """
    rules, reps = world.pay.quotas[firm], world.sales.reps[world.rows_of(firm)]
    if world.pay.plans[firm][c]["measure"] == TEAM:
        return np.ones(len(reps))
    weights = float(rules["skill_weight"]), float(rules["territory_weight"])
    people = zip(reps["skill"].tolist(), reps["territory"].tolist(), strict=True)
    seen = np.array([rule.seen_size(*person, *weights) for person in people])
    sellers = ~reps["prospector"]
    return np.where(sellers, seen / seen[sellers].mean(), 0.0)


def _see_how_hard(world: World, firm: int, c: int, sellers: Rows) -> None:
    """Set how hard quota is, if so many are to reach it: by the quantile that so many exceeded."""
    pay = world.pay
    rules, sellers = pay.quotas[firm], sellers[sellers["own_quota"][:, c] == 0.0]
    if rules["attain"] == 0.0 or not len(sellers):
        return
    hard = float(pay.hard[firm, c])
    asked = sellers["quota"][:, c] / rule.assigned(1.0, float(rules["over_assignment"]))
    expected = (asked - sellers["carry"][:, c]) / hard
    reached = sellers["credit"][:, c] / expected
    exceeded = float(np.quantile(reached, 1.0 - float(rules["attain"])))
    pay.hard[firm, c] = rule.next_hardness(hard, exceeded, float(rules["ratchet"]))


def _move_prospectors_par(world: World, firm: int, c: int, prospectors: Rows) -> None:
    pay = world.pay
    part, rules = pay.plans[firm][c], pay.quotas[firm]
    if part["split"] == 0.0 or not len(prospectors):
        return
    mean = float(prospectors["credit"][:, c].mean())
    par = float(pay.prospectors_par[firm, c])
    asked = float(part["split"] * rules["initial"] * part["days"]) / float(part["parts"])
    least = rule.LEAST_PAR * asked / QUARTER
    pay.prospectors_par[firm, c] = rule.next_par(par, mean, float(rules["ratchet"]), least)
