"""Tables of events, to which the day appends, and all of a run together."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.engine.memory import zeros
from sim.engine.shelf import Shelf
from sim.records.rows import PANEL, TABLES

Rows = np.ndarray[Any, np.dtype[Any]]

# Records for which more room than this is foreseen (bytes) lie on a shelf, as far as they are older
# than so many days, by when they began; the others are never changed.
_MUCH = 1 << 31
_IN_HAND = {"leads": ("created", 10), "deals": ("opened", 50)}
_ON_SHELF = (*_IN_HAND, "journeys", "conversations", "renewals")
_AT_A_TIME = 1 << 18  # rows


@dataclass
class Table:
    """Rows of one kind: ``rows`` has room to spare, ``count[0]`` of them have happened."""

    dtype: np.dtype[Any]
    room: int = 1024
    rows: Rows = field(init=False)
    count: np.ndarray[Any, np.dtype[np.int64]] = field(init=False)
    shelf: Shelf = field(init=False, repr=False, default_factory=Shelf)

    def __post_init__(self) -> None:
        self.rows = zeros(self.room, self.dtype)
        self.count = np.zeros(1, np.int64)

    def __getstate__(self) -> dict[str, Any]:
        """Without the room to spare."""
        return {**vars(self), "room": len(self.rows), "rows": self.happened}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.rows = zeros(self.room, self.dtype)
        self.rows[: self.count[0]] = state["rows"]

    def make_room(self, more: int) -> bool:
        """Make sure that ``more`` rows can be appended; True if the rows moved for it."""
        needed = int(self.count[0]) + more
        if needed <= len(self.rows):
            return False
        grown = zeros(max(needed, 2 * len(self.rows)), self.dtype)
        grown[: self.count[0]] = self.rows[: self.count[0]]
        self.rows = grown
        return True

    def append(self, **values: Any) -> None:
        """Append one row from Python, where events are few."""
        self.make_room(1)
        row = self.rows[self.count[0]]
        for name, value in values.items():
            row[name] = value
        self.count[0] += 1

    def extend(self, rows: Rows) -> None:
        """Append rows of this kind."""
        self.make_room(len(rows))
        self.rows[self.count[0] : self.count[0] + len(rows)] = rows
        self.count[0] += len(rows)

    @property
    def happened(self) -> Rows:
        """The rows so far, as a view."""
        return self.rows[: self.count[0]]

    def where(self, holds: Callable[[Rows], Any]) -> Rows:
        """The rows so far of which something holds, looked through a part at a time."""
        rows, found = self.happened, []
        for n in range(0, max(len(rows), 1), _AT_A_TIME):
            part = rows[n : n + _AT_A_TIME]
            found.append(part.compress(holds(part)))
            self.shelf.let_go()
        return found[0] if len(found) == 1 else np.concatenate(found)


@dataclass
class Records:
    """All that one run leaves behind: the event tables and the daily panel [day, firm, column]."""

    leads: Table
    deals: Table
    journeys: Table
    conversations: Table
    renewals: Table
    content: Table
    pay: Table
    staff: Table
    rep_time: Table
    touches: Table
    panel: np.ndarray[Any, np.dtype[np.float64]]
    shelved: bool = False  # whether old rows are put on a shelf

    @classmethod
    def empty(cls, days: int, firms: int, customers: int = 0) -> "Records":
        """Records of a run that has not begun, with the room that such a run usually takes."""
        # Room is free until rows are written; a table that grows is copied.
        usual = {
            "leads": 0.03,
            "deals": 0.004,
            "conversations": 0.01,
            "journeys": 0.002,
            "renewals": 0.004,
        }
        tables = {
            name: Table(dtype, 1024 + int(usual.get(name, 0.0) * customers * days))
            for name, dtype in TABLES.items()
        }
        much = sum(table.rows.nbytes for table in tables.values()) > _MUCH
        return cls(**tables, panel=np.zeros((days, firms, len(PANEL))), shelved=much)

    def put_away(self, day: int) -> int:
        """Put rows that are old today on their shelves; the number of old leads."""
        old = {name: int(self.table(name).count[0]) for name in _ON_SHELF}
        for name, (begun, days) in _IN_HAND.items():
            old[name] = bisect_left(self.table(name).happened[begun], day - days)
        for name, count in old.items():
            self.table(name).shelf.put(self.table(name).rows, count)
        return old["leads"]

    def let_go(self) -> None:
        """Take out of memory what was read or changed on the shelves."""
        for name in _ON_SHELF:
            self.table(name).shelf.let_go()

    def table(self, name: str) -> Table:
        """One event table by its name."""
        table: Table = getattr(self, name)
        return table
