"""The Pareto front of a search: the trials that none is better than, and how sure that is."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.inference.posterior import draws
from sim.inference.ranking import TOLD_FROM
from sim.inference.samples import Numbers, by_replicate
from sim.optimise.racing import Samples
from sim.optimise.search import Search

DRAWS, BLOCK, LUCK = 4000, 200, 30
# The probability from which a trial beside the front is named too.
CANDIDATE = 0.25


def front(search: Search, means: Mapping[int, Mapping[str, float]]) -> list[int]:
    """The trials that none is better than: the Pareto front, or the best one, in their order."""
    known = {n: one for n, one in means.items() if all(map(np.isfinite, one.values()))}
    beaten = {n for n, one in known.items() if any(search.better(o, one) for o in known.values())}
    return [number for number in known if number not in beaten]


def chances(search: Search, trials: Mapping[int, Samples]) -> dict[int, float]:
    """The probability of each complete trial to be on the front, by its number.

    It is the share of draws of all trials' means together in which none is better than it. Nothing
    is said of fewer replicates than a ranking needs.
    """
    values = {
        number: np.column_stack(
            [sign * by_replicate(one[kpi]) for kpi, sign in search.goals.items()]
        )
        for number, one in trials.items()
    }
    known = {n: one for n, one in values.items() if np.isfinite(one).sum(axis=0).min() >= TOLD_FROM}
    if not known:
        return {}
    table = np.concatenate(list(known.values()), axis=1)
    luck, found = np.random.default_rng(LUCK), np.zeros(len(known))
    for _ in range(DRAWS // BLOCK):
        found += _unbeaten(draws(table, BLOCK, luck).reshape(BLOCK, len(known), -1)).sum(axis=0)
    return dict(zip(known, (found / DRAWS).tolist(), strict=True))


def _unbeaten(means: Numbers) -> NDArray[np.bool_]:
    """Whether none is better, as [draw, trial], of means as [draw, trial, goal]."""
    if means.shape[2] == 1:
        return np.asarray(means[:, :, 0] == means.max(axis=1))
    beaten = np.zeros(means.shape[:2], bool)
    for other in range(means.shape[1]):
        gaps = means[:, other, None] - means
        beaten |= (gaps >= 0).all(axis=2) & (gaps > 0).any(axis=2)
    return ~beaten
