"""Rows of a CSV file as a spreadsheet or an editor leaves it, each with its line."""

import csv
import io
from collections.abc import Iterator

from sim.config.parameter import ConfigError

# What spreadsheets put between columns in some countries, and what people call it.
OTHERS = {";": "semicolons", "\t": "tabs", "|": "bars"}


def rows_of(name: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank, with its line number; the first is the header.

    ``name`` is the file in refusals. Raises :class:`ConfigError` with the line of what is no text
    in UTF-8, no CSV, or separated by anything but commas.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ConfigError(f"{name}, line {line}: not UTF-8 text") from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise ConfigError(f"{name}, line {line}: not text, it holds a NUL")
    reader, header = csv.reader(io.StringIO(text, newline=""), strict=True), True
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise ConfigError(f"{name}, line {number}: not CSV ({error})") from None
        if row is None:
            return
        if not any(cell.strip() for cell in row):
            continue
        if header:
            _check_separator(f"{name}, line {number}", row)
            header = False
        yield number, row


def _check_separator(where: str, header: list[str]) -> None:
    for mark, what in OTHERS.items():
        if len(header) == 1 and mark in header[0]:
            raise ConfigError(f"{where}: columns are separated by {what}: commas are needed")
