"""A rep's clock within a day: hours sold, hours of other work, and what is still to turn up."""

from typing import Any

from sim.compiled import forced_inline
from sim.world.sales_reps import SERVICE


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
def turns_up(rep: Any, time: float) -> None:
    """Remember the earliest thing that is still to come today."""
    rep["soonest"] = min(rep["soonest"], time)


@forced_inline
def fits(rep: Any, activity: int, hours: float, selling: float, day_hours: float) -> bool:
    """Whether so many hours more keep within the activity's plan, all selling and the day."""
    if rep["spent"][activity] + hours > rep["plan"][activity] + 1e-9:
        return False
    return bool(
        hours_sold(rep) + hours <= selling + 1e-9 and hours_gone(rep) + hours <= day_hours + 1e-9
    )
