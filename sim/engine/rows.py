"""Rows: one record an agent or an event, each column declared once, with its type and its meaning.

A kind of row is a ``TypedDict`` whose annotations carry the width of each column in memory, so that
the same declaration makes the NumPy structure, tells a reader what ``row["stage"]`` is, and lets
the type checker find a column that does not exist.
"""

from collections import namedtuple
from enum import IntEnum
from functools import cache
from typing import Annotated, Any, Protocol, SupportsIndex, TypeVar, get_type_hints, overload

import numpy as np
from numpy.typing import NDArray

Flag = Annotated[bool, "?"]
Int8 = Annotated[int, "i1"]
Int16 = Annotated[int, "i2"]
Int32 = Annotated[int, "i4"]
Int64 = Annotated[int, "i8"]
Float32 = Annotated[float, "f4"]
Float64 = Annotated[float, "f8"]
Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

Keys = NDArray[np.uint64]

Row_co = TypeVar("Row_co", covariant=True)
Numbers = TypeVar("Numbers", bound=IntEnum)


def row_numbers(rows: Any) -> Whole:
    """Numbers of rows as compiled code takes them, whoever names them."""
    if isinstance(rows, np.ndarray) and rows.dtype == np.int64 and rows.flags.carray:
        return rows
    return np.array(rows, np.int64)


class Table(Protocol[Row_co]):
    """A structured array: ``table[i]`` is a row, ``table["name"]`` a column over all rows."""

    @overload
    def __getitem__(self, at: SupportsIndex, /) -> Row_co: ...
    @overload
    def __getitem__(self, at: str, /) -> Any: ...
    def __len__(self) -> int: ...


class Settings(Protocol):
    """One firm's settings of a group, or one kind's of content, by the names of the config."""

    def __getitem__(self, name: str, /) -> Any: ...


def whole_numbers(kind: type[Numbers]) -> type[Numbers]:
    """The members of an enumeration by name as NumPy integers, for compiled code.

    Numba compiles a function anew for every plain constant that it is called with.
    """
    made_of: Any = namedtuple
    made: type[Numbers] = made_of(kind.__name__, kind.__members__)(*map(np.int64, kind))
    return made


def columns_of(kind: Any, **lengths: int) -> list[Any]:
    """Names and NumPy codes of a kind of row, in the order of its declaration.

    A column annotated with a word beside its code, such as ``"firm"``, has an entry for each: how
    many there are is given as ``firm=3``.
    """
    columns: list[Any] = []
    for name, hint in get_type_hints(kind, include_extras=True).items():
        code, *by = hint.__metadata__
        columns.append((name, code, tuple(lengths[word] for word in by)) if by else (name, code))
    return columns


@cache
def structure_of(kind: Any, **lengths: int) -> np.dtype[Any]:
    """The NumPy structure of a kind of row, aligned as a compiler would align it.

    Made once: Numba knows a structure at sight, and compares one like it column by column.
    """
    return np.dtype(columns_of(kind, **lengths), align=True)


def packed(columns: list[Any]) -> np.dtype[Any]:
    """Columns in this order, their bytes in memory by width, so that no room lies between them."""
    widest_first = sorted(columns, key=lambda column: -np.dtype(column[1]).itemsize)
    places = dict(np.dtype(widest_first, align=True).fields or {})
    return np.dtype(
        {
            "names": [column[0] for column in columns],
            "formats": [column[1] for column in columns],
            "offsets": [places[column[0]][1] for column in columns],
            "itemsize": np.dtype(widest_first, align=True).itemsize,
        },
        align=True,
    )
