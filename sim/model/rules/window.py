"""Windows: the days over which a component of the pay plan counts, and is reckoned together.

A window lasts ``days`` from day ``opens``, and opens again after ``every`` (0: it does not). A
component that counts always has a window that opens again when it closes: its pay period. Periods
may be ``parts`` of a window, as a calendar month is one of three of a quarter: of 65 days 22, 21
and 22. A component in force from day ``starts`` to day ``stops`` has of each period what lies
between: a period so cut is reckoned at its own end.
"""

from sim.config import fiscal
from sim.engine.compiled import compiled

# Days enough, on either side, for what begins or ends outside of any run.
ALWAYS = 1 << 40


part_begins = compiled(fiscal.part_begins)


@compiled
def _since_open(day: int, opens: int, every: int) -> int:
    since = day - opens
    return since % every if since >= 0 and every > 0 else since


@compiled
def _part_of(since: int, days: int, parts: int) -> int:
    number = 0
    while number + 1 < parts and since >= part_begins(number + 1, days, parts):
        number += 1
    return number


@compiled
def whole_days(day: int, opens: int, days: int, every: int, parts: int = 1) -> int:
    """Days of the whole period in which a day lies, whatever cuts it."""
    number = _part_of(_since_open(day, opens, every), days, parts)
    return part_begins(number + 1, days, parts) - part_begins(number, days, parts)


@compiled
def days_gone(
    day: int,
    opens: int,
    days: int,
    every: int,
    parts: int = 1,
    starts: int = -ALWAYS,
    stops: int = ALWAYS,
) -> int:
    """Days of a period that are over when a day ends, that day among them; 0 if none is open."""
    since = _since_open(day, opens, every)
    if not (0 <= since < days and starts <= day <= stops):
        return 0
    begun = part_begins(_part_of(since, days, parts), days, parts)
    return int(min(since - begun, day - starts) + 1)


@compiled
def is_open(
    day: int,
    opens: int,
    days: int,
    every: int,
    parts: int = 1,
    starts: int = -ALWAYS,
    stops: int = ALWAYS,
) -> bool:
    """Whether a window is open on a day."""
    return days_gone(day, opens, days, every, parts, starts, stops) > 0


@compiled
def days_left(
    day: int,
    opens: int,
    days: int,
    every: int,
    parts: int = 1,
    starts: int = -ALWAYS,
    stops: int = ALWAYS,
) -> int:
    """Days, today among them, for which a period goes on; 0 if none is open today."""
    since = _since_open(day, opens, every)
    if not (0 <= since < days and starts <= day <= stops):
        return 0
    over = part_begins(_part_of(since, days, parts) + 1, days, parts)
    return int(min(over - since, stops + 1 - day))


@compiled
def is_instalment(elapsed: int, days: int, span: int, parts: int = 1) -> bool:
    """Whether an instalment is paid once so many days of a period are over, before all of them.

    There is one whenever ``span`` days of it are over (0: there are none), or each of their parts.
    """
    if not (span > 0 and 0 < elapsed < days):
        return False
    gone = elapsed % span
    return gone == part_begins(_part_of(gone, span, parts), span, parts)


@compiled
def part_served(until: int, gone: int, joined: int, days: int, relieved: float = 0.0) -> float:
    """The part of a period, 0 to 1, that a rep was in the seat by the end of a day ``until``.

    ``gone`` days of it are over by then, and the rep joined on day ``joined``; a run counts nothing
    before its day 0. Days of leave that are ``relieved`` are not served, but one day always is.
    """
    served = max(min(gone, until + 1 - max(joined, 0)), 0)
    if relieved > 0.0:
        return max(served - relieved, min(served, 1)) / days
    return served / days
