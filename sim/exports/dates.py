"""Dates: working days of a run as days and times of a calendar without holidays."""

from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.config import Config
from sim.config.refusal import Refusal
from sim.config.working_days import WEEK

OPENS, HOURS = 9, 8
FIRST = date(2024, 1, 1)
_NEVER = np.datetime64("NaT", "s")

Moments = NDArray[np.datetime64]


class Dates(NamedTuple):
    """A run's days, Monday to Friday from the ``first``, 9:00 to 17:00."""

    first: date = FIRST

    def day(self, days: Any) -> Moments:
        """The date of each working day, NaT for NaN."""
        return self.moment(np.floor(np.asarray(days, float))).astype("datetime64[D]")

    def moment(self, times: Any) -> Moments:
        """The second at which each time in working days was, NaT for NaN."""
        times = np.asarray(times, np.float64)
        known = np.isfinite(times)
        whole = np.floor(np.where(known, times, 0.0))
        days = (7 * (whole // WEEK) + whole % WEEK).astype("timedelta64[D]")
        seconds = np.round((np.where(known, times, 0.0) - whole) * HOURS * 3600)
        opens = np.timedelta64(OPENS, "h")
        found = np.datetime64(self.first, "D") + days + opens + seconds.astype("timedelta64[s]")
        return np.where(known, found.astype("datetime64[s]"), _NEVER)


def dates_of(config: Config) -> Dates:
    """Dates in which the first day that counts is that of the firm's own calendar, if it has one.

    Raises :class:`Refusal` for a calendar whose first day cannot be that.
    """
    text = config.cadence.first_date
    if not text:
        return Dates()
    weeks, days = divmod(config.warmup_days, WEEK)
    try:
        first = date.fromisoformat(text) - timedelta(weeks=weeks, days=days)
    except (ValueError, OverflowError):
        raise Refusal(
            f"cadence.first_date={text} is no date: name a first day by --start"
        ) from None
    if first.weekday() != 0:
        raise Refusal(
            f"cadence.first_date={text} makes the run's first day, {config.warmup_days} working "
            "days before it, no Monday: name that day by --start"
        )
    return Dates(first)


def dates_from(text: str | None) -> Dates | None:
    """Dates from the word for a run's first day, if there is one. Raises :class:`Refusal`."""
    if text is None:
        return None
    try:
        first = date.fromisoformat(text)
    except ValueError:
        raise Refusal(f"--start {text} is not a date: write 2024-01-01") from None
    if first.weekday() != 0:
        raise Refusal(f"--start {text} is no Monday, on which a run's first day falls")
    if not 1900 <= first.year <= 2200:
        raise Refusal(f"--start {text} is not between the years 1900 and 2200")
    return Dates(first)
