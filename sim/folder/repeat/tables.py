"""Parquet of a stranger: columns of the kinds that a run writes, sizes looked at before reading."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.config.refusal import Refusal
from sim.folder.repeat.safe_yaml import printable

if TYPE_CHECKING:
    import pyarrow as pa

RUNS = "runs.parquet"
# A table that unpacks to more than so many bytes, and so many times its file, is no run's: one of
# digests and KPIs packs little, one of what happens every day a lot.
LITTLE, LOT = (2**23, 50), (2**26, 500)
MOST_COLUMNS = 5_000
LETTERS = 64


def read_table(
    path: Path, columns: Mapping[str, Any], optional: Mapping[str, str] | None = None
) -> "pa.Table":
    """A Parquet file with its columns checked: each by its name and Arrow type, or kind in words.

    Raises :class:`Refusal` if it is no such table, lacks a column, or has one of another kind.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    name = path.name
    try:
        file = pq.ParquetFile(path, memory_map=False)
        _refuse_bomb(file, path)
        _refuse_other_kinds(file.schema_arrow, name, columns, optional or {})
        table = file.read().replace_schema_metadata(None)
    except (pa.ArrowException, OSError, ValueError, MemoryError):
        raise Refusal(f"{name} is not readable as Parquet") from None
    _refuse_what_no_run_has(table, name, columns)
    return table


def _refuse_bomb(file: Any, path: Path) -> None:
    rows, told = file.metadata.num_rows, file.metadata
    schema = file.schema_arrow
    if len(schema) > MOST_COLUMNS:
        raise Refusal(f"{path.name} has {len(schema):,} columns, as no run's table")
    groups = [told.row_group(number) for number in range(told.num_row_groups)]
    unpacked = max(rows * _width(schema), sum(group.total_byte_size for group in groups))
    free, times = LITTLE if path.name == RUNS else LOT
    if unpacked > max(free, times * path.stat().st_size):
        raise Refusal(f"{path.name} packs {rows:,} rows into too few bytes to be a run's table")


def _width(schema: "pa.Schema") -> int:
    """Bytes of a row in memory, about."""
    return sum(getattr(one.type, "bit_width", 0) // 8 if _fixed(one) else LETTERS for one in schema)


def _fixed(field: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_primitive(field.type))


def _refuse_other_kinds(
    schema: "pa.Schema", name: str, columns: Mapping[str, Any], optional: Mapping[str, str]
) -> None:
    import pyarrow as pa

    for field in schema:
        said = printable(field.name)
        if isinstance(field.type, pa.BaseExtensionType):
            raise Refusal(f"{name}: {said} is of a type of its own")
        if pa.types.is_nested(field.type):
            raise Refusal(f"{name}: {said} holds values in values, as no run's table")
    if len(set(schema.names)) < len(schema.names):
        raise Refusal(f"{name} has two columns of one name")
    for column, kind in {**columns, **optional}.items():
        if column not in schema.names:
            if column in columns:
                raise Refusal(f"{name} has no column {column}")
        elif not _is(schema.field(column).type, kind):
            found = printable(schema.field(column).type)
            raise Refusal(f"{name}: {column} is of the kind {found}, and a run's is {kind}")


def _is(found: Any, kind: Any) -> bool:
    import pyarrow as pa

    if pa.types.is_null(found):
        return kind in ("text", "numbers")  # of runs that all failed
    if kind == "text":
        return bool(pa.types.is_string(found) or pa.types.is_large_string(found))
    if kind == "whole numbers":
        return bool(pa.types.is_integer(found))
    if kind == "numbers":
        return bool(pa.types.is_integer(found) or pa.types.is_floating(found))
    return bool(found == kind)


def _refuse_what_no_run_has(table: "pa.Table", name: str, columns: Mapping[str, Any]) -> None:
    """Refuse gaps where a run has a value, and numbers without end."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for column in table.schema:
        values = table[column.name]
        if pa.types.is_floating(column.type):
            if pc.any(pc.is_inf(values)).as_py():
                raise Refusal(f"{name}: {printable(column.name)} holds a number without end")
        elif column.name in columns and column.name != "digest" and values.null_count:
            raise Refusal(f"{name}: {printable(column.name)} is empty in some rows")
