"""A rep's clock within a day: hours sold, hours of other work, and the next thing to turn up.

Work that is begun may run over the hours that are left: the rest is done first on the next day.
"""

from typing import NamedTuple

from sim.engine.compiled import forced_inline
from sim.engine.rows import Settings, Table
from sim.model.rules.working_day import hours_gone, idle_until, selling_left, taken_up
from sim.model.state.seats import RepRow
from sim.records.activities import SELLING

# Hours too short to begin anything in, whatever rounding does.
_NOTHING = 1e-9
# Hours after which what turns up has surely turned up, whatever rounding does.
_MOMENT = 1e-9


class Shift(NamedTuple):
    """A rep's day: the hours meant for selling, all hours, and how far other work lies between."""

    day: int
    selling: float
    hours: float
    between: float


@forced_inline
def shift_of(rep: RepRow, day: int, settings: Table[Settings]) -> Shift:
    """The day as the rep has planned it: selling lasts as long as its longest activity may."""
    selling = 0.0
    for activity in range(SELLING):
        selling = max(selling, rep["plan"][activity])
    its = settings[rep["firm"]]
    return Shift(day, selling, its["hours_per_day"], its["other_work_between"])


@forced_inline
def hours_sold(rep: RepRow) -> float:
    """Selling hours used so far today."""
    hours = 0.0
    for activity in range(SELLING):
        hours += rep["spent"][activity]
    return hours


@forced_inline
def time_of(rep: RepRow, shift: Shift) -> float:
    """The time on the rep's clock (days), by hours sold, waiting and other work so far."""
    return float(shift.day + _gone(rep, hours_sold(rep), shift) / shift.hours)


@forced_inline
def moment(rep: RepRow, since: float, shift: Shift) -> float:
    """The time at which a rep sees to what has been there ``since`` a time (days)."""
    return taken_up(since, time_of(rep, shift), rep["begun"], rep["over"], shift.between)


@forced_inline
def _gone(rep: RepRow, sold: float, shift: Shift) -> float:
    return hours_gone(sold, rep["idle"], shift.selling, shift.hours, shift.between)


@forced_inline
def wait_until(rep: RepRow, time: float, shift: Shift) -> None:
    """Do other work until a time (days)."""
    until = (time - shift.day) * shift.hours
    rep["idle"] = idle_until(until, hours_sold(rep), shift.selling, shift.hours, shift.between)
    rep["idle"] += _MOMENT


@forced_inline
def in_the_day(time: float, day: int) -> float:
    """A time (days), but before the day is over: a busy rep still sees to what takes no time."""
    return min(time, day + 1.0 - _NOTHING)


@forced_inline
def turns_up(rep: RepRow, time: float) -> None:
    """Remember the earliest thing that is still to come today."""
    rep["soonest"] = min(rep["soonest"], time)


@forced_inline
def at_work(rep: RepRow, shift: Shift) -> bool:
    """Whether selling hours and the day are not over."""
    sold = hours_sold(rep)
    gone = _gone(rep, sold, shift)
    return bool(sold < shift.selling - _NOTHING and gone < shift.hours - _NOTHING)


@forced_inline
def may_begin(rep: RepRow, activity: int, shift: Shift) -> bool:
    """Whether time is left to begin something, in the activity's plan too."""
    if rep["spent"][activity] >= rep["plan"][activity] - _NOTHING:
        return False
    return at_work(rep, shift)


@forced_inline
def work(rep: RepRow, activity: int, hours: float, begun: float, shift: Shift) -> None:
    """Give an activity so many hours from a time on; those that the day has no room for are
    owed."""
    sold = hours_sold(rep)
    room = min(rep["plan"][activity] - rep["spent"][activity], shift.selling - sold)
    left = selling_left(sold, rep["idle"], shift.selling, shift.hours, shift.between)
    room = max(min(room, left), 0.0)
    today = min(hours, room)
    rep["spent"][activity] += today
    rep["owed"][activity] += hours - today
    rep["begun"], rep["over"] = begun, begun + hours / shift.hours


@forced_inline
def go_on(rep: RepRow, shift: Shift) -> None:
    """Begin a day with the hours owed, as far as it goes."""
    for activity in range(SELLING):
        owed = rep["owed"][activity]
        if owed > 0.0:
            rep["owed"][activity] = 0.0
            work(rep, activity, owed, time_of(rep, shift), shift)
