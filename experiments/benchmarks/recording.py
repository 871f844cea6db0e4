"""What recording costs, by writing down again everything that a run recorded.

Leads and deals are rows from birth and part of the state, so a model without records cannot be
stepped for comparison. Instead all rows of a stretch of days are written once more, day by day,
into tables with the room that a run's begin with, and the panel is added up once more. This counts
the writing of working state and the reading of the rows as recording, and leaves out what a row's
fields cost to find out.
"""

import time
from typing import Any

import numpy as np

from sim.engine.compiled import compiled
from sim.records import TABLES, Records, Table

# Few rows, which a run appends from Python one at a time.
FROM_PYTHON = ("content", "pay", "staff")


def rewrite(records: Records, before: int, days: int, customers: int) -> float:
    """Seconds to write again what was recorded in ``days`` days after the first ``before``."""
    blocks = {name: _blocks(records.table(name).happened, before, days) for name in TABLES}
    again = Records.empty(days, records.panel.shape[1], customers)
    panel = records.panel[before : before + days]
    start = time.perf_counter()
    for day in range(days):
        for name in TABLES:
            if name in FROM_PYTHON:
                _append(again.table(name), blocks[name][day])
            else:
                _write(again.table(name), blocks[name][day])
        _add_up(again.panel[day], panel[day])
    return time.perf_counter() - start


def _blocks(rows: Any, before: int, days: int) -> list[Any]:
    """The stretch's part of the rows, in equal shares a day."""
    whole = len(rows)
    first = whole * before // (before + days)
    return np.array_split(rows[first:], days)


def _append(table: Table, rows: Any) -> None:
    for row in rows:
        table.append(**{name: row[name] for name in rows.dtype.names})


def _write(table: Table, rows: Any) -> None:
    table.make_room(len(rows))
    _copy(rows, table.rows, table.count)


def _add_up(panel: Any, amounts: Any) -> None:
    """Add every number once, from Python, though the day adds most of them in compiled code."""
    for firm in range(len(amounts)):
        for column in range(amounts.shape[1]):
            panel[firm, column] += amounts[firm, column]


@compiled
def _copy(rows: Any, table: Any, count: Any) -> None:
    for n in range(len(rows)):
        table[count[0]] = rows[n]
        count[0] += 1
