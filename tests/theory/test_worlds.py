"""The part of the spread that lies between worlds: covered as often as its interval says.

2,000 repetitions a case, seeds 0 to 1,999. The interval takes two variances for independent that
share a few runs, and so holds in at least 93 of 100; a method that did so in 95 would fall below 93
by chance with probability 4e-5.
"""

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.config import Config, Market
from sim.inference.worlds import between_worlds
from sim.runs.work import Outcome
from sim.runs.worlds import MOST_AGAIN, again

REPETITIONS = 2000


def lived(seed, part, replicates=10, twice=4):
    """Outcomes of spread 1, of whose variance a part lies between worlds; some worlds once more."""
    luck = np.random.default_rng(seed)
    worlds = luck.normal(0, math.sqrt(part), replicates)
    once, again_ = luck.normal(0, math.sqrt(1 - part), (2, replicates))
    return worlds + once, (worlds + again_)[:twice]


@pytest.mark.parametrize("part", [0.0, 0.3, 0.8, 0.97])
def test_the_interval_holds_the_part_between_worlds(part):
    found = [between_worlds(*lived(seed, part)) for seed in range(REPETITIONS)]
    held = sum(one.low - 1e-12 <= part <= one.high for one in found)
    assert held >= 0.93 * REPETITIONS
    assert all(0.0 <= one.low <= one.mean <= one.high <= 1.0 for one in found)


def test_nothing_is_told_of_one_world_or_of_no_spread():
    values = np.arange(5.0)
    assert math.isnan(between_worlds(values, values[:1]).mean)
    assert math.isnan(between_worlds(np.ones(5), np.ones(3)).mean)
    holes = np.array([np.nan, 1.0, 2.0, 4.0])
    assert between_worlds(holes, np.array([1.0, 1.5, 2.5])).replicates == 2


def test_worlds_are_lived_twice_with_other_luck():
    config = Config(market=Market(customers=60), days=5, warmup_days=0, replicates=9, workers=1)
    lived_again = []

    def simulation(one, replicate):
        lived_again.append((one.world, one.world_seed, one.seed, replicate))
        return Outcome({"profit": float(one.world_seed)}, "")

    assert len(again(config, 9, simulation)) == MOST_AGAIN
    assert {one[0] for one in lived_again} == {"fixed"}
    assert len({one[1] for one in lived_again}) == len({one[2] for one in lived_again}) == 4
    assert len(again(config, 4, simulation)) == 2
    assert again(config, 3, simulation) == []
    assert again(replace(config, world="fixed"), 9, simulation) == []
