"""A file of samples: a column for each key, a row for each scenario; every cell is checked."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.config import ConfigError
from sim.config.csv_rows import rows_of
from sim.config.refusal import Refusal, hint
from sim.designs.quoting import word
from sim.designs.ranges import refuse_outside
from sim.grammar.keys import PARAMETERS, Leaf, leaf_of, spelled
from sim.grammar.vocabulary import check_value

Row = tuple[str, list[Any]]
MOST_BYTES = 500_000_000


def rows_in(path: Path) -> list[list[str]]:
    """The words of every scenario in a CSV or Parquet. Raises :class:`Refusal`, naming the line."""
    readers = {".csv": _csv, ".parquet": _parquet}
    if path.suffix.lower() not in readers:
        raise Refusal(f"design.file={path} is neither a .csv nor a .parquet")
    if not path.is_file():
        raise Refusal(f"design.file={path}: no such file")
    header, rows = readers[path.suffix.lower()](path)
    keys = _keys(path, header)
    found = []
    for where, values in rows:
        if len(values) != len(keys):
            raise Refusal(f"{path}, {where}: {len(values)} values for {len(keys)} columns")
        cells = zip(keys, values, strict=True)
        found.append([_word(f"{path}, {where}", *cell, leaf_of(cell[0])) for cell in cells])
    if not found:
        raise Refusal(f"{path} has no rows: a header and a row for each scenario are needed")
    return found


def _csv(path: Path) -> tuple[list[str], Iterator[Row]]:
    name = f"design.file={path}"
    try:
        content = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
    except OSError as error:
        raise Refusal(f"{name}: cannot be read ({error.strerror})") from None
    if not content:
        what = f"larger than {MOST_BYTES:,} bytes" if path.stat().st_size else "empty"
        raise Refusal(f"{name} is {what}: a header and a row for each scenario are needed")
    try:
        table = list(rows_of(name, content))
    except ConfigError as error:
        raise Refusal(str(error)) from None
    if not table:
        raise Refusal(f"{name} is empty: a header and a row for each scenario are needed")
    rows = ((f"line {line}", [_typed(cell.strip()) for cell in row]) for line, row in table[1:])
    return [cell.strip() for cell in table[0][1]], rows


def _parquet(path: Path) -> tuple[list[str], Iterator[Row]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError, ValueError):
        raise Refusal(f"{path} is not readable as Parquet") from None
    columns = [column.to_pylist() for column in table.columns]
    numbered = enumerate(zip(*columns, strict=True), start=1)
    return list(table.column_names), ((f"row {number}", list(row)) for number, row in numbered)


def _keys(path: Path, header: list[str]) -> list[str]:
    for number, key in enumerate(header, start=1):
        if not key:
            raise Refusal(f"{path}: column {number} has no name")
        if header.count(key) > 1:
            raise Refusal(f"{path}: {key} names two columns")
        if key.startswith(("hydra", "design")) or key[0] in "+~-" or "=" in key:
            raise Refusal(f"{path}: {key} is no key of a scenario")
    return [spelled(key) for key in header]


def _typed(cell: str) -> Any:
    """A cell as the number that it is, or as it is written."""
    for kind in (int, float):
        try:
            return kind(cell)
        except ValueError:
            continue
    return cell


def _word(where: str, key: str, value: Any, leaf: Leaf | None) -> str:
    """One cell as a word, checked against the parameter; a group's option is checked later."""
    if value is None or value == "":
        raise Refusal(f"{where}: {key} is empty")
    if isinstance(value, float) and not math.isfinite(value):
        raise Refusal(f"{where}: {key}={value} is not a finite number")
    if leaf is not None:
        try:
            check_value(key, value, leaf)
        except Refusal as refusal:
            raise Refusal(f"{where}: {refusal}") from None
        if isinstance(value, int | float) and not isinstance(value, bool):
            refuse_outside(f"{where}: {key}={value:.12g}", value, leaf.metadata["about"])
    elif "." in key and "@" not in key:
        raise Refusal(f"{where}: {key} is not a parameter{hint(key, PARAMETERS)}")
    return f"{key}={word(value)}"
