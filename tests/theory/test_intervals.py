"""One interval and one jackknife: as scipy has them, and as often right as they say."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.facts.peak import peak
from sim.inference import estimates
from sim.inference.estimates import apart, estimate
from sim.inference.intervals import chance_below, difference, interval, intervals, means
from sim.inference.jackknife import jackknife
from sim.inference.kinds import Kind
from sim.inference.ratios import ratio
from sim.inference.samples import sample
from sim.metrics.estimates import estimate_of

FALSE_ALARM = 1e-3
LUCKY = np.random.default_rng(20)


@pytest.mark.parametrize("comparisons", [1, 7])
@pytest.mark.parametrize("count", [3, 10, 200])
def test_the_interval_is_student_s(count: int, comparisons: int) -> None:
    values = LUCKY.normal(3.0, 2.0, count)
    found = interval(values, comparisons)
    low, high = stats.t.interval(
        1 - 0.05 / comparisons, count - 1, values.mean(), stats.sem(values)
    )
    assert found == pytest.approx((values.mean(), low, high, count), rel=1e-12)
    assert found.inside(low - 1e-6, high + 1e-6)
    assert not found.inside(low + 1e-6, high + 1e-6)
    p = stats.ttest_1samp(values, 0.0, alternative="less").pvalue
    assert chance_below(*means(values)) == pytest.approx(p, rel=1e-9)


def test_what_is_undefined_is_left_out_column_by_column() -> None:
    table = np.array([[1.0, np.nan, 5.0], [2.0, np.inf, np.nan], [4.0, np.nan, np.nan]])
    found = intervals(table)
    assert found.replicates.tolist() == [3, 0, 1]
    assert found.mean == pytest.approx([7 / 3, np.nan, 5.0], nan_ok=True)
    assert np.isnan(found.low).tolist() == np.isnan(found.high).tolist() == [False, True, True]
    assert difference([1.0, np.nan, 1.0], [2.0, 2.0, 4.0])[::3] == (2.0, 2)


def test_the_interval_holds_as_often_as_it_says() -> None:
    """Skewed outcomes of few seeds are the known exception, and show that this test can fail."""
    normal = intervals(LUCKY.normal(size=(5, 4000)))
    held = np.count_nonzero((normal.low <= 0) & (normal.high >= 0))
    assert abs(held - 3800) <= 4 * np.sqrt(4000 * 0.95 * 0.05)
    skewed = intervals(LUCKY.lognormal(0.0, 2.0, size=(5, 4000)))
    held = np.count_nonzero((skewed.low <= np.exp(2)) & (skewed.high >= np.exp(2)))
    assert held < stats.binom.ppf(FALSE_ALARM, 4000, 0.95)


def test_pseudo_values_are_those_of_leaving_one_seed_out() -> None:
    wholes = LUCKY.poisson(9.0, 12) + 1.0
    parts = LUCKY.poisson(0.4 * wholes).astype(float)
    whole = parts.sum() / wholes.sum()
    left = np.array([np.delete(parts, n).sum() / np.delete(wholes, n).sum() for n in range(12)])
    assert ratio(parts, wholes) == pytest.approx(whole + 11 * (left.mean() - left))
    assert np.isnan(ratio([1.0, 2.0, 0.0], [0.0, 0.0, 0.0])).all()


def test_the_jackknife_of_a_mean_is_student_s_interval_and_of_a_ratio_the_house_s() -> None:
    values = LUCKY.gamma(2.0, 3.0, (9, 2))
    assert jackknife(lambda some: some[:, 0].mean(), values) == pytest.approx(
        interval(values[:, 0])
    )
    found = jackknife(lambda a, b: a.sum() / b.sum(), *values.T, positive=True)
    assert found == pytest.approx(estimate(sample(Kind.RATIO, 0.0, values[:, 1], values[:, 0])))


def test_what_does_not_vary_or_is_undefined_without_a_seed_has_no_interval() -> None:
    few = np.array([0.0, 0.0, 3.0])
    for statistic, values, found in (
        (np.mean, np.full(4, 2.0), 2.0),
        (lambda x: 3.0 / x.sum(), few, 1.0),
        (np.mean, few[2:], 3.0),
    ):
        assert jackknife(statistic, values) == pytest.approx(
            (found, np.nan, np.nan, len(values)), nan_ok=True
        )
    assert np.isnan(jackknife(np.median, few, positive=True).high), "no logarithm of nothing"


# Of 4,000 samples each, seeds 3 to 30: .945 to .959 of normal outcomes, .936 to .950 of exponential
# ones. Here are 1,000, with four standard errors of room: a false alarm in 30,000 runs.
@pytest.mark.parametrize("seeds", [3, 5, 10, 30])
@pytest.mark.parametrize(("law", "rate"), [("normal", 0.95), ("exponential", 0.935)])
def test_the_jackknife_holds_means_and_ratios_as_often_as_it_says(
    law: str, rate: float, seeds: int
) -> None:
    luck = np.random.default_rng(seeds)
    shape = (1000, 2, seeds)
    draws = luck.normal(5.0, 1.0, shape) if law == "normal" else luck.exponential(5.0, shape)
    for statistic, truth in ((lambda a, _: a.mean(), 5.0), (lambda a, b: a.sum() / b.sum(), 1.0)):
        found = [jackknife(statistic, *one, positive=True) for one in draws]
        held = np.mean([one.low <= truth <= one.high for one in found])
        assert held >= rate - 4 * np.sqrt(rate * (1 - rate) / 1000)


def test_levels_that_may_be_best_hold_the_best_one() -> None:
    """Five levels of which two are nearly equal, ten seeds: at least 95 % but for 4 errors."""
    luck, levels = np.random.default_rng(6), np.array([0.0, 1.0, 1.1, 0.5, 0.0])
    runs = luck.normal(size=(1000, 5, 10)) + levels[:, None]
    found = [peak("", 0.0, 4.0, one, range(5), "").interval for one in runs]
    held = np.mean([low <= 2.0 <= high for low, high in found])
    assert held >= 0.95 - 4 * np.sqrt(0.95 * 0.05 / 1000)
    assert np.mean([low > 0.0 for low, _ in found]) > 0.1, "and something is told"


def test_two_replicates_have_no_interval_and_three_have():
    assert np.isnan(interval([1.0, 2.0]).low)
    assert np.isfinite(interval([1.0, 2.0, 4.0]).low)
    few, enough = (estimate(sample(Kind.SHARE, [0.2, 0.4, 0.5][:n], [50.0] * n)) for n in (2, 3))
    assert few.mean == pytest.approx(0.3)
    assert np.isnan(few.low)
    assert 0 < enough.low < enough.mean < enough.high < 1


def test_runs_without_a_seed_in_common_differ_by_welchs_interval():
    luck = np.random.default_rng(1)
    a, b = luck.normal(10, 1, 6), luck.normal(12, 3, 9)
    found = apart(sample(Kind.MEAN, a), sample(Kind.MEAN, b))
    by_scipy = stats.ttest_ind(b, a, equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((by_scipy.low, by_scipy.high))
    assert found.mean == pytest.approx(b.mean() - a.mean())
    both = apart(sample(Kind.MEAN, a), sample(Kind.MEAN, b), comparisons=12)
    assert both.low < found.low < found.high < both.high
    assert np.isnan(apart(sample(Kind.MEAN, a[:2]), sample(Kind.MEAN, b)).low)


def test_what_cannot_be_below_zero_has_no_interval_there():
    runs = pd.DataFrame({"revenue": [0.0, 1.0, 9.0], "profit": [0.0, 1.0, 9.0]})
    assert estimate_of(runs, "revenue").low == 0
    assert estimate_of(runs, "profit").low < 0
    assert estimate_of(runs, "revenue").high == estimate_of(runs, "profit").high
    shares = (sample(Kind.SHARE, one, [4.0, 4.0, 4.0]) for one in ([0, 0, 1], [1, 1, 0]))
    wide = estimates.difference(*shares)
    assert (wide.low, wide.high) == (-1, 1)
