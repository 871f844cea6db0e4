"""The ranks of scenarios, and how sure the best is: from means that the seeds leave possible.

All scenarios are drawn together (``sim.inference.posterior``) with the covariance that the seeds
show, so that luck which they share cancels. Below five seeds that covariance is hardly known, and
outcomes are seldom normal enough: then nothing is ranked. What is printed starts at ten.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.inference.outcomes import Outcomes
from sim.inference.posterior import draws
from sim.inference.samples import Numbers

FEWEST, DRAWS, LUCK = 5, 4000, 20
# Chances and ranks are told from as many seeds on: below, who is best is said too surely.
TOLD_FROM = 10
LIMITS = (2.5, 97.5)
TOO_FEW = f"too few replicates to rank: {TOLD_FROM} or more are needed"


class Ranking(NamedTuple):
    """Per scenario: its mean, the probability that none is better, and its rank with 95 % limits.

    Ranks begin at 1, for the best. NaN where there are too few replicates to tell.
    """

    mean: Numbers
    best: Numbers
    rank: Numbers
    rank_low: Numbers
    rank_high: Numbers

    @property
    def order(self) -> NDArray[np.int64]:
        """Scenarios from the most to the least likely best; by their mean where that ties."""
        mean = np.nan_to_num(self.mean, nan=-np.inf)
        return np.lexsort((-mean, -self.best)).astype(np.int64)


def ranking(found: Outcomes, largest_is_best: bool = True, fewest: int = FEWEST) -> Ranking:
    """Rank scenarios on a KPI; those that are undefined throughout come last.

    Where a scenario has fewer than ``fewest`` defined seeds, all probabilities and ranks are NaN.
    """
    sign = 1.0 if largest_is_best else -1.0
    counts = np.isfinite(found.values).sum(axis=0)
    if not counts.any() or counts[counts > 0].min() < fewest:
        nothing = np.full(len(found.names), np.nan)
        return Ranking(found.means, nothing, nothing, nothing, nothing)
    # Scenarios that are the same in every seed are drawn once and share what falls to them.
    columns = np.nan_to_num(found.values, nan=-np.inf)
    _, one, same, times = np.unique(
        columns, axis=1, return_index=True, return_inverse=True, return_counts=True
    )
    from scipy.stats import rankdata  # slow to import, and few replicates have no rank

    luck = np.random.default_rng(LUCK)
    means = sign * draws(found.values[:, one], DRAWS, luck)
    means[:, counts[one] == 0] = -np.inf
    top = (means == means.max(axis=1, keepdims=True)) * 1.0
    best = (top / (top @ times)[:, None]).mean(axis=0)[same]
    ranks = rankdata(-means[:, same], axis=1)
    low, high = np.percentile(ranks, LIMITS, axis=0)
    return Ranking(found.means, best, ranks.mean(axis=0), low, high)
