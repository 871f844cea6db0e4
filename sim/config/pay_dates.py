"""Dates in pay plans: working days since the first counted day, which begins the fiscal year.

A first day on a weekend is the Monday after it, a last day the Friday before. Dates are read when
the scenario is made; the config then holds days.
"""

from collections.abc import Iterator
from dataclasses import Field, fields, replace
from datetime import date
from functools import cache
from typing import Any

from sim.config.cadence import LAST_DAY
from sim.config.dates import (
    WEEKDAYS,
    after_weekend,
    before_weekend,
    days_between,
    first_on,
    iso,
)
from sim.config.fiscal import MONTHS
from sim.config.parameter import ConfigError, about_of, form_of, item_of, key_of
from sim.config.per_part import PerPart, is_part_kind
from sim.config.working_days import WEEK

# Parameters that name the last day of something, not the first.
LAST = ("to_day", "last_day", "to")


def with_dates(config: Any) -> Any:
    """The config with every date in a pay plan read into the working day that it names.

    Where no date of the first counted day is said, it is the first of the fiscal year in which the
    earliest of these dates lies, for calendars too. Raises :class:`ConfigError` in one line.
    """
    if not any(has_dates(plan) for _, plan in _plans(config)):
        return config
    said = dates_in(config)
    begin = first_counted_day(config, [then for *_, then in said])
    theirs = replace(
        config.rivals,
        incentive=_counted("rivals.incentive", config.rivals.incentive, begin),
        cadence=_from(config.rivals.cadence, begin),
    )
    own = _counted("incentive", config.incentive, begin)
    return replace(config, incentive=own, cadence=_from(config.cadence, begin), rivals=theirs)


def dates_in(config: Any) -> list[tuple[str, str, date]]:
    """Every date in the pay plans of a config: the place that holds it, its key there, and it."""
    return [one for where, plan in _plans(config) for one in _dates(where, plan)]


def is_last(key: str) -> bool:
    """Whether a key names the last day of something, not the first."""
    return key in LAST


def first_counted_day(config: Any, dates: list[date]) -> date:
    """The date of the first day that counts: as the calendar says, or by the earliest of dates."""
    starts, weekday = config.fiscal.year_starts, config.warmup_days % WEEK
    month, text = MONTHS.index(starts) + 1, config.cadence.first_date
    if not text:
        earliest = min(dates)
        year = earliest.year if earliest.month >= month else earliest.year - 1
        return first_on(weekday, date(year, month, 1))
    begin = iso(text)
    if begin is None:
        raise ConfigError(f"cadence.first_date={text} is no date: year-month-day")
    if begin.weekday() != weekday:
        raise ConfigError(
            f"cadence.first_date={text} is a {WEEKDAYS[begin.weekday()]}, and the first day that "
            f"counts is a {WEEKDAYS[weekday]}"
        )
    if begin.month != month or begin.day > 7:
        raise ConfigError(
            f"fiscal.year_starts={starts} and cadence.first_date={text}: the first day that counts "
            "begins the fiscal year, in the first week of its month"
        )
    return begin


def day_of(where: str, then: date, begin: date, last: bool = False) -> int:
    """The working day that a date names, counted from the first that counts, which is 0.

    ``where`` is its place, for refusals. Days of the month before that first day are part of it.
    """
    worked = before_weekend(then) if last else after_weekend(then)
    if worked < begin:
        if then >= begin.replace(day=1) and not last:
            return 0
        raise ConfigError(f"{where}={then} is before the first day that counts, {begin}")
    day = days_between(begin, worked)
    if day > LAST_DAY:
        raise ConfigError(f"{where}={then} is more than {LAST_DAY:,} working days after {begin}")
    return day


@PerPart
def has_dates(plan: Any) -> bool:
    """Whether a pay plan still holds dates in place of days."""
    return next(_dates("", plan), None) is not None


def _plans(config: Any) -> Iterator[tuple[str, Any]]:
    yield "incentive", config.incentive
    yield "rivals.incentive", config.rivals.incentive


def _dates(where: str, part: Any) -> Iterator[tuple[str, str, date]]:
    """Every date in a plan or a part of one: the place that holds it, its key, and it."""
    kind: Any = type(part)
    for entry in _dated(kind):
        value = getattr(part, entry.name)
        then = iso(value.strip()) if isinstance(value, str) else None
        if then:
            yield where, key_of(entry), then
    for group in _groups(kind):
        for number, one in enumerate(getattr(part, group)):
            yield from _dates(f"{where}.{group}[{number}]", one)


@cache
def _dated(kind: Any) -> tuple["Field[Any]", ...]:
    """The parameters of a kind that name a day, as a number or in words."""
    return tuple(one for one in fields(kind) if about_of(one).dated or form_of(one) == "day")


@cache
def _groups(kind: Any) -> tuple[str, ...]:
    """The lists of a kind whose elements can name days, or hold what can."""
    items = {entry.name: item_of(entry) for entry in fields(kind)}
    return tuple(
        name
        for name, item in items.items()
        if is_part_kind(item) and (_dated(item) or _groups(item))
    )


def _counted(where: str, part: Any, begin: date) -> Any:
    """A plan, or a part of one, with days in place of dates."""
    kind: Any = type(part)
    known: dict[str, Any] = {
        group: [
            _counted(f"{where}.{group}[{number}]", one, begin)
            for number, one in enumerate(getattr(part, group))
        ]
        for group in _groups(kind)
    }
    for entry in _dated(kind):
        value, key = getattr(part, entry.name), key_of(entry)
        then = iso(value.strip()) if isinstance(value, str) else None
        if then:
            day = day_of(f"{where}.{key}", then, begin, is_last(key))
            known[entry.name] = str(day) if form_of(entry) else day
    return replace(part, **known)


def _from(cadence: Any, begin: date) -> Any:
    return cadence if cadence.first_date else replace(cadence, first_date=begin.isoformat())
