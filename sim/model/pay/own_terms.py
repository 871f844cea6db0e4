"""Own terms: base, on-target earnings and quotas of people whom the config knows one by one.

A seat's quota stays with the seat; base and on-target earnings go with the person, and whoever
comes next has the plan's.
"""

import math
from collections.abc import Mapping

from sim.config import Config
from sim.config.people import PROSPECTOR, Person, in_seats, quota_over
from sim.config.plan import Component, Incentive
from sim.model.rules.on_target import pay_scale
from sim.model.rules.quota import assigned
from sim.model.state.world import World


def own_terms(world: World) -> None:
    """At a run's start: the quotas of seats that have their own, and terms of who sits there."""
    config = world.config
    for firm in range(world.firms):
        its = config if firm == 0 else config.rivals
        people, parts = in_seats(its.sales.people), its.incentive.components
        for rep, one in zip(world.sales.reps[world.rows_of(firm)], people, strict=False):
            for c in world.pay.windows[firm]:
                part = parts[c] if c < len(parts) else None
                if has_own_quota(one, part):
                    its_days = world.pay.windows[firm][c]
                    rep["own_quota"][c] = quota_over(one, its_days.days / its_days.parts)
    for row in range(len(world.sales.reps)):
        take_terms(world, row)


def take_terms(world: World, row: int) -> None:
    """Give who begins in a seat the terms of a person of the roster, or the plan's."""
    rep = world.sales.reps[row]
    rep["own_salary"], rep["pay_scale"] = math.nan, 1.0
    if rep["person"] != rep["listed"]:
        return
    firm = int(rep["firm"])
    its = world.config if firm == 0 else world.config.rivals
    one = in_seats(its.sales.people)[row - world.rows_of(firm).start]
    if one.base is not None:
        rep["own_salary"] = one.base
    if one.ote is not None:
        base = its.incentive.salary if one.base is None else one.base
        rep["pay_scale"] = _scale(world.config, its.incentive, one, one.ote - base)


def has_own_quota(one: Person, part: Component | None) -> bool:
    """Whether a person's own quota is that of a component; None is a plan without any.

    It is one of new business that the person sells, or brings where the credit is divided.
    """
    if one.quota is None:
        return False
    counts = part is None or part.counted.is_own_sales
    brings = part is not None and part.split > 0.0
    return counts and (one.role != PROSPECTOR or brings)


def _scale(config: Config, plan: Incentive, one: Person, variable: float) -> float:
    lengths = config.fiscal.lengths
    quotas = [_quota(plan, one, part, lengths) for part in plan.components]
    return pay_scale(plan, variable, quotas, lengths)


def _quota(plan: Incentive, one: Person, part: Component, lengths: Mapping[str, float]) -> float:
    if has_own_quota(one, part):
        return quota_over(one, lengths[part.period])
    asked = plan.asked(part, lengths)
    return assigned(asked, plan.quota.over_assignment) if part.counted.is_money else asked
