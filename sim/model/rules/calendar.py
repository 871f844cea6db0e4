"""Calendar: whether today is a publishing day, how many there are, and what is on today."""

from sim.config.working_days import WEEK
from sim.engine.compiled import compiled


@compiled
def publishes(day: int, weekday_bits: int, every_weeks: int, on_weeks: int, off_weeks: int) -> bool:
    """True on a named weekday of an n-th week, in the on-air part of the burst cycle."""
    week, weekday = day // WEEK, day % WEEK
    if (weekday_bits >> weekday) & 1 == 0:
        return False
    if week % every_weeks != 0:
        return False
    return week % (on_weeks + off_weeks) < on_weeks


def week_of(day: int) -> int:
    """The number of a day's week in the run."""
    return day // WEEK


def items_in_flight(luck: float, items: int, flights: int) -> int:
    """Items on a publishing day of a week: none, or in one week of ``flights`` so many times as
    many, so that the mean is ``items``."""
    return items * flights if luck * flights < 1.0 else 0


@compiled
def cycle(every_weeks: int, on_weeks: int, off_weeks: int) -> int:
    """Days after which the calendar repeats itself."""
    return WEEK * every_weeks * (on_weeks + off_weeks)


@compiled
def publishing_days(weekday_bits: int, every_weeks: int, on_weeks: int, off_weeks: int) -> int:
    """Days of a cycle on which something is published."""
    count = 0
    for day in range(cycle(every_weeks, on_weeks, off_weeks)):
        if publishes(day, weekday_bits, every_weeks, on_weeks, off_weeks):
            count += 1
    return count


def is_on(since: int, first_day: int, days: int, every_days: int) -> bool:
    """True while something lasts that begins on a day, and again ``every_days`` later (0: not)."""
    ran = since - first_day
    if every_days > 0 and ran >= 0:
        ran %= every_days
    return 0 <= ran < days
