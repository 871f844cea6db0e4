"""Staffing: reps who could earn more elsewhere leave; their seats stay empty until others come."""

import math
from typing import Any

import numpy as np

from sim.compiled import allocating
from sim.draws import Purpose, uniform
from sim.rules.turnover import quits
from sim.world.payroll import settle
from sim.world.sales_reps import is_empty, skill_of
from sim.world.world import World

# What a new person in a seat begins without.
_PERSONAL = (
    "earned", "recent_pay", "recent_sales", "recent_renewals", "hours_worked", "service", "credit",
    "base", "before", "taken", "carry",
)  # fmt: skip


def see_who_leaves(world: World) -> None:
    """Reps whose pay stays below what others offer quit more; a seat is empty for days, then the
    next person begins."""
    leaving = _leavers(world.reps, world.sales, world.day, world.key(Purpose.QUIT))
    for row in np.flatnonzero(leaving).tolist():
        settle(world, row)
        world.note_time(row)
        world.note_staff(row, stays=False)
        world.add(int(world.reps[row]["firm"]), "quits", 1.0)
        _succeed(world, world.reps[row], row)
    for row in np.flatnonzero(world.reps["joined"] == world.day + 1).tolist():
        _begin(world, world.reps[row])


def note_times(world: World) -> None:
    """At a quarter's end, write down how every rep spent it."""
    for row in range(len(world.reps)):
        world.note_time(row)


def close_the_books(world: World) -> None:
    """At the end of a run, write down what everybody who stays has done."""
    note_times(world)
    for row in range(len(world.reps)):
        if not is_empty(world.reps[row], world.day):
            world.note_staff(row, stays=True)


@allocating
def _leavers(reps: Any, sales: Any, day: int, key: int) -> Any:
    leaving = np.zeros(len(reps), np.bool_)
    for r in range(len(reps)):
        rep, its = reps[r], sales[reps[r]["firm"]]
        if is_empty(rep, day):
            continue
        chance = quits(
            its["turnover_per_year"], rep["pay_rate"], its["outside_pay"], its["turnover_pay"]
        )
        leaving[r] = uniform(key, r, 0) < chance
    return leaving


def _succeed(world: World, rep: Any, row: int) -> None:
    """Find who comes next, and when. What was begun in the seat is left to be finished."""
    its = world.sales[rep["firm"]]
    rep["person"] += 1
    rep["skill"] = skill_of(
        world.config.world_seed, row, int(rep["person"]), float(its["skill_sd"])
    )
    luck = float(uniform(world.key(Purpose.VACANCY), row, 0))
    rep["vacant_days"] = empty_for(luck, float(its["vacancy_days"]))
    rep["joined"] = world.day + 1 + rep["vacant_days"]


def empty_for(luck: float, mean: float) -> int:
    """Whole days for which a seat stays empty: geometric from 0, with this mean."""
    return int(math.log(luck) / math.log(mean / (1.0 + mean))) if mean > 0.0 else 0


def _begin(world: World, rep: Any) -> None:
    """The eve of a person's first day: nothing is credited yet that came in while nobody was."""
    for name in _PERSONAL:
        rep[name] = 0.0
    rep["quarter"] = 0.0
    rep["since_day"] = rep["began"] = rep["joined"]
    rep["pay_rate"] = float(world.sales[rep["firm"]]["outside_pay"])
    world.add(int(rep["firm"]), "hires", 1.0)
