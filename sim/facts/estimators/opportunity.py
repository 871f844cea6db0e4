"""Opportunities: deals as a CRM counts them, one a firm and journey of a customer."""

from typing import Any, NamedTuple

import numpy as np

from sim.records import DEAL, Outcome, Rows

Numbers = np.ndarray[Any, np.dtype[np.float64]]


def opportunities(deals: Rows) -> Rows:
    """A row an opportunity in which there was a conversation, as its last deal stands.

    When it was opened and first talked of is as in its first deal; conversations and hours are of
    all its deals.
    """
    name = [deals[one].astype(np.int64) for one in KEYS]
    order = np.lexsort([deals["opened"], *name[::-1]])
    new = np.zeros(len(deals), bool)
    for one in name:
        new[1:] |= one[order][1:] != one[order][:-1]
    starts = np.concatenate([np.zeros(min(len(deals), 1), np.int64), np.flatnonzero(new)])
    if not len(starts):
        return np.zeros(0, DEAL)
    rows, ordered = deals[order[np.append(starts[1:], len(deals)) - 1]].copy(), deals[order]
    for column in ("opened", "first_talk"):
        rows[column] = np.fmin.reduceat(ordered[column], starts)
    for column in ("talks", "hours"):
        rows[column] = np.add.reduceat(ordered[column], starts)
    found: Rows = rows[rows["talks"] > 0]
    return found


KEYS = ("customer", "firm", "journey")
FIFTHS = 5


class Closed(NamedTuple):
    """Opportunities of all firms that closed: how many, how many of them won, and of those won the
    conversations, and [smallest fifth by value, largest; how many, days from opening to close]."""

    ended: float
    won: float
    talks: float
    fifths: Numbers


def closed(found: Rows, start: int) -> Closed:
    """Count the opportunities that closed after the warm-up."""
    ended = found[(found["outcome"] != Outcome.OPEN) & (found["closed"] >= start)]
    won = ended[ended["outcome"] == Outcome.WON]
    talks = won["talks"].sum(dtype=np.float64)
    return Closed(float(len(ended)), float(len(won)), float(talks), _fifths(won))


def _fifths(won: Rows) -> Numbers:
    by_value = won[np.argsort(won["value"], kind="stable")]
    few = len(won) // FIFTHS
    ends = (by_value[:few], by_value[len(won) - few :])
    return np.array([[few, (some["closed"] - some["opened"]).sum()] for some in ends], np.float64)
