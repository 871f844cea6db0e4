"""An editorial calendar from a CSV file: what is published on which day, as the config holds it.

One row an item: ``day`` (working days from the first that counts) or ``date`` (year-month-day; what
falls on a weekend comes out on the next Monday), ``kind``, and if wanted ``items``, ``topic``
and ``channel``. The file is read once, when the scenario is made; the config then holds its rows,
so that a config's hash, a run folder and a run that is repeated need no file.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from sim.config import CHANNELS, KINDS, Config, ConfigError, Planned
from sim.config.cadence import LAST_DAY
from sim.config.csv_rows import rows_of
from sim.config.refusal import hint
from sim.config.working_days import WEEK

MOST_BYTES, MOST_ROWS, MOST_ITEMS = 1_000_000, 5_000, 100
COLUMNS = ("day", "date", "kind", "items", "topic", "channel")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# A model's week has five days; its first day is a Monday.

Read = Callable[[str], bytes]


def with_calendars(config: Config, read: Read | None = None) -> Config:
    """The config with every calendar file read into the rows that it holds.

    ``read`` gives a file's bytes by its name. Raises :class:`ConfigError` in one line.
    """
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


def content_of(name: str) -> bytes:
    """A file's bytes. Raises :class:`ConfigError` for what is no file, or too large to be one."""
    path = Path(name)
    try:
        there, size = path.is_file(), path.stat().st_size if path.is_file() else 0
        content = path.read_bytes() if there and size <= MOST_BYTES else b""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"{name}: cannot be read ({reason})") from None
    if not there:
        raise ConfigError(f"{name}: no such file")
    if size > MOST_BYTES:
        raise ConfigError(f"{name}: larger than {MOST_BYTES:,} bytes")
    return content


@dataclass(frozen=True)
class _Line:
    """One row of the file with its place, for refusals."""

    file: str
    number: int
    cells: dict[str, str]

    def refuse(self, what: str) -> NoReturn:
        raise ConfigError(f"{self.file}, line {self.number}: {what}")

    def whole(self, column: str, low: int, high: int, otherwise: int) -> int:
        """A whole number within bounds; ``otherwise`` where the cell is empty or not there."""
        text = self.cells.get(column, "")
        if not text:
            return otherwise
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
            self.refuse(f"{column}={text!r} is not a whole number: {low} to {high:,}")
        if not low <= int(text) <= high:
            self.refuse(f"{column}={text} is out of range: {low} to {high:,}")
        return int(text)

    def word(self, column: str, known: tuple[str, ...]) -> str:
        text = self.cells.get(column, "")
        if text and text not in known:
            self.refuse(f"{column}={text!r} is unknown: one of {', '.join(known)}"
                        f"{hint(text, known)}")  # fmt: skip
        return text


def _filled(key: str, cadence: Any, config: Config, read: Read) -> Any:
    if cadence.planned:
        raise ConfigError(f"{key}.file={cadence.file} and {key}.planned are two calendars: one")
    name = f"{key}.file={cadence.file}"
    try:
        content = read(cadence.file)
    except ConfigError as error:
        raise ConfigError(f"{key}.file={error}") from None
    lines = list(_lines(name, content))
    first = cadence.first_date
    if "date" in lines[0].cells:
        days, first = _by_date(f"{key}.first_date", first, lines, config.warmup_days % WEEK)
    else:
        days = [_day(line) for line in lines]
    planned = [_planned(line, day, config) for line, day in zip(lines, days, strict=True)]
    return replace(cadence, file="", first_date=first, planned=planned)


def _planned(line: _Line, day: int, config: Config) -> Planned:
    if not line.cells.get("kind"):
        line.refuse(f"kind is empty: one of {', '.join(KINDS)}")
    return Planned(
        day=day,
        kind=line.word("kind", KINDS),
        items=line.whole("items", 1, MOST_ITEMS, 1),
        topic=line.whole("topic", 0, config.market.buyer.pains - 1, -1),
        channel=line.word("channel", CHANNELS),
    )


def _day(line: _Line) -> int:
    if not line.cells["day"]:
        line.refuse("day is empty: working days from the first that counts, which is 0")
    if line.cells["day"].startswith("-"):
        line.refuse(f"day={line.cells['day']} is before the start: the first day that counts is 0")
    return line.whole("day", 0, LAST_DAY, 0)


def _by_date(key: str, first: str, lines: list[_Line], weekday: int) -> tuple[list[int], str]:
    """The working day of each line, and the date of day 0, whose weekday the warm-up decides."""
    dates = [_working_day(_date(line)) for line in lines]
    if first:
        begin = _iso(first)
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
        day = int(np.busday_count(begin, then))
        if day > LAST_DAY:
            line.refuse(f"date={then} is more than {LAST_DAY:,} working days after {begin}")
        days.append(day)
    return days, begin.isoformat()


def _date(line: _Line) -> date:
    text = line.cells["date"]
    found = _iso(text)
    if found is None:
        line.refuse(f"date={text!r} is no date: year-month-day, as 2026-03-31")
    return found


def _working_day(then: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return then + timedelta(days=7 - then.weekday() if then.weekday() >= WEEK else 0)


def _iso(text: str) -> date | None:
    """The date that a text as 2026-03-31 names; years 1900 to 2199."""
    try:
        found = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
    return found if found and 1900 <= found.year < 2200 else None


def _lines(name: str, content: bytes) -> Iterator[_Line]:
    """The rows of a file under its header, checked for their shape; at least one."""
    if len(content) > MOST_BYTES:
        raise ConfigError(f"{name}: larger than {MOST_BYTES:,} bytes")
    rows = rows_of(name, content)
    header_at, header = next(rows, (1, []))
    columns = [cell.strip().lower() for cell in header]
    _check_header(_Line(name, header_at, {}), columns)
    count = 0
    for number, row in rows:
        line = _Line(name, number, dict(zip(columns, map(str.strip, row), strict=False)))
        if len(row) != len(columns):
            line.refuse(f"{len(row)} cells under {len(columns)} columns")
        count += 1
        if count > MOST_ROWS:
            line.refuse(f"more than {MOST_ROWS:,} rows")
        yield line
    if not count:
        raise ConfigError(f"{name}, line {header_at}: nothing is planned below the header")


def _check_header(line: _Line, columns: list[str]) -> None:
    if not columns:
        line.refuse("empty: a header is needed, as day,kind,items,topic,channel")
    for column in columns:
        if column not in COLUMNS:
            line.refuse(f"column {column!r} is unknown: {', '.join(COLUMNS)}, separated by commas"
                        f"{hint(column, COLUMNS)}")  # fmt: skip
        if columns.count(column) > 1:
            line.refuse(f"column {column} stands there twice")
    if ("day" in columns) == ("date" in columns):
        line.refuse("the header needs one of the columns day and date")
    if "kind" not in columns:
        line.refuse("the header has no column kind")
