"""Replication to a target: the interval is as narrow as asked and holds as often as it says.

500 repetitions each, seeds 0 to 499 (2,000 where tests are thorough), of which about 95 % must hold
the mean. A method that holds with 95 % leaves the range allowed by chance with probability 4e-5
(binomial), or 6e-4 over all laws and widths here; of 2,000 it is 93 to 97 %. Outcomes are as skewed
as KPIs are.
"""

import math

import numpy as np
import pytest
from scipy import stats

from experiments.studies.stopping.outcomes import LAWS
from experiments.studies.stopping.score import replicated, width
from sim.config.refusal import Refusal
from sim.inference import stopping
from sim.inference.kinds import Kind
from sim.inference.outcomes import Outcomes
from sim.inference.samples import sample
from sim.inference.stopping import Target, further, narrow
from tests.depth import some

REPETITIONS = some(500, 2000)
LEAST, MOST = stats.binom.ppf([2e-5, 1.0 - 2e-5], REPETITIONS, 0.95)


def more(values, target):
    return stopping.more(sample(Kind.MEAN, values), target)


def reached(values, target):
    return stopping.held(sample(Kind.MEAN, values), target)


@pytest.mark.parametrize("stages", [1.0, 3.0], ids=["one stage nearly does", "several stages"])
@pytest.mark.parametrize("name", LAWS)
def test_the_interval_holds_in_95_of_100(name: str, stages: float) -> None:
    law = LAWS[name]
    target = Target("profit", width(law, stages))
    found = [replicated(law, target, seed)[0] for seed in range(REPETITIONS)]
    assert all(narrow(one, target) for one in found)
    assert all((one.high - one.low) / 2 <= target.half_width for one in found)
    held = sum(one.low <= law.mean <= one.high for one in found)
    assert LEAST <= held <= MOST


def test_stopping_at_the_first_narrow_look_would_hold_less_often() -> None:
    """What the first stage is for: looking after every replicate from the third on, by Student."""
    half, held = 0.6, 0
    for seed in range(2000):
        values = np.random.default_rng(seed).normal(0, 1, 2000)
        for count in range(3, 2000):
            some = values[:count]
            error = some.std(ddof=1) / math.sqrt(count) * stats.t.ppf(0.975, count - 1)
            if error <= half:
                held += abs(some.mean()) <= error
                break
    assert held < 0.93 * 2000


def test_a_narrower_interval_takes_as_many_more_replicates_as_its_square() -> None:
    law = LAWS["normal"]
    counts = []
    for half in (law.spread / 4, law.spread / 8):
        runs = [replicated(law, Target("profit", half), seed)[0].replicates for seed in range(50)]
        counts.append(np.mean(runs))
    assert counts[1] / counts[0] == pytest.approx(4.0, rel=0.1)


def test_it_takes_few_looks() -> None:
    law = LAWS["gamma, skewness 1"]
    looks = [replicated(law, Target("profit", law.spread / 6), seed)[1] for seed in range(100)]
    assert max(looks) <= 6


def test_the_first_stage_and_the_maximum_are_kept() -> None:
    luck = np.random.default_rng(1)
    target = Target("profit", 1e-6, first=12, most=30)
    assert more(np.empty(0), target) == 12
    assert more(luck.normal(size=5), target) == 7
    assert more(luck.normal(size=12), target) == 18
    values = luck.normal(size=30)
    assert more(values, target) == 0
    found = reached(values, target)
    assert not narrow(found, target)
    assert found.low < found.mean < found.high
    early = reached(values[:11], target)
    assert math.isnan(early.low)
    assert not narrow(early, target)


def test_with_symmetric_outcomes_of_the_first_stage_it_is_students_interval() -> None:
    values = np.append(np.arange(1.0, 11.0), -np.arange(1.0, 11.0))
    found = reached(values, Target("profit", 100.0))
    exact = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high))


def test_undefined_replicates_are_made_up_for() -> None:
    values = np.random.default_rng(2).normal(size=20)
    values[[3, 7, 19]] = np.nan
    target = Target("cac", 5.0)
    assert more(values, target) == 3
    assert reached(values, target).replicates == 17
    assert more(np.full(1000, np.nan), target) == 0


def test_what_has_not_varied_is_not_taken_for_certain() -> None:
    """It runs on to the most, and ends without an interval; of events, with what so few allow."""
    target = Target("wins", 0.1, most=90)
    assert more(np.full(20, 7.0), target) == 70
    assert more(np.full(90, 7.0), target) == 0
    found = reached(np.full(90, 7.0), target)
    assert math.isnan(found.low)
    assert not narrow(found, target)
    never = sample(Kind.COUNT, np.zeros(20))
    assert stopping.more(never, target) == 0
    assert stopping.held(never, target)[:3] == (0.0, 0.0, pytest.approx(-math.log(0.025) / 20))
    least = math.ceil(-math.log(0.025) / 0.02)
    assert stopping.more(never, Target("wins", 0.01, most=900)) == least - 20


def test_each_scenario_gets_its_own_number() -> None:
    luck = np.random.default_rng(3)
    values = np.column_stack([luck.normal(0, 1, 20), luck.normal(0, 10, 20)])
    found = Outcomes("profit", ("calm", "wild"), np.arange(20), values)
    calm, wild = further(found, [20, 20], Target("profit", 1.0))
    assert calm == 0
    assert wild == more(values[:, 1], Target("profit", 1.0)) > 100


def test_differences_need_the_base_as_often_as_the_most_demanding_of_them() -> None:
    luck = np.random.default_rng(4)
    shared = luck.normal(0, 100, (40, 1))
    values = shared + np.column_stack(
        [np.zeros(40), luck.normal(0, 0.1, 40), luck.normal(0, 4, 40)]
    )
    values[30:, 1] = np.nan
    found = Outcomes("profit", ("base", "near", "far"), np.arange(40), values)
    base, near, far = further(found, [40, 30, 40], Target("profit", 0.5), base=0)
    assert near == 0
    assert far == base == more(values[:, 2] - values[:, 0], Target("profit", 0.5)) > 0


@pytest.mark.parametrize(
    ("settings", "part"),
    [({"half_width": 0.0}, "half_width=0.0"), ({"half_width": math.nan}, "half_width=nan"),
     ({"half_width": 1.0, "first": 5}, "first=5"),
     ({"half_width": 1.0, "most": 10}, "most=10")],
)  # fmt: skip
def test_a_target_that_cannot_be_met_is_refused(settings: dict[str, float], part: str) -> None:
    with pytest.raises(Refusal, match=part):
        Target("profit", **settings)  # type: ignore[arg-type]
