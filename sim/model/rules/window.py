"""Windows: the days over which a component of the pay plan counts, and is reckoned together.

A window lasts ``days`` from day ``opens``, and opens again after ``every`` (0: it does not). A
component that counts always has a window that opens again when it closes: its pay period.
"""

from sim.engine.compiled import compiled


@compiled
def days_gone(day: int, opens: int, days: int, every: int) -> int:
    """Days of a window that are over when a day ends, that day among them; 0 if it is closed."""
    since = day - opens
    if since >= 0 and every > 0:
        since %= every
    return int(since + 1 if 0 <= since < days else 0)


@compiled
def is_open(day: int, opens: int, days: int, every: int) -> bool:
    """Whether a window is open on a day."""
    return days_gone(day, opens, days, every) > 0


@compiled
def days_left(day: int, opens: int, days: int, every: int) -> int:
    """Days, today among them, for which a window stays open; 0 if it is closed today."""
    gone = days_gone(day, opens, days, every)
    return int(days + 1 - gone if gone > 0 else 0)


@compiled
def part_served(until: int, gone: int, joined: int, days: int) -> float:
    """The part of a window, 0 to 1, that a rep was in the seat by the end of a day ``until``.

    ``gone`` days of it are over by then, and the rep joined on day ``joined``; a run counts nothing
    before its day 0.
    """
    return max(min(gone, until + 1 - max(joined, 0)), 0) / days
