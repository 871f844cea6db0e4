"""The fiscal year: the months in which pay is reckoned, and the date of a run's first day."""

from collections.abc import Mapping
from dataclasses import dataclass

from sim.config.parameter import Part, parameter
from sim.config.plan import PERIODS
from sim.config.working_days import QUARTER

TWENTY_DAYS, CALENDAR = LENGTHS = ("twenty_days", "calendar")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")  # fmt: skip
# Calendar months of a quarter: of 22, 21 and 22 working days.
A_QUARTER = 3


@dataclass(frozen=True)
class Fiscal(Part):
    """The fiscal year of all firms."""

    months: str = parameter(
        TWENTY_DAYS, "months in which pay is reckoned: of 20 days, 13 a year; or thirds of a "
        "quarter, of 22, 21 and 22 days, 12 a year",
        choices=LENGTHS,
    )  # fmt: skip
    year_starts: str = parameter(
        "january", "month that the first counted day begins, for dates in pay plans", choices=MONTHS
    )

    @property
    def lengths(self) -> Mapping[str, float]:
        """Working days of each pay period, of a month on average."""
        return PERIODS | {name: days / parts for name, (days, parts) in self.spans.items()}

    @property
    def spans(self) -> Mapping[str, tuple[int, int]]:
        """Days from which each pay period is made, and into how many parts they are divided."""
        whole = {name: (days, 1) for name, days in PERIODS.items()}
        return whole | {"month": (QUARTER, A_QUARTER)} if self.months == CALENDAR else whole


def part_begins(number: int, days: int, parts: int) -> int:
    """The day of a span on which its part of a number, from 0, begins; of the last, plus one, on
    which the span is over."""
    return (2 * number * days + parts) // (2 * parts)
