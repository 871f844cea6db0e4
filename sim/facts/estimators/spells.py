"""Spells: which person sat in a rep's seat at a time, and for how long by then."""

from typing import Any

import numpy as np

from sim.config.working_days import YEAR
from sim.records import Records, Rows

Numbers = np.ndarray[Any, np.dtype[np.float64]]


def in_order(staff: Rows) -> Rows:
    """Spells seat by seat in the order of joining."""
    return staff[np.lexsort((staff["joined"], staff["rep"]))]


def tenure(spells: Rows, rep: Any, time: Any) -> Numbers:
    """Days that whoever sat in each seat had been there at each time; NaN of an empty seat."""
    seat, when = np.asarray(rep, np.float64), np.asarray(time, np.float64)
    if not len(spells):
        return np.full(len(seat), np.nan)
    last = when[np.isfinite(when)].max(initial=0.0)
    far = 2.0 * float(np.abs(spells["joined"]).max() + last + 1.0)
    keys = spells["rep"] * far + spells["joined"]
    place = np.searchsorted(keys, seat * far + when, side="right") - 1
    whose = spells[np.maximum(place, 0)]
    there = (place >= 0) & (whose["rep"] == seat)
    there &= whose["stays"] | (when < whose["day"] + 1.0)
    return np.where(there, when - whose["joined"], np.nan)


def ramped(records: Records, won: Rows, start: int, after: Numbers) -> Numbers:
    """Wins of reps who had been there for long enough, and the years that they were so there.

    ``after``: days after which a rep is ramped, by firm.
    """
    spells, end = in_order(records.staff.happened), float(len(records.panel))
    begun = np.maximum(spells["joined"] + after[spells["firm"]], start)
    ended = np.where(spells["stays"], end, spells["day"] + 1.0)
    years = np.maximum(ended - begun, 0.0).sum() / YEAR
    old = tenure(spells, won["rep"], won["closed"]) >= after[won["firm"]]
    return np.array([old.sum(), years], np.float64)
