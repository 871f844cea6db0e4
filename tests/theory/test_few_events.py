"""Where few events are seen: intervals as wide as so few allow, and none that is sure of nothing.

2,000 experiments of 3 and 10 replicates each, seeds 0 to 1,999, of which 93 in 100 or more must
hold the truth. A method that holds with 95 % misses that with probability 4e-5 (binomial).
"""

import numpy as np
import pytest

from sim.inference.estimates import difference, estimate, least_apart
from sim.inference.kinds import Kind
from sim.inference.samples import Sample
from sim.inference.stopping import Target, held

REPETITIONS = 2000


def leads(luck: np.random.Generator, replicates: int) -> tuple[Sample, Sample]:
    """Leads of two scenarios, 1 in 200 of which becomes a win, nearly always in both."""
    both = luck.poisson(92, replicates).astype(float)
    own = both + luck.integers(0, 3, replicates)
    shared = luck.binomial(both.astype(int), 0.004).astype(float)
    more = luck.binomial(both.astype(int), 0.001).astype(float)
    return Sample(Kind.SHARE, shared + more, both), Sample(Kind.SHARE, shared, own)


@pytest.mark.parametrize("replicates", [3, 10])
def test_a_difference_of_hardly_any_event_holds_as_often_as_it_says(replicates: int) -> None:
    """The wholes differ in nearly every pair, the events in few: that is no knowledge of them."""
    truth, within = -0.001, 0
    for seed in range(REPETITIONS):
        found = difference(*leads(np.random.default_rng(seed), replicates))
        within += found.low <= truth <= found.high
    assert within >= 0.93 * REPETITIONS


def test_where_no_pair_differs_in_events_so_few_lie_between_as_none_allows() -> None:
    """A Poisson mean that leaves no event a chance of 2.5 % is 3.689."""
    whole = np.array([90.0, 95.0, 100.0])
    a = Sample(Kind.SHARE, np.array([1.0, 0.0, 0.0]), whole)
    b = Sample(Kind.SHARE, a.part, whole + 1.0)
    found = difference(a, b)
    assert found.high - found.low == pytest.approx(2 * 3.689 / 288, rel=1e-3)
    assert least_apart(a, Sample(Kind.SHARE, a.part + np.array([0.0, 1.0, 0.0]), whole)) == 0.0
    assert least_apart(a._replace(kind=Kind.PORTION), b._replace(kind=Kind.PORTION)) == 0.0


def test_a_difference_after_stopping_is_as_wide_as_so_few_events_allow() -> None:
    whole = np.full(20, 50.0)
    part = np.zeros(20)
    part[3] = 1.0
    a, b = Sample(Kind.RATE, part, whole), Sample(Kind.RATE, part, whole + np.arange(20) % 2)
    found = held(b, Target("rep_turnover", 0.5), a)
    assert (found.high - found.low) / 2 == pytest.approx(3.689 / 1010, rel=1e-3)


def test_a_return_is_never_below_minus_one_and_holds_as_often_as_it_says() -> None:
    """Attributed revenue over what it took, less one; the truth is −.5."""
    for replicates in (3, 10):
        within = 0
        for seed in range(REPETITIONS):
            luck = np.random.default_rng(seed)
            cost = luck.uniform(90.0, 110.0, replicates)
            found = estimate(Sample(Kind.RETURN, luck.gamma(2.0, 25.0, replicates) - cost, cost))
            within += found.low <= -0.5 <= found.high
            assert found.low >= -1.0
        assert within >= 0.93 * REPETITIONS


def test_a_return_replicated_until_narrow_stays_above_minus_one() -> None:
    luck = np.random.default_rng(1)
    cost = np.full(20, 100.0)
    found = held(Sample(Kind.RETURN, luck.gamma(0.1, 100.0, 20) - cost, cost), Target("x", 9.0))
    assert -1.0 < found.low < found.mean < found.high
