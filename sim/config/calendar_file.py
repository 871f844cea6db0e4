"""An editorial calendar from a CSV file: what is published on which day, as the config holds it.

One row an item: ``day`` (working days from the first that counts) or ``date`` (year-month-day; what
falls on a weekend comes out on the next Monday), ``kind``, and if wanted ``items``, ``topic``
and ``channel``. The file is read once, when the scenario is made; the config then holds its rows,
so that a config's hash, a run folder and a run that is repeated need no file.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sim.config import CHANNELS, KINDS, Config, ConfigError, Planned
from sim.config.cadence import LAST_DAY
from sim.config.csv_file import FileKind, Line, Read, content_of, lines_of
from sim.config.dates import WEEKDAYS, after_weekend, days_between, iso
from sim.config.pay_dates import with_dates
from sim.config.working_days import WEEK

MOST_ROWS, MOST_ITEMS = 5_000, 100
COLUMNS = ("day", "date", "kind", "items", "topic", "channel")
# A model's week has five days; its first day is a Monday.


def with_calendars(config: Config, read: Read | None = None) -> Config:
    """The config with every calendar file read into the rows that it holds, and dates of pay plans
    into days.

    ``read`` gives a file's bytes by its name. Raises :class:`ConfigError` in one line.
    """
    config = with_dates(config)
    own, theirs = config.cadence, config.rivals.cadence
    if not own.file and not theirs.file:
        return config
    read = read or content_of
    if theirs.file:
        cadence = _filled("rivals.cadence", theirs, config, read)
        config = replace(config, rivals=replace(config.rivals, cadence=cadence))
    if own.file:
        config = replace(config, cadence=_filled("cadence", own, config, read))
    return config


def _filled(key: str, cadence: Any, config: Config, read: Read) -> Any:
    if cadence.planned:
        raise ConfigError(f"{key}.file={cadence.file} and {key}.planned are two calendars: one")
    name = f"{key}.file={cadence.file}"
    try:
        content = read(cadence.file)
    except ConfigError as error:
        raise ConfigError(f"{key}.file={error}") from None
    lines = lines_of(name, content, FILE)
    first = cadence.first_date
    if "date" in lines[0].cells:
        days, first = _by_date(f"{key}.first_date", first, lines, config.warmup_days % WEEK)
    else:
        days = [_day(line) for line in lines]
    planned = [_planned(line, day, config) for line, day in zip(lines, days, strict=True)]
    return replace(cadence, file="", first_date=first, planned=planned)


def _planned(line: Line, day: int, config: Config) -> Planned:
    if not line.cells.get("kind"):
        line.refuse(f"kind is empty: one of {', '.join(KINDS)}")
    return Planned(
        day=day,
        kind=line.word("kind", KINDS),
        items=line.whole("items", 1, MOST_ITEMS, 1),
        topic=line.whole("topic", 0, config.market.buyer.pains - 1, -1),
        channel=line.word("channel", CHANNELS),
    )


def _day(line: Line) -> int:
    if not line.cells["day"]:
        line.refuse("day is empty: working days from the first that counts, which is 0")
    if line.cells["day"].startswith("-"):
        line.refuse(f"day={line.cells['day']} is before the start: the first day that counts is 0")
    return line.whole("day", 0, LAST_DAY, 0)


def _by_date(key: str, first: str, lines: list[Line], weekday: int) -> tuple[list[int], str]:
    """The working day of each line, and the date of day 0, whose weekday the warm-up decides."""
    dates = [after_weekend(line.date("date")) for line in lines]
    if first:
        begin = iso(first)
        if begin is None:
            raise ConfigError(f"{key}={first} is no date: year-month-day")
        if begin.weekday() != weekday:
            raise ConfigError(
                f"{key}={first} is a {WEEKDAYS[begin.weekday()]}, and the first day that counts is "
                f"a {WEEKDAYS[weekday]}"
            )
    else:
        earliest = min(dates)
        begin = earliest - timedelta(days=(earliest.weekday() - weekday) % 7)
    days = []
    for line, then in zip(lines, dates, strict=True):
        if then < begin:
            text = line.cells["date"]
            line.refuse(f"date={text} is before the start: the first day that counts is {begin}")
        day = days_between(begin, then)
        if day > LAST_DAY:
            line.refuse(f"date={then} is more than {LAST_DAY:,} working days after {begin}")
        days.append(day)
    return days, begin.isoformat()


def _check_header(line: Line, columns: list[str]) -> None:
    if ("day" in columns) == ("date" in columns):
        line.refuse("the header needs one of the columns day and date")
    if "kind" not in columns:
        line.refuse("the header has no column kind")


FILE = FileKind(
    COLUMNS, "day,kind,items,topic,channel", "nothing is planned", MOST_ROWS, _check_header
)
