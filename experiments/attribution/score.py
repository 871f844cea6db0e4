"""The score: each estimator's shares beside the truth, and how far it is off."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.estimate import Estimate, mean
from sim.config import KINDS

TRUTH = "truth"


class Told(NamedTuple):
    """A method's share of the wins for a cause: its mean, and the middle 80 % of single seeds."""

    method: str
    cause: str
    share: Estimate
    low: float
    high: float


class Miss(NamedTuple):
    """How far a method is off, in share of wins: on average over seeds, and in a single history."""

    method: str
    bias: Estimate
    alone: Estimate
    order: Estimate


def told(runs: pd.DataFrame) -> list[Told]:
    """Every method and cause."""
    found = []
    for (method, cause), rows in runs[runs["method"] != "wins"].groupby(["method", "cause"],
                                                                      sort=False):  # fmt: skip
        values = rows["value"].to_numpy(float)
        low, high = np.percentile(values, [10, 90])
        found.append(Told(str(method), str(cause), mean(values), float(low), float(high)))
    return found


def misses(runs: pd.DataFrame) -> list[Miss]:
    """For each estimator: the mean absolute gap between its mean share and the true one over kinds;
    the same for the share from one history; how often the kind that it likes best is truly best.
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
        best = (mine.argmax(axis=1) == true.mean(axis=0).argmax()).astype(float)
        found.append(Miss(str(method), _bias(mine, true), mean(_gap(mine, true)), mean(best)))
    return found


def _gap(mine: "np.ndarray", true: "np.ndarray") -> "np.ndarray":
    """Of each history, the mean over kinds of the gap to what is true on average."""
    return np.abs(mine - true.mean(axis=0)).mean(axis=1)


def _bias(mine: "np.ndarray", true: "np.ndarray") -> Estimate:
    from experiments.estimate import bootstrap

    def gap(a: "np.ndarray", b: "np.ndarray") -> "np.ndarray":
        return np.abs(a.mean(axis=-2) - b.mean(axis=-2)).mean(axis=-1)

    return bootstrap(gap, mine, true)
