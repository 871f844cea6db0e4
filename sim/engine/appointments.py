"""Appointments: which row is due on which day. A list per day threads through a column of links."""

from typing import Any, NamedTuple

import numpy as np

from sim.engine.compiled import allocating, compiled
from sim.engine.links import put_first


class Appointments(NamedTuple):
    """``first[day]`` is one row due that day, ``link[row]`` the next; −1 ends the list."""

    first: Any
    link: Any


def empty(days: int, link: Any) -> Appointments:
    """A calendar of so many days over a link column."""
    return Appointments(np.full(days, -1, np.int32), link)


@compiled
def appoint(calendar: Appointments, day: int, row: int) -> None:
    """Make a row due on a day; days beyond the calendar never come."""
    if day < len(calendar.first):
        calendar.first[day] = put_first(calendar.link, calendar.first[day], row)


@allocating
def due(calendar: Appointments, day: int) -> Any:
    """The rows due on a day, and clear it."""
    count = 0
    row = calendar.first[day]
    while row >= 0:
        count += 1
        row = calendar.link[row]
    rows = np.empty(count, np.int64)
    row = calendar.first[day]
    for n in range(count):
        rows[n] = row
        row = calendar.link[row]
    calendar.first[day] = -1
    return rows
