"""Salaries: a day's fixed pay, by what the plan says from today on."""

import numpy as np

from sim.config.working_days import YEAR
from sim.model.state.world import World
from sim.records import COLUMN


def pay_salaries(world: World) -> None:
    """A day's fixed pay to everybody who sits in a seat, on leave or not."""
    _change_salaries(world)
    reps, panel = world.sales.reps, world.panel_today
    own, usual = reps["own_salary"], world.pay.salaries[reps["firm"]]
    daily = np.where(reps["joined"] > world.day, 0.0, np.where(np.isnan(own), usual, own) / YEAR)
    reps["recent_pay"] += daily
    reps["earned"] += daily
    np.add.at(panel[:, COLUMN.salary], reps["firm"], daily)


def _change_salaries(world: World) -> None:
    """Fixed pay that begins today takes the place of that before."""
    for firm, plan in enumerate(world.pay.written):
        for step in plan.salaries:
            if step.from_day == world.day - world.config.warmup_days:
                world.pay.salaries[firm] = step.salary
