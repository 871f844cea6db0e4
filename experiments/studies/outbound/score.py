"""Success by number of the call: of the leads called so often, whom the call brought to talk."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.config import Config
from sim.inference.intervals import Interval
from sim.inference.intervals import interval as mean
from sim.records import Outcome, Records

CALLS = 10
# Success on call k of those called a k-th time, term deposits sold by phone, 41,188 clients;
# counted in the data of Moro, Cortez & Rita 2014, *Decision Support Systems* 62:22-31.
REAL = (0.056, 0.051, 0.044, 0.033, 0.024, 0.022, 0.016, 0.010, 0.012, 0.011)
PER_CLIENT = {"calls a lead": 2.57, "called once": 0.43}


class Called(NamedTuple):
    """By number of the call, from the first: leads called so often, reached, talked with, won."""

    made: Any
    reached: Any
    met: Any
    won: Any


def called(records: Records, config: Config) -> Called:
    """Count the focal firm's leads that were called and have ended, of the counted days."""
    leads = records.leads.happened
    leads = leads[~leads["inquiry"]]
    ended = (leads["outcome"] != Outcome.OPEN) & (leads["created"] >= config.warmup_days)
    leads = leads[(leads["firm"] == 0) & ended & (leads["attempts"] > 0)]
    attempts = np.minimum(leads["attempts"].astype(np.int64), CALLS + 1)
    reached = ~np.isnan(leads["reached"])
    kinds = [reached, reached & (leads["deal"] >= 0), reached & (leads["outcome"] == Outcome.WON)]
    # A lead is made a call for every attempt; what came of it came with the last.
    made = np.bincount(attempts, minlength=CALLS + 2)[:0:-1].cumsum()[::-1]
    counts = [np.bincount(attempts[kind], minlength=CALLS + 2)[1:] for kind in kinds]
    return Called(made[:CALLS], *(count[:CALLS] for count in counts))


def table(runs: list[Called]) -> pd.DataFrame:
    """Chances by number of the call with 95 % intervals over runs, beside the campaign's."""
    rows = []
    for k in range(CALLS):
        made = np.array([run.made[k] for run in runs], float)
        row = {"call": k + 1, "calls": int(made.sum())}
        for name in ("reached", "met", "won"):
            came = np.array([getattr(run, name)[k] for run in runs], float)
            with np.errstate(invalid="ignore", divide="ignore"):
                row[name] = mean(came / made)
        rows.append(row | {"real": REAL[k]})
    return pd.DataFrame(rows)


def falls(runs: list[Called], last: int = 6) -> Interval:
    """Success on a later call over that on the first, run by run; below one it falls."""
    with np.errstate(invalid="ignore", divide="ignore"):
        rates = [run.met / run.made for run in runs]
    return mean(np.array([one[last - 1] / one[0] for one in rates]))


def calls_a_lead(runs: list[Called]) -> tuple[Interval, Interval]:
    """Calls a lead that was called at all, and the part called once."""
    mean_calls = [run.made.sum() / run.made[0] for run in runs]
    once = [1.0 - run.made[1] / run.made[0] for run in runs]
    return mean(np.array(mean_calls)), mean(np.array(once))
