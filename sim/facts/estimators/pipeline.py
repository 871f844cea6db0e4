"""The pipeline: opportunities that are open, and their list value beside the quota."""

from typing import Any, NamedTuple

import numpy as np

from sim.config import Config
from sim.config.working_days import QUARTER
from sim.records import PANEL, Outcome, Records, Rows

Numbers = np.ndarray[Any, np.dtype[np.float64]]


class Pipeline(NamedTuple):
    """``open_days``: days on which opportunities of all firms were open, summed over them;
    ``rep_days``: days with a filled seat. ``ahead``: list value of the focal firm's open
    opportunities on the first days of quarters, summed; ``quota``: of the reps in those quarters.
    """

    open_days: float
    rep_days: float
    ahead: float
    quota: float


def pipeline(found: Rows, records: Records, config: Config) -> Pipeline:
    """The opportunities of a run, and its counted days."""
    start, end = config.warmup_days, len(records.panel)
    reps = records.panel[start:, :, PANEL.index("reps")].sum()
    until = np.where(found["outcome"] == Outcome.OPEN, np.inf, found["closed"])
    days = np.minimum(until, end) - np.maximum(found["opened"], start)
    focal = found["firm"] == 0
    # Nothing has been offered yet: it stands in the books at the usual price.
    worth = np.where(found["list_value"] > 0.0, found["list_value"], config.market.catalogue.price)
    ahead = quota = 0.0
    for first in range(start, end - QUARTER + 1, QUARTER):
        there = focal & (found["opened"] < first) & (until >= first)
        ahead += float(worth[there].sum())
        quota += _quota(records.pay.happened, first)
    return Pipeline(float(np.maximum(days, 0.0).sum()), float(reps), ahead, quota)


def _quota(pay: Rows, first: int) -> float:
    """The focal firm's quotas of the periods that end in a quarter, of the plan's first component
    with one; without one, of quotas alone."""
    pay = pay[(pay["firm"] == 0) & (pay["quota"] > 0) & (pay["share"] > 0)]
    in_plan = pay["component"][pay["component"] >= 0]
    pay = pay[pay["component"] == (in_plan.min() if len(in_plan) else -1)]
    inside = (pay["day"] >= first) & (pay["day"] < first + QUARTER)
    return float(pay["quota"][inside].sum())
