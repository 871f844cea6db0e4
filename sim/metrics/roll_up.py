"""Roll-up: what managers' people sold of the number that the managers carry, and what that pays.

A manager's number is the sum of the people's quotas, less over-assignment, level by level; a seat
that has been filled carries its quota while it is empty, too. Who is paid on it gets the base, and
the variable part times attainment, as far as the days have come.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.config import Config
from sim.config.fiscal import part_begins
from sim.config.people import MANAGER, Person, in_seats
from sim.config.sales import Sales
from sim.config.working_days import YEAR
from sim.metrics.leading_quota import leads

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Rolled:
    """A person's period: its last day, credit and quota (of a manager: the number carried), and
    pay beside the base of who is in a seat (money)."""

    person: Person
    seat: int  # −1 for a manager
    day: int
    credit: float
    quota: float
    pay: float

    @property
    def attainment(self) -> float:
        """Credit over quota; NaN without a quota."""
        return self.credit / self.quota if self.quota > 0.0 else math.nan


@dataclass(frozen=True)
class _Books:
    """The books by period and seat: credit, quota and pay, and each period's last
    day, part of a whole one, and years."""

    credit: Numbers
    quota: Numbers
    pay: Numbers
    ends: list[int]
    parts: Numbers
    years: Numbers


def roll_up(pay: Any, config: Config) -> list[Rolled]:
    """Everybody of the focal firm's roster by period, managers last.

    ``pay`` are the firm's rows of pay of the days that count, of one run; periods are those of the
    plan's first component with a quota.
    """
    people = config.sales.people
    if not people:
        return []
    seats, books = in_seats(people), _books(pay, config)
    found = [
        Rolled(one, seat, day, *(float(kind[period, seat]) for kind in _columns(books)))
        for period, day in enumerate(books.ends)
        for seat, one in enumerate(seats)
    ]
    return [*found, *_managers(books, config)]


def managers_pay(pay: Any, config: Config) -> float:
    """The earnings in the days that count of the roster's managers whose pay is known (money)."""
    return sum(one.pay for one in roll_up(pay, config) if one.seat < 0)


def is_paid(one: Person) -> bool:
    """Whether the roster says what a manager earns."""
    return one.role == MANAGER and one.base is not None


def led_by_others(sales: Sales) -> float:
    """The part of seats whose manager's pay the roster does not say."""
    paid = {one.name for one in sales.people if is_paid(one)}
    seats = in_seats(sales.people)
    return sum(one.manager not in paid for one in seats) / len(seats) if seats else 1.0


def with_quota(pay: Any, config: Config) -> Any:
    """Periods of the first component with a quota in force; without one, of quotas alone."""
    pay = pay[(pay["quota"] > 0) & (pay["share"] > 0)]
    return pay[leads(pay["component"], pay["day"], config.incentive, config.warmup_days)]


def _columns(books: _Books) -> tuple[Numbers, Numbers, Numbers]:
    return books.credit, books.quota, books.pay


def _books(pay: Any, config: Config) -> _Books:
    seats, rows, start = in_seats(config.sales.people), with_quota(pay, config), config.warmup_days
    ends = _ends(rows, config)
    over = np.minimum(ends, config.days)
    lengths = np.diff([0, *over])
    shape = (len(ends), len(seats))
    credit, quota, share, paid = (np.zeros(shape) for _ in range(4))
    at = _periods(rows, ends, start), np.asarray(rows["rep"])
    for table, column in ((credit, "credit"), (quota, "quota"), (share, "share")):
        np.add.at(table, at, np.asarray(rows[column], np.float64))
    every = _periods(pay, ends, start), np.asarray(pay["rep"])
    np.add.at(paid, every, np.asarray(pay["pay"], np.float64))
    parts = np.asarray(lengths / np.diff([0, *ends]), np.float64)
    late = np.array([one.start is not None and one.start > 0 for one in seats])
    carried = _carried(quota, share, parts, late)
    last = [start + int(end) - 1 for end in over]
    return _Books(credit, carried, paid, last, parts, lengths / YEAR)


def _ends(rows: Any, config: Config) -> list[int]:
    """Days over at the end of each period of the component that is rolled up, of a quarter where
    there is none, until the run is over."""
    plan = config.incentive.components
    component = int(np.asarray(rows["component"]).max(initial=-1))
    period = plan[component].period if 0 <= component < len(plan) else "quarter"
    (span, parts), ends = config.fiscal.spans[period], [0]
    while ends[-1] < config.days:
        turn, number = divmod(len(ends) - 1, parts)
        ends.append(turn * span + part_begins(number + 1, span, parts))
    return ends[1:]


def _periods(rows: Any, ends: list[int], start: int) -> NDArray[np.int64]:
    """The period, from 0, in which each row's day lies."""
    return np.searchsorted(ends, np.asarray(rows["day"]) - start, side="right")


def _carried(quota: Numbers, share: Numbers, parts: Numbers, late: NDArray[np.bool_]) -> Numbers:
    """Each seat's quota by period, its empty days included; not before who is hired later came."""
    found, whole, filled = np.zeros_like(quota), np.zeros(quota.shape[1]), ~late
    for period, part in enumerate(parts):
        there = share[period] > 0.0
        whole = np.where(there, quota[period] / np.where(there, share[period], 1.0), whole)
        found[period] = np.where(filled, whole * part, quota[period])
        filled = filled | there
    return found


def _managers(books: _Books, config: Config) -> Iterator[Rolled]:
    sales, over = config.sales, config.incentive.quota.over_assignment
    below: dict[str, list[int | str]] = {}
    for seat, one in enumerate(in_seats(sales.people)):
        below.setdefault(one.manager, []).append(seat)
    for one in sales.people:
        if one.role == MANAGER:
            below.setdefault(one.manager, []).append(one.name)
    rows = {one.name: one for one in sales.people if one.role == MANAGER}
    named = {name: rows.get(name, Person(name, MANAGER)) for name in below if name}
    for period, day in enumerate(books.ends):
        for name, one in named.items():
            sums = _sums(name, below, (books.credit[period], books.quota[period]), over)
            yield Rolled(one, -1, day, *sums, _earned(one, sums, books, period))


def _sums(
    name: str,
    below: Mapping[str, list[int | str]],
    by_seat: tuple[Numbers, Numbers],
    over: float,
) -> tuple[float, float]:
    """Credit of all whom a manager leads, and the number that the manager carries; ``below`` are
    seats, and names of managers."""
    credit = number = 0.0
    for one in below.get(name, ()):
        if isinstance(one, int):
            theirs = float(by_seat[0][one]), float(by_seat[1][one])
        else:
            theirs = _sums(one, below, by_seat, over)
        credit, number = credit + theirs[0], number + theirs[1]
    return credit, number / (1.0 + over)


def _earned(one: Person, sums: tuple[float, float], books: _Books, period: int) -> float:
    """A manager's pay in a period (money); without a number, the variable part as on target."""
    if one.base is None:
        return 0.0
    years = float(books.years[period])
    variable = max((one.ote or one.base) - one.base, 0.0)
    attained = sums[0] / sums[1] if sums[1] > 0.0 else 1.0
    return years * (one.base + variable * attained)
