"""Content leads that are pursued, by how long their reps have been in their seats."""

from typing import Any

import numpy as np

from sim.facts.estimators.leads import asked, handed_over, pursued
from sim.facts.estimators.spells import in_order, tenure
from sim.records import Rows

Numbers = np.ndarray[Any, np.dtype[np.float64]]
NEW, OLD = 0, 1


def by_tenure(leads: Rows, staff: Rows) -> Numbers:
    """Content leads of new and of old reps [new, old; handed over, pursued].

    Old are reps who had been there for longer than the median over leads when the lead came to
    them; a lead of an empty seat is nobody's.
    """
    leads = leads[~asked(leads) & handed_over(leads)]
    days = tenure(in_order(staff), leads["rep"], leads["routed"])
    known = (leads["rep"] >= 0) & ~np.isnan(days)
    leads, days = leads[known], days[known]
    if not len(leads):
        return np.zeros((2, 2))
    old, done = (days > np.median(days)).astype(np.int64), pursued(leads).astype(np.float64)
    return np.array([np.bincount(old, one, 2) for one in (np.ones(len(old)), done)]).T
