"""Working days: a week has five, a quarter thirteen weeks, and there are no holidays."""

from typing import Any

WEEK = 5
MONTH = 4 * WEEK
QUARTER = 13 * WEEK
YEAR = 4 * QUARTER


def enough_for(day: int) -> str:
    """A run that is long enough to see a day, in whole quarters, as a refusal has it."""
    return f"days={(day // QUARTER + 1) * QUARTER} or more"


def clock_hours(time: Any) -> Any:
    """Working-day times as hours on the clock: eight a working day, nights and weekends between."""
    day = time // 1.0
    return 24.0 * (7.0 * (day // WEEK) + day % WEEK) + 8.0 * (time - day)
