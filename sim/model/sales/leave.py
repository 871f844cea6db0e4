"""Leave: reps are away for a while and come back; their seats are theirs, and nobody works there.

Fixed pay goes on. Who is on leave does not quit. Days of leave lower what a period asks, and pays,
by the part ``incentive.quota.relief``, as the days do on which a rep was not there yet. Leave of
people of a roster can be known beforehand; leave by luck that lasts into it ends where it begins.
"""

import numpy as np

from sim.engine.compiled import allocating, forced_inline
from sim.engine.luck import uniform
from sim.engine.rows import Settings, Table, Whole
from sim.engine.slots import GOES_ON_LEAVE, LEAVE_LASTS, Purpose
from sim.model.pay.calendar import counts
from sim.model.rules.turnover import goes_on_leave, vacant_days
from sim.model.state.seats import RepRow, is_absent, is_empty, is_on_leave
from sim.model.state.world import World


def see_who_goes(world: World) -> None:
    """Reps who go on leave tomorrow, by luck of their own or as is known, and when each is back."""
    _go_by_luck(world)
    _go_as_known(world)


def forget_leave(rep: RepRow, day: int) -> None:
    """Leave is a person's own: whoever comes next in a seat begins without any."""
    rep["back"] = min(rep["back"], day)
    rep["next_away"] = rep["next_back"] = 0


def note_leave(world: World) -> None:
    """Note today's leave: for reps' hours, and for what is asked of them in each period."""
    reps, pay = world.sales.reps, world.pay
    for row in world.entry[_away](reps, world.day).tolist():
        rep = reps[row]
        firm = int(rep["firm"])
        rep["on_leave"] += 1
        for c in pay.windows[firm]:
            if counts(pay.plans[firm][c], world.day):
                rep["relieved"][c] += pay.quotas["relief"][firm]


def _go_by_luck(world: World) -> None:
    sales, key, tomorrow = world.sales, world.key(Purpose.LEAVE), world.day + 1
    for row in world.entry[_goers](sales.reps, sales.settings, world.day, key).tolist():
        rep = sales.reps[row]
        mean = float(sales.settings[rep["firm"]]["leave_days"])
        lasts = 1 + vacant_days(float(uniform(key, row, LEAVE_LASTS)), mean - 1.0)
        rep["away"], rep["back"] = tomorrow, tomorrow + lasts
        if rep["next_away"] >= tomorrow:
            rep["back"] = min(rep["back"], rep["next_away"])


def _go_as_known(world: World) -> None:
    """Let who is still away go straight on: both are one leave."""
    reps, tomorrow = world.sales.reps, world.day + 1
    for row in world.entry[_known_to_go](reps, tomorrow).tolist():
        rep = reps[row]
        if rep["back"] < tomorrow:
            rep["away"] = tomorrow
        rep["back"] = rep["next_back"]


@allocating
def _away(reps: Table[RepRow], day: int) -> Whole:
    away, count = np.empty(len(reps), np.int64), 0
    for r in range(len(reps)):
        if not is_empty(reps[r], day) and is_on_leave(reps[r], day):
            away[count] = r
            count += 1
    return away[:count]


@allocating
def _known_to_go(reps: Table[RepRow], day: int) -> Whole:
    going, count = np.empty(len(reps), np.int64), 0
    for r in range(len(reps)):
        if reps[r]["next_away"] == day:
            going[count] = r
            count += 1
    return going[:count]


@allocating
def _goers(reps: Table[RepRow], departments: Table[Settings], day: int, key: np.uint64) -> Whole:
    going = np.empty(len(reps), np.int64)
    count = 0
    for r in range(len(reps)):
        if not is_absent(reps[r], day) and goes(r, departments[reps[r]["firm"]], key):
            going[count] = r
            count += 1
    return going[:count]


@forced_inline
def goes(r: int, settings: Settings, key: np.uint64) -> bool:
    """Whether a rep goes on leave tomorrow, by luck."""
    hazard = settings["leave_per_year"]
    return bool(hazard > 0.0 and uniform(key, r, GOES_ON_LEAVE) < goes_on_leave(hazard))
