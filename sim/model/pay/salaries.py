"""Salaries: a day's fixed pay, by what the plan says from today on."""

import math

from sim.config.working_days import YEAR
from sim.engine.compiled import compiled
from sim.engine.rows import Floats, Table
from sim.model.state.seats import RepRow, is_empty
from sim.model.state.world import World
from sim.records import COLUMN


def pay_salaries(world: World) -> None:
    """A day's fixed pay to everybody who sits in a seat, on leave or not."""
    if world.day in world.pay.turns:
        _change_salaries(world)
    world.entry[_pay_each](world.day, world.sales.reps, world.pay.salaries, world.panel_today)


@compiled
def _pay_each(day: int, reps: Table[RepRow], salaries: Floats, panel: Floats) -> None:
    for r in range(len(reps)):
        rep = reps[r]
        if is_empty(rep, day):
            continue
        own, firm = rep["own_salary"], rep["firm"]
        daily = (salaries[firm] if math.isnan(own) else own) / YEAR
        rep["recent_pay"] += daily
        rep["earned"] += daily
        panel[firm, COLUMN.salary] += daily


def _change_salaries(world: World) -> None:
    """Fixed pay that begins today takes the place of that before."""
    for firm, plan in enumerate(world.pay.written):
        for step in plan.salaries:
            if step.from_day == world.day - world.config.warmup_days:
                world.pay.salaries[firm] = step.salary
