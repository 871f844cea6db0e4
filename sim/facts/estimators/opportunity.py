"""Opportunities that closed: how many were won, after how many conversations and days."""

from typing import Any, NamedTuple

import numpy as np

from sim.records import Outcome, Rows

Numbers = np.ndarray[Any, np.dtype[np.float64]]


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
