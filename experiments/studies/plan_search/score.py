"""The score: a plan's three-year value and first quarter over those of pure commission, paired."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from experiments.studies.plan_search.value import Worth
from sim.inference.intervals import Interval, interval
from sim.inference.ratios import Numbers, relative

# At least so much more value, and at most so much less new revenue in the first quarter.
GAIN, LOSS = 0.1, -0.05


class Score(NamedTuple):
    """Relative changes against commission with 95 % intervals: value over three years and accounts
    held, the first of these alone, and first-quarter new revenue; mean pay a seat, and what a year
    leaves of the value of accounts."""

    value: Interval
    earned: Interval
    first_quarter: Interval
    pay: float
    kept: float

    @property
    def passes(self) -> bool:
        """Whether both intervals lie where they should."""
        return bool(self.value.low >= GAIN and self.first_quarter.low >= LOSS)

    @property
    def may_pass(self) -> bool:
        """Whether both means do."""
        return bool(self.value.mean >= GAIN and self.first_quarter.mean >= LOSS)


def score(plan: Sequence[Worth], commission: Sequence[Worth]) -> Score:
    """Runs of a plan and of commission on the same seeds, in the same order."""
    changes = [
        interval(relative(_of(plan, name), _of(commission, name)) - 1.0)
        for name in ("value", "earned", "first_quarter")
    ]
    return Score(*changes, float(_of(plan, "pay").mean()), float(_of(plan, "kept").mean()))


def best(scores: dict[str, Score]) -> str:
    """The name of the plan of most value among those that keep the first quarter; if none does, of
    all."""
    keep = [name for name, one in scores.items() if one.first_quarter.mean >= LOSS]
    return max(keep or scores, key=lambda name: scores[name].value.mean)


def _of(runs: Sequence[Worth], name: str) -> Numbers:
    return np.array([getattr(one, name) for one in runs], np.float64)
