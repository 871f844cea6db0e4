"""Succession: a component that comes into force goes by what the firm already knows of its reps.

Its par, how hard its quotas are, and reps' own history are those of the component in force until
then that counts the same, over as many days; where there is none, it begins as at a run's start.
"""

from sim.config.plan import Component, Incentive
from sim.model.pay.quotas import share_out_quotas
from sim.model.state.world import World


def take_over_quotas(world: World) -> None:
    """On the eve of a component's first day, set its quotas from what was seen so far."""
    tomorrow = world.day + 1 - world.config.warmup_days
    for firm, plan in enumerate(world.pay.written):
        for c, part in enumerate(plan.components):
            if part.first_day == tomorrow > 0:
                before = predecessor(plan, part)
                if before is not None:
                    _take_over(world, firm, c, before)


def predecessor(plan: Incentive, part: Component) -> int | None:
    """The first component whose quotas a component takes over as it comes into force."""
    for number, one in enumerate(plan.components):
        there = one.first_day < part.first_day <= one.ends + 1 and one.to_day is None
        alike = one.measure == part.measure and one.split == part.split
        if there and alike and one.goal == part.goal == 0.0:
            return number
    return None


def _take_over(world: World, firm: int, c: int, before: int) -> None:
    pay, team = world.pay, world.sales.reps[world.rows_of(firm)]
    old, new = pay.plans[firm][before], pay.plans[firm][c]
    times = float(new["days"] / new["parts"]) / float(old["days"] / old["parts"])
    for known in (pay.par, pay.prospectors_par):
        known[firm, c] = known[firm, before] * times
    pay.hard[firm, c] = pay.hard[firm, before]
    team["carry"][:, c] = team["carry"][:, before] * times
    if not team["prospector"].all():
        share_out_quotas(world, firm, c)
