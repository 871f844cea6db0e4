"""Appointments: who is due on which day. A linked list per day threads through a column of rows."""

from typing import Any, NamedTuple

import numpy as np

from sim.compiled import compiled


class Appointments(NamedTuple):
    """``first[day]`` is one customer due that day, ``link[customer]`` the next; −1 ends the list."""

    first: Any
    link: Any


def empty(days: int, link: Any) -> Appointments:
    """A calendar of so many days over a link column."""
    return Appointments(np.full(days, -1, np.int32), link)


@compiled
def appoint(calendar: Appointments, day: int, customer: int) -> None:
    """Make a customer due on a day; days beyond the calendar never come."""
    if day < len(calendar.first):
        calendar.link[customer] = calendar.first[day]
        calendar.first[day] = customer


@compiled
def due(calendar: Appointments, day: int) -> Any:
    """The customers due on a day, and clear it."""
    count = 0
    customer = calendar.first[day]
    while customer >= 0:
        count += 1
        customer = calendar.link[customer]
    customers = np.empty(count, np.int32)
    customer = calendar.first[day]
    for n in range(count):
        customers[n] = customer
        customer = calendar.link[customer]
    calendar.first[day] = -1
    return customers
