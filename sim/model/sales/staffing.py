"""Staffing: reps who could earn more elsewhere leave; their seats stay empty until others come."""

import math
from typing import Any

import numpy as np

from sim.config.working_days import YEAR
from sim.engine.compiled import allocating, compiled
from sim.engine.luck import Purpose, uniform
from sim.model.pay.payroll import settle
from sim.model.rules.turnover import quits
from sim.model.state.ledger import SALARY
from sim.model.state.seats import is_empty, skill_of
from sim.model.state.touches import in_order
from sim.model.state.world import World
from sim.records import HOURS_BY_ACTIVITY, REP_TIME

# What a new person in a seat begins without.
_PERSONAL = (
    "earned", "recent_pay", "recent_sales", "recent_renewals", "hours_worked", "service", "credit",
    "base", "before", "taken", "carry",
)  # fmt: skip


def pay_salaries(world: World) -> None:
    """A day's fixed pay to everybody who sits in a seat."""
    _pay_each(world.day, world.sales.reps, world.pay.salaries, world.panel_today)


@compiled
def _pay_each(day: int, reps: Any, salaries: Any, panel: Any) -> None:
    for r in range(len(reps)):
        rep = reps[r]
        if not is_empty(rep, day):
            daily = salaries[rep["firm"]] / YEAR
            rep["recent_pay"] += daily
            rep["earned"] += daily
            panel[rep["firm"], SALARY] += daily


def see_who_leaves(world: World) -> None:
    """Reps whose pay stays below what others offer quit more; a seat is empty for days, then the
    next person begins."""
    sales = world.sales
    leaving = _leavers(sales.reps, sales.settings, world.day, world.key(Purpose.QUIT))
    if len(leaving):
        note_times(world, leaving)
    for row in leaving.tolist():
        settle(world, row)
        _note_staff(world, row, stays=False)
        world.add(int(sales.reps[row]["firm"]), "quits", 1.0)
        _succeed(world, sales.reps[row], row)
    for row in _beginners(sales.reps, world.day + 1).tolist():
        _begin(world, sales.reps[row])


def note_times(world: World, rows: Any = None) -> None:
    """Write down reps' hours by activity since they last were: at a quarter's end, or for some."""
    sales = world.sales
    reps = sales.reps if rows is None else sales.reps[rows]
    days = world.day + 1 - np.maximum(reps["since_day"], 0)
    noted = np.flatnonzero((reps["joined"] <= world.day) & (days > 0))
    found = np.zeros(len(noted), REP_TIME)
    seats = noted if rows is None else rows[noted]
    found["day"], found["rep"], found["days"] = world.day, seats, days[noted]
    for name in ("firm", "person"):
        found[name] = reps[name][noted]
    for activity, name in enumerate(HOURS_BY_ACTIVITY):
        found[name] = reps["quarter"][noted, activity]
    found["hours_worked"] = days[noted] * sales.settings["hours_per_day"][found["firm"]]
    world.records.rep_time.extend(found)
    sales.reps["quarter"][seats] = 0.0
    sales.reps["since_day"][seats] = world.day + 1


def close_the_books(world: World) -> None:
    """At the end of a run, write down what everybody who stays has done."""
    in_order(world.records.touches)
    note_times(world)
    for row in range(len(world.sales.reps)):
        if not is_empty(world.sales.reps[row], world.day):
            _note_staff(world, row, stays=True)


def _note_staff(world: World, rep: int, stays: bool) -> None:
    """Write down what a rep has done since joining, on the last day or on that of the run."""
    row = world.sales.reps[rep]
    same = ("firm", "skill", "person", "joined", "vacant_days", "hours_worked")
    world.records.staff.append(
        day=world.day, rep=rep, stays=stays, pay=row["earned"], **{name: row[name] for name in same}
    )


@allocating
def _leavers(reps: Any, sales: Any, day: int, key: int) -> Any:
    leaving = np.empty(len(reps), np.int64)
    count = 0
    for r in range(len(reps)):
        rep, its = reps[r], sales[reps[r]["firm"]]
        if is_empty(rep, day):
            continue
        chance = quits(
            its["turnover_per_year"], rep["pay_rate"], its["outside_pay"], its["turnover_pay"]
        )
        if uniform(key, r, 0) < chance:
            leaving[count] = r
            count += 1
    return leaving[:count]


@allocating
def _beginners(reps: Any, day: int) -> Any:
    coming = np.empty(len(reps), np.int64)
    count = 0
    for r in range(len(reps)):
        if reps[r]["joined"] == day:
            coming[count] = r
            count += 1
    return coming[:count]


def _succeed(world: World, rep: Any, row: int) -> None:
    """Find who comes next, and when. What was begun in the seat is left to be finished."""
    its = world.sales.settings[rep["firm"]]
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
    rep["pay_rate"] = float(world.sales.settings[rep["firm"]]["outside_pay"])
    world.add(int(rep["firm"]), "hires", 1.0)
