"""Retention: the value of accounts held a year ago that is still there, gross and net."""

import numpy as np
from numpy.typing import NDArray

from sim.config.working_days import YEAR
from sim.metrics.window import Over, Window
from sim.records import Outcome, Rows


def retained(window: Window) -> tuple[Over, Over]:
    """Value kept of the accounts held at the window's start, gross and net, after a whole year."""
    start = window.account_value_at_start if len(window.panel) >= YEAR else 0.0
    if not start:
        return Over(0.0, 0.0), Over(0.0, 0.0)
    rows = _held_from_the_start(window)
    if not len(rows):
        return Over(start, start), Over(start, start)
    first = _firsts(rows)
    last = np.append(first[1:], len(rows)) - 1
    before = rows["value_before"][first]
    after = np.where(gone(rows), 0.0, rows["value_after"])
    lowest = np.minimum(before, np.minimum.reduceat(after, first))
    return (
        Over(start + (lowest - before).sum(), start),
        Over(start + (after[last] - before).sum(), start),
    )


def _held_from_the_start(window: Window) -> Rows:
    """A year's rows of accounts held at the start, by customer; a customer who returns is new."""
    rows = window.renewals[window.renewals["day"] < window.start + YEAR]
    rows = rows[np.argsort(rows["customer"], kind="stable")]
    first = _firsts(rows)
    length = np.diff(np.append(first, len(rows)))
    held = np.repeat(rows["since"][first] < window.start, length)
    ends = gone(rows).astype(np.int64)
    earlier = np.cumsum(ends) - ends
    return rows[held & (earlier == np.repeat(earlier[first], length))]


def _firsts(rows: Rows) -> NDArray[np.int64]:
    return np.flatnonzero(np.diff(rows["customer"], prepend=-1))


def gone(rows: Rows) -> NDArray[np.bool_]:
    """Whether each account left: at a renewal, or to a rival."""
    return np.isin(rows["outcome"], (Outcome.CHURNED, Outcome.SWITCHED))
