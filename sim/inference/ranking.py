"""Which scenario is best, and how sure that is: the bootstrap over replicates, paired.

Seeds are drawn again with replacement, for all scenarios together, so that luck which they share
cancels; scenarios that share none are independent, and any of their replicates may be drawn
together. Resampled means are spread by √(n/(n−1)), since n numbers resampled vary too little.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.inference.outcomes import Outcomes
from sim.inference.samples import Numbers

RESAMPLES, BLOCK = 4000, 200
MOST_RANKED = 300
LUCK = 20


class Ranking(NamedTuple):
    """Per scenario: its mean, the probability that none is better, and its rank with 95 % limits.

    Ranks begin at 1, for the best; they are NaN in a sweep of more than 300 scenarios.
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


def ranking(found: Outcomes, largest_is_best: bool = True) -> Ranking:
    """Rank scenarios on a KPI; undefined ones come last.

    With a single seed nothing is known of chance: the probabilities and ranks are NaN.
    """
    sign = 1.0 if largest_is_best else -1.0
    values = sign * found.values
    seeds, scenarios = values.shape
    nothing = np.full(scenarios, np.nan)
    if seeds < 2:
        return Ranking(found.means, nothing, nothing, nothing, nothing)
    best = np.zeros(scenarios)
    ranked = scenarios <= MOST_RANKED
    ranks = np.empty((RESAMPLES, scenarios if ranked else 0))
    generator = np.random.default_rng(LUCK)
    spread = np.sqrt(seeds / (seeds - 1))
    for start in range(0, RESAMPLES, BLOCK):
        drawn = generator.multinomial(seeds, np.full(seeds, 1 / seeds), BLOCK).astype(np.float64)
        means = _resampled(values, drawn, sign * found.means, spread)
        top = means == means.max(axis=1, keepdims=True)
        best += (top / top.sum(axis=1, keepdims=True)).sum(axis=0)
        if ranked:
            ranks[start : start + BLOCK] = _ranks(means)
    low, high = np.percentile(ranks, [2.5, 97.5], axis=0) if ranked else (nothing, nothing)
    middle = ranks.mean(axis=0) if ranked else nothing
    return Ranking(found.means, best / RESAMPLES, middle, low, high)


def _resampled(values: Numbers, drawn: Numbers, means: Numbers, spread: float) -> Numbers:
    """Means under resampled seeds as [resample, scenario]; an undefined one is the worst."""
    known = ~np.isnan(values)
    count = drawn @ known
    total = drawn @ np.where(known, values, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        again = np.where(count > 0, total / count, means)
    return np.nan_to_num(means + spread * (again - means), nan=-np.inf)


def _ranks(means: Numbers) -> Numbers:
    """Ranks within each row, 1 for the largest; equals share the middle of their ranks."""
    above = (means[:, None, :] > means[:, :, None]).sum(axis=2)
    equal = (means[:, None, :] == means[:, :, None]).sum(axis=2)
    return above + (equal + 1) / 2
