"""Dates as people write them, and the working days that they name: Mondays to Fridays."""

from datetime import date, timedelta

import numpy as np

from sim.config.working_days import WEEK

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def iso(text: str) -> date | None:
    """The date that a text as 2026-03-31 names; years 1900 to 2199."""
    try:
        found = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
    return found if found and 1900 <= found.year < 2200 else None


def after_weekend(then: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return then + timedelta(days=7 - then.weekday() if then.weekday() >= WEEK else 0)


def before_weekend(then: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return then - timedelta(days=max(then.weekday() - WEEK + 1, 0))


def first_on(weekday: int, then: date) -> date:
    """The first day of that weekday (0 is Monday) on or after a date."""
    return then + timedelta(days=(weekday - then.weekday()) % 7)


def on_day(begin: date, day: int) -> date:
    """The date of a working day, counted from a date that is one and is day 0."""
    found: date = np.busday_offset(begin, day).astype(date)
    return found


def days_between(begin: date, then: date) -> int:
    """Working days from one date to another, both of them working days."""
    return int(np.busday_count(begin, then))
