"""The score: each estimator's shares beside the truth, and how far it is off."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.config import KINDS
from sim.inference.intervals import Interval
from sim.inference.intervals import interval as mean
from sim.inference.jackknife import jackknife
from sim.inference.samples import Numbers

TRUTH = "truth"


class Told(NamedTuple):
    """A method's share of the wins for a cause: its mean, and the middle 80 % of single seeds."""

    method: str
    cause: str
    share: Interval
    low: float
    high: float


class Miss(NamedTuple):
    """How far a method is off, in share of wins: on average over seeds, and in a single history."""

    method: str
    bias: Interval
    alone: Interval


def told(runs: pd.DataFrame) -> list[Told]:
    """Every method and cause."""
    found = []
    for (method, cause), rows in runs[runs["method"] != "wins"].groupby(
        ["method", "cause"], sort=False
    ):
        values = rows["value"].to_numpy(float)
        low, high = np.percentile(values, [10, 90])
        found.append(Told(str(method), str(cause), mean(values), float(low), float(high)))
    return found


def misses(runs: pd.DataFrame) -> list[Miss]:
    """For each estimator: the mean absolute gap over kinds between its mean share and the true one,
    and the same for the share from one history.
    """
    shares = runs[runs["cause"].isin(KINDS)].pivot_table(
        index="seed", columns=["method", "cause"], values="value"
    )
    true = shares[TRUTH][list(KINDS)].to_numpy()
    found = []
    for method in runs["method"].drop_duplicates():
        if method in (TRUTH, "wins"):
            continue
        mine = shares[method][list(KINDS)].to_numpy()
        found.append(Miss(str(method), _bias(mine, true), mean(_gap(mine, true))))
    return found


def _gap(mine: Numbers, true: Numbers) -> Numbers:
    """Of each history, the mean over kinds of the gap to what is true on average."""
    gap: Numbers = np.abs(mine - true.mean(axis=0)).mean(axis=1)
    return gap


def _bias(mine: Numbers, true: Numbers) -> Interval:
    def gap(a: Numbers, b: Numbers) -> float:
        return float(np.abs(a.mean(axis=0) - b.mean(axis=0)).mean())

    return jackknife(gap, mine, true, positive=True)
