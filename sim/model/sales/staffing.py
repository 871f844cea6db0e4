"""Staffing: reps who could earn more elsewhere leave; their seats stay empty until others come."""

import numpy as np

from sim.engine.compiled import allocating, compiled, forced_inline
from sim.engine.luck import uniform
from sim.engine.rows import Settings, Table, Whole
from sim.engine.slots import QUITS, VACANT, Purpose
from sim.model.pay.own_terms import take_terms
from sim.model.pay.payroll import settle
from sim.model.rules.turnover import quits, vacant_days
from sim.model.sales.leave import forget_leave, goes
from sim.model.state.people import arrive, as_listed
from sim.model.state.seats import RepRow, is_absent, is_empty, next_person
from sim.model.state.touches import in_order
from sim.model.state.world import World
from sim.records import HOURS_BY_ACTIVITY, REP_TIME

# Columns that begin at zero with every new person in a seat.
_PERSONAL = (
    "earned",
    "recent_pay",
    "recent_sales",
    "recent_renewals",
    "hours_worked",
    "service",
    "credit",
    "base",
    "before",
    "taken",
    "paid",
    "assured",
    "relieved",
    "carry",
    "quarter",
)


def anybody_moves(world: World) -> bool:
    """Whether anybody leaves, begins or goes on leave: on most days nobody does."""
    sales, keys = world.sales, (world.key(Purpose.QUIT), world.key(Purpose.LEAVE))
    found = sales.roster or world.entry[_any_moves](sales.reps, sales.settings, world.day, *keys)
    return bool(found)


@compiled
def _any_moves(
    reps: Table[RepRow],
    departments: Table[Settings],
    day: int,
    quit_key: np.uint64,
    leave_key: np.uint64,
) -> bool:
    for r in range(len(reps)):
        rep, settings = reps[r], departments[reps[r]["firm"]]
        if rep["joined"] == day + 1 or rep["next_away"] == day + 1:
            return True
        if is_absent(rep, day):
            continue
        if _quits(rep, r, settings, quit_key) or goes(r, settings, leave_key):
            return True
    return False


def see_who_leaves(world: World) -> None:
    """Reps whose pay stays below what others offer quit more; a seat is empty for days, then the
    next person begins."""
    sales = world.sales
    key = world.key(Purpose.QUIT)
    leaving = world.entry[_leavers](sales.reps, sales.settings, world.day, key)
    if sales.roster:
        leaving = as_listed(leaving, sales.reps, world.config, world.day)
    if len(leaving):
        note_times(world, leaving)
    for row in leaving.tolist():
        settle(world, row)
        _note_staff(world, row, stays=False)
        world.add(int(sales.reps[row]["firm"]), "quits", 1.0)
        _succeed(world, sales.reps[row], row)
    for row in world.entry[_beginners](sales.reps, world.day + 1).tolist():
        _begin(world, row)


def note_times(world: World, rows: Whole | None = None) -> None:
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
    at_work = days[noted] - reps["on_leave"][noted]
    found["hours_worked"] = at_work * sales.settings["hours_per_day"][found["firm"]]
    world.records.rep_time.extend(found)
    sales.reps["quarter"][seats] = 0.0
    sales.reps["since_day"][seats] = world.day + 1
    sales.reps["on_leave"][seats] = 0


def close_the_books(world: World) -> None:
    """At the end of a run, write down the time in the seat of everybody who stays."""
    in_order(world.records.touches)
    note_times(world)
    for row in range(len(world.sales.reps)):
        if not is_empty(world.sales.reps[row], world.day):
            _note_staff(world, row, stays=True)


def _note_staff(world: World, rep: int, stays: bool) -> None:
    """Write down a rep's time in the seat, on the rep's last day or on that of the run."""
    row = world.sales.reps[rep]
    same = ("firm", "skill", "person", "joined", "vacant_days", "hours_worked")
    world.records.staff.append(
        day=world.day, rep=rep, stays=stays, pay=row["earned"], **{name: row[name] for name in same}
    )


@allocating
def _leavers(reps: Table[RepRow], departments: Table[Settings], day: int, key: np.uint64) -> Whole:
    leaving = np.empty(len(reps), np.int64)
    count = 0
    for r in range(len(reps)):
        rep, settings = reps[r], departments[reps[r]["firm"]]
        if not is_absent(rep, day) and _quits(rep, r, settings, key):
            leaving[count] = r
            count += 1
    return leaving[:count]


@forced_inline
def _quits(rep: RepRow, r: int, settings: Settings, key: np.uint64) -> bool:
    hazard, response = settings["turnover_per_year"], settings["turnover_pay"]
    chance = quits(hazard, rep["pay_rate"], settings["outside_pay"], response)
    return bool(uniform(key, r, QUITS) < chance)


@allocating
def _beginners(reps: Table[RepRow], day: int) -> Whole:
    beginning, count = np.empty(len(reps), np.int64), 0
    for r in range(len(reps)):
        if reps[r]["joined"] == day:
            beginning[count] = r
            count += 1
    return beginning[:count]


def _succeed(world: World, rep: RepRow, row: int) -> None:
    """Find the next person for a seat, who finishes what was begun there, and the first day."""
    settings = world.sales.settings[rep["firm"]]
    forget_leave(rep, world.day)
    rep["person"] += 1
    ability = float(settings["skill_sd"]), float(settings["knowledge"])
    next_person(rep, world.config.world_seed, row, *ability)
    if rep["person"] == rep["listed"]:
        arrive(rep, row - world.rows_of(int(rep["firm"])).start, world.config, world.day)
        return
    luck = float(uniform(world.key(Purpose.VACANCY), row, VACANT))
    rep["vacant_days"] = vacant_days(luck, float(settings["vacancy_days"]))
    rep["joined"] = world.day + 1 + rep["vacant_days"]


def _begin(world: World, row: int) -> None:
    """The eve of a person's first day: what came in while the seat was empty is nobody's credit."""
    rep = world.sales.reps[row]
    for name in _PERSONAL:
        rep[name] = 0.0
    rep["since_day"] = rep["began"] = rep["assured_day"] = rep["joined"]
    rep["free"] = float(rep["joined"])
    take_terms(world, row)
    rep["pay_rate"] = float(world.sales.settings[rep["firm"]]["outside_pay"])
    world.add(int(rep["firm"]), "hires", 1.0)
