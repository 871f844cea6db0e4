"""A rep's clock within a day: hours sold, hours of other work, and what is still to turn up.

What is begun may run over the hours that are left: the rest is done first on the next day.
"""

from typing import Any

from sim.engine.compiled import forced_inline
from sim.model.state.seats import SERVICE

# Hours too short to begin anything in, whatever rounding does.
_NOTHING = 1e-9


@forced_inline
def hours_sold(rep: Any) -> float:
    """Selling hours used so far today."""
    hours = 0.0
    for activity in range(SERVICE):
        hours += rep["spent"][activity]
    return hours


@forced_inline
def hours_gone(rep: Any) -> float:
    """Hours since the day began: spent selling, or on other work until something turned up."""
    return float(hours_sold(rep) + rep["idle"])


@forced_inline
def time_of(rep: Any, day: int, hours: float) -> float:
    """The time on the rep's clock, in days."""
    return float(day + hours_gone(rep) / hours)


@forced_inline
def in_the_day(time: float, day: int) -> float:
    """A time, or the last moment of the day if that comes first: who is busy to the end of it sees
    to what takes no time today still."""
    return min(time, day + 1.0 - _NOTHING)


@forced_inline
def turns_up(rep: Any, time: float) -> None:
    """Remember the earliest thing that is still to come today."""
    rep["soonest"] = min(rep["soonest"], time)


@forced_inline
def at_work(rep: Any, selling: float, day_hours: float) -> bool:
    """Whether selling hours and the day are not over."""
    sold = hours_sold(rep)
    return bool(sold < selling - _NOTHING and sold + rep["idle"] < day_hours - _NOTHING)


@forced_inline
def may_begin(rep: Any, activity: int, selling: float, day_hours: float) -> bool:
    """Whether time is left to begin something, in the activity's plan too."""
    if rep["spent"][activity] >= rep["plan"][activity] - _NOTHING:
        return False
    return at_work(rep, selling, day_hours)


@forced_inline
def work(rep: Any, activity: int, hours: float, selling: float, day_hours: float) -> None:
    """Give an activity so many hours: what the day has no room for is owed."""
    sold = hours_sold(rep)
    room = min(rep["plan"][activity] - rep["spent"][activity], selling - sold)
    room = max(min(room, day_hours - sold - rep["idle"]), 0.0)
    today = min(hours, room)
    rep["spent"][activity] += today
    rep["owed"][activity] += hours - today


@forced_inline
def go_on(rep: Any, selling: float, day_hours: float) -> None:
    """Begin a day with what is owed, as far as it goes."""
    for activity in range(SERVICE):
        owed = rep["owed"][activity]
        if owed > 0.0:
            rep["owed"][activity] = 0.0
            work(rep, activity, owed, selling, day_hours)
