"""Elasticity of personal selling: what a fifth more reps sells, over a fifth fewer.

The focal firm's reps are more or fewer on the same seeds; marketing and rivals stay as they are.
The elasticity is the log of the ratio of value won over that of the numbers of reps, which are
whole.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from sim.config import Config
from sim.inference.intervals import Interval
from sim.inference.jackknife import jackknife
from sim.inference.samples import Numbers
from sim.model.state.seats import seats
from sim.records import Outcome, Records
from sim.runs.replicates import each

MORE, LESS = 1.2, 0.8


def responses(
    config: Config,
    seeds: Sequence[int],
    workers: int = 0,
    tell: Callable[[int, int], None] | None = None,
) -> Numbers:
    """Value won by the focal firm [seed; fewer reps, more], and those reps beside it."""
    few, many = (_reps(config, part) for part in (LESS, MORE))
    arms = [replace(config, sales=replace(config.sales, reps=reps)) for reps in (few, many)]
    tasks = [(arm, seed) for seed in seeds for arm in arms]
    won = np.array(each(_value, tasks, workers, tell), np.float64).reshape(-1, 2)
    return np.column_stack([won, np.full(len(won), few), np.full(len(won), many)])


def score(found: Numbers) -> Interval:
    """The elasticity with its interval, leaving out one pair of runs at a time."""
    return jackknife(elasticity, found)


def elasticity(found: Numbers) -> float:
    """Of sums over seeds; NaN where nothing was sold, or a firm is too small for other numbers."""
    less, more, few, many = found.sum(axis=0)
    if min(less, more) <= 0.0 or few == many:
        return math.nan
    return math.log(more / less) / math.log(many / few)


def _reps(config: Config, part: float) -> int:
    return round(part * seats(config.sales, config.market.customers))


def _value(records: Records, config: Config) -> float:
    deals = records.deals.happened
    mine = (deals["firm"] == 0) & (deals["outcome"] == Outcome.WON)
    return float(deals["value"][mine & (deals["closed"] >= config.warmup_days)].sum())
