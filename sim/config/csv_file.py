"""A CSV file that becomes config: its bytes, its header, and each row with its line."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn

from sim.config.csv_rows import rows_of
from sim.config.dates import iso
from sim.config.parameter import ConfigError
from sim.config.refusal import hint

MOST_BYTES = 1_000_000
# Sixty, or sixty thousand: three decimals of money are as likely a mark between thousands.
_EITHER = re.compile(r"-?[0-9]{1,3}\.[0-9]{3}")
_NUMBER = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")

Read = Callable[[str], bytes]


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
class Line:
    """One row of the file with its place, for refusals."""

    file: str
    number: int
    cells: dict[str, str]

    def refuse(self, what: str) -> NoReturn:
        """Refuse the row, with its place."""
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
        """One of the known words, or nothing."""
        text = self.cells.get(column, "")
        if text and text not in known:
            self.refuse(f"{column}={text!r} is unknown: one of {', '.join(known)}"
                        f"{hint(text, known)}")  # fmt: skip
        return text

    def date(self, column: str) -> date:
        """A date as 2026-03-31."""
        text = self.cells[column]
        found = iso(text)
        if found is None:
            self.refuse(f"{column}={text!r} is no date: year-month-day, as 2026-03-31")
        return found

    def money(self, column: str, low: float, high: float) -> float | None:
        """An amount as 60000, 60,000 or 60000.50; None where the cell is empty or not there."""
        text = self.cells.get(column, "")
        if _EITHER.fullmatch(text):
            self.refuse(f"{column}={text!r} may be {float(text):g} or {text.replace('.', '')}: "
                        "write one of them")  # fmt: skip
        return self._number(column, text, 1.0, f"{low:,.12g} to {high:,.12g}", (low, high))

    def part(self, column: str, low: float, high: float) -> float | None:
        """A part as 0.08 or 8 %; None where the cell is empty or not there."""
        text = self.cells.get(column, "")
        allowed = f"{low:,.12g} to {high:,.12g}, or {100 * low:,.12g} % to {100 * high:,.12g} %"
        if not text.endswith("%"):
            return self._number(column, text, 1.0, allowed, (low, high))
        return self._number(column, text[:-1].rstrip(), 0.01, allowed, (low, high))

    def _number(
        self, column: str, text: str, unit: float, allowed: str, within: tuple[float, float]
    ) -> float | None:
        said = self.cells.get(column, "")
        if not said:
            return None
        if not (text.isascii() and _NUMBER.fullmatch(text) and len(text) <= 20):
            self.refuse(f"{column}={said!r} is not a number: {allowed}")
        value = float(f"{float(text.replace(',', '')) * unit:.12g}")
        if not within[0] <= value <= within[1]:
            self.refuse(f"{column}={said} is out of range: {allowed}")
        return value


@dataclass(frozen=True)
class FileKind:
    """The content of a kind of file: its columns, and what is said of one without any row.

    ``check`` refuses a header whose known columns do not fit together.
    """

    columns: tuple[str, ...]
    example: str
    empty: str
    most_rows: int
    check: Callable[[Line, list[str]], None]


def lines_of(name: str, content: bytes, kind: FileKind) -> list[Line]:
    """The rows of a file under its header, checked for their shape; at least one."""
    return list(_lines(name, content, kind))


def _lines(name: str, content: bytes, kind: FileKind) -> Iterator[Line]:
    if len(content) > MOST_BYTES:
        raise ConfigError(f"{name}: larger than {MOST_BYTES:,} bytes")
    rows = rows_of(name, content)
    header_at, header = next(rows, (1, []))
    columns = [cell.strip().lower() for cell in header]
    _check_columns(Line(name, header_at, {}), columns, kind)
    count = 0
    for number, row in rows:
        line = Line(name, number, dict(zip(columns, map(str.strip, row), strict=False)))
        if len(row) != len(columns):
            line.refuse(f"{len(row)} cells under {len(columns)} columns")
        count += 1
        if count > kind.most_rows:
            line.refuse(f"more than {kind.most_rows:,} rows")
        yield line
    if not count:
        raise ConfigError(f"{name}, line {header_at}: {kind.empty} below the header")


def _check_columns(line: Line, columns: list[str], kind: FileKind) -> None:
    if not columns:
        line.refuse(f"empty: a header is needed, as {kind.example}")
    known = ", ".join(kind.columns)
    for column in columns:
        if column not in kind.columns:
            line.refuse(f"column {column!r} is unknown: {known}, separated by commas"
                        f"{hint(column, kind.columns)}")  # fmt: skip
        if columns.count(column) > 1:
            line.refuse(f"column {column} stands there twice")
    kind.check(line, columns)
