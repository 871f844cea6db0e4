"""Touches: the signals that reach customers on their way to a purchase. Recorded if asked for.

Touches of customers without a need are written down when the need arises. Each thread writes to a
log of its own. Nothing in the model reads them, so recording them changes no result.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from sim.engine.compiled import compiled
from sim.records import SOURCES, TOUCH, Rows, Table

WORD_OF_MOUTH = np.int64(SOURCES.index("word_of_mouth"))


class Log(NamedTuple):
    """Room for touches of customers who search, or of customers without a need.

    ``count[0]`` touches are written; a log without room takes none.
    """

    rows: Rows
    count: Any
    searching: bool

    @property
    def written(self) -> Rows:
        """The touches so far, as a view."""
        return self.rows[: self.count[0]]


def log_of(room: int, searching: bool) -> Log:
    """A log with room for this many touches; where there is none, one for all."""
    return _made(room, searching) if room else _without_room(searching)


@cache
def _without_room(searching: bool) -> Log:
    return _made(0, searching)


def _made(room: int, searching: bool) -> Log:
    return Log(np.empty(room, TOUCH), np.zeros(1, np.int64), searching)


@compiled
def note(log: Log, day: int, i: int, firm: int, source: int, precision: float, lead: bool) -> None:
    """Write down that a signal of this precision (1/utility²) about a firm reached a customer."""
    if len(log.rows) == 0:
        return
    touch = log.rows[log.count[0]]
    log.count[0] += 1
    touch["day"], touch["customer"], touch["firm"], touch["source"] = day, i, firm, source
    touch["precision"], touch["searching"], touch["lead"] = precision, log.searching, lead


def in_order(touches: Table) -> None:
    """Sort touches by customer, then day, firm and source: the order of writing leaves no trace."""
    rows = touches.happened
    order = np.lexsort([rows[name] for name in ("source", "firm", "day", "customer")])
    rows[:] = rows[order]
