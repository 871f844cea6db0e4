"""Windows: the days of a pay period on which a component of the plan counts."""

from sim.engine.compiled import compiled


@compiled
def is_open(day: int, opens: int, length: int, every: int) -> bool:
    """Whether a window is open: from day ``opens`` for ``length`` days, and again after ``every``.

    With ``every`` 0 it opens once.
    """
    since = day - opens
    if since >= 0 and every > 0:
        since %= every
    return bool(0 <= since < length)


@compiled
def days_left(day: int, days: int, opens: int, length: int, every: int) -> int:
    """Days, today among them, on which a window stays open in this period of so many ``days``.

    0 if it is closed today; a window that opens again later in the period is not foreseen.
    """
    if not is_open(day, opens, length, every):
        return 0
    since = day - opens
    if every > 0:
        since %= every
    return int(min(days - day % days, length - since))
