"""Luck: uniform, independent along every part of its address, and normal to the last digits.

Tests on seeds fixed in the code: they pass or fail for good. Each bound is the 1e-6 quantile of its
statistic, so that a sound generator had one chance in a million to fail any of them.
"""

import numpy as np
import pytest
from scipy import stats

from sim.engine.compiled import compiled
from sim.engine.luck import key_of, normal, poisson, quantile, slot_of, uniform
from sim.engine.slots import Purpose
from sim.model.rules.normal import cumulative, density

MANY = 1_000_000
RARE = 1e-6


@compiled
def _along_agents(out, key, k):
    for agent in range(len(out)):
        out[agent] = uniform(key, agent, k)


@compiled
def _along_slots(out, key, agent):
    for k in range(len(out)):
        out[k] = uniform(key, agent, k)


def _agents(seed=1, purpose=Purpose.EXPOSURE, day=0, k=0):
    out = np.empty(MANY)
    _along_agents(out, key_of(seed, purpose, day), k)
    return out


def _slots(agent=0):
    out = np.empty(MANY)
    _along_slots(out, key_of(1, Purpose.EXPOSURE, 0), agent)
    return out


def _days(count=20_000):
    keys = [key_of(1, Purpose.EXPOSURE, day) for day in range(count)]
    return np.array([uniform(key, 7, 0) for key in keys])


@pytest.mark.parametrize("draws", [_agents(), _slots(), _days()], ids=["agents", "slots", "days"])
def test_uniform_along_the_address(draws):
    assert draws.min() > 0.0
    assert draws.max() < 1.0
    assert stats.kstest(draws, "uniform").pvalue > RARE
    counts = np.histogram(draws, 256, (0, 1))[0]
    assert stats.chisquare(counts).pvalue > RARE


@pytest.mark.parametrize("lag", [1, 2, 64])
def test_neighbours_on_the_address_are_independent(lag):
    for draws in (_agents(), _slots()):
        pairs = np.histogram2d(draws[:-lag], draws[lag:], 16, [[0, 1], [0, 1]])[0]
        assert stats.chisquare(pairs.ravel()).pvalue > RARE


@pytest.mark.parametrize(
    "other",
    [{"seed": 2}, {"purpose": Purpose.SIGNAL}, {"day": 1}, {"k": 1}, {"k": 64}],
    ids=["seed", "purpose", "day", "slot", "far slot"],
)
def test_another_address_is_other_luck(other):
    pairs = np.histogram2d(_agents(), _agents(**other), 16, [[0, 1], [0, 1]])[0]
    assert stats.chisquare(pairs.ravel()).pvalue > RARE


def test_the_same_address_is_the_same_luck():
    assert np.array_equal(_agents(), _agents())


def test_the_quantile_is_the_normal_distributions():
    p = np.concatenate([np.linspace(1e-6, 1 - 1e-6, 20_001), 10.0 ** -np.arange(7, 300, 7)])
    ours = np.array([quantile(x) for x in p])
    assert ours == pytest.approx(stats.norm.ppf(p), rel=1e-14, abs=1e-15)


def test_the_distribution_and_density_are_the_normal_ones():
    z = np.linspace(-38, 38, 20_001)
    assert np.array([cumulative(x) for x in z]) == pytest.approx(stats.norm.cdf(z), abs=1e-14)
    assert np.array([density(x) for x in z]) == pytest.approx(stats.norm.pdf(z), rel=1e-13)


def test_normal_draws_are_normal():
    key = key_of(3, Purpose.SIGNAL, 5)
    draws = np.array([normal(key, agent, 1) for agent in range(50_000)])
    assert stats.kstest(draws, "norm").pvalue > RARE


@pytest.mark.parametrize("mean", [0.3, 4.0, 60.0, 900.0])
def test_poisson_counts_have_the_poisson_mean_and_variance(mean):
    """Both within 5 standard errors: false alarm below 1e-6 each."""
    key = key_of(4, Purpose.STRAY_LEAD, 0)
    draws = np.array([poisson(uniform(key, n, 0), mean) for n in range(40_000)])
    assert draws.mean() == pytest.approx(mean, abs=5 * np.sqrt(mean / 40_000))
    error = np.sqrt((mean + 2 * mean * mean) / 40_000)
    assert draws.var() == pytest.approx(mean, abs=5 * error)


def test_no_two_happenings_of_a_journey_share_a_slot():
    slots = {
        slot_of(journey, firm, number)
        for journey in range(4) for firm in range(8) for number in range(4096)
    }  # fmt: skip
    assert len(slots) == 4 * 8 * 4096
