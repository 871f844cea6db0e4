"""Staffing: reps who could earn more elsewhere leave, and others take their seats."""

from typing import Any

import numpy as np

from sim.compiled import allocating
from sim.draws import Purpose, uniform
from sim.rules.turnover import quits
from sim.world.payroll import settle
from sim.world.sales_reps import skill_of
from sim.world.world import World

# What a new person in a seat begins without.
_PERSONAL = (
    "earned", "recent_pay", "recent_sales", "recent_renewals", "hours_worked", "service", "credit",
    "base", "before", "taken", "carry",
)  # fmt: skip


def see_who_leaves(world: World) -> None:
    """Reps whose pay stays below what others offer quit more; the seat is filled the next day."""
    leaving = _leavers(world.reps, world.sales, world.key(Purpose.QUIT))
    for row in np.flatnonzero(leaving):
        rep, its = world.reps[row], world.sales[world.reps[row]["firm"]]
        settle(world, int(row))
        world.note_staff(int(row))
        world.add(int(rep["firm"]), "quits", 1.0)
        _hire(world, rep, int(row), float(its["skill_sd"]), float(its["outside_pay"]))


@allocating
def _leavers(reps: Any, sales: Any, key: int) -> Any:
    leaving = np.zeros(len(reps), np.bool_)
    for r in range(len(reps)):
        rep, its = reps[r], sales[reps[r]["firm"]]
        chance = quits(
            its["turnover_per_year"], rep["pay_rate"], its["outside_pay"], its["turnover_pay"]
        )
        leaving[r] = uniform(key, r, 0) < chance
    return leaving


def _hire(world: World, rep: Any, row: int, spread: float, outside_pay: float) -> None:
    rep["person"] += 1
    rep["skill"] = skill_of(world.config.world_seed, row, int(rep["person"]), spread)
    rep["joined"] = world.day + 1
    for name in _PERSONAL:
        rep[name] = 0.0
    rep["pay_rate"] = outside_pay
