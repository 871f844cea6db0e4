"""Statistics of small cases worked out another way: by SciPy, by solving, or by counting."""

import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

from sim.config.refusal import Refusal
from sim.inference import stopping
from sim.inference.effects import NotAGridError, cells, effects
from sim.inference.intervals import Interval, chance_below, interval, means, student
from sim.inference.kinds import Kind
from sim.inference.outcomes import Outcomes, levels, swept
from sim.inference.paired import differences, holm
from sim.inference.ranking import MOST_RANKED, ranking
from sim.inference.ratios import logarithm, ratio, relative
from sim.inference.samples import sample
from sim.inference.sensitivity import morris_places, sobol, sobol_places
from sim.inference.stopping import Target, further, narrow
from sim.metrics.account import account, plain
from sim.metrics.estimates import outcomes as of_results


def more(values, target):
    return stopping.more(sample(Kind.MEAN, values), target)


def reached(values, target):
    return stopping.held(sample(Kind.MEAN, values), target)


def normal(mean, spread, shape):
    return np.random.default_rng(11).normal(mean, spread, shape)


def outcomes_of(values, shared=True):
    values = np.asarray(values, float)
    names = tuple(f"s{n}" for n in range(values.shape[1]))
    return Outcomes("profit", names, np.arange(len(values)), values, shared)


# Intervals, ratios


def test_an_interval_says_whether_it_leaves_zero_out_and_lies_in_a_band():
    assert Interval(1.0, 0.1, 2.0, 9).nonzero
    assert Interval(-1.0, -2.0, -0.1, 9).nonzero
    for low, high in ((0.0, 1.0), (-1.0, 0.0), (-1.0, 1.0), (math.nan, math.nan)):
        assert not Interval(0.0, low, high, 9).nonzero
    assert Interval(1.0, 0.0, 2.0, 9).inside(0.0, 2.0)
    assert not Interval(1.0, 0.0, 2.0, 9).inside(0.1, 2.0)
    assert not Interval(1.0, 0.0, 2.0, 9).inside(0.0, 1.9)
    assert str(Interval(1.2345, -0.5, 3.0, 9)) == "1.23 (-0.5 to 3)"


def test_two_values_have_students_interval_and_one_has_none():
    found = interval([1.0, 4.0])
    half = stats.t(1).ppf(0.975) * 1.5  # half the gap is the standard error of two
    assert found == pytest.approx((2.5, 2.5 - half, 2.5 + half, 2))
    assert interval([3.0]) == pytest.approx((3.0, math.nan, math.nan, 1), nan_ok=True)
    assert interval([math.nan]) == pytest.approx((math.nan,) * 3 + (0,), nan_ok=True)
    assert means([[1.0], [4.0], [math.nan]]).error == pytest.approx([1.5])
    assert student(9) == pytest.approx(stats.t(9).ppf(0.975))
    assert student(9, 5) == pytest.approx(stats.t(9).ppf(1 - 0.005))
    assert student(9, 0) == student(9)


def test_where_nothing_differs_chance_explains_it_in_full():
    assert chance_below(0.0, 0.0, 5) == 0.5
    assert chance_below(-1.0, 0.0, 5) == 0.0
    assert chance_below(1.0, 0.0, 5) == 1.0
    assert np.isnan(chance_below(1.0, math.nan, 1))
    assert chance_below(-2.0, 1.0, 4) == pytest.approx(stats.t(3).cdf(-2.0))
    assert chance_below(0.0, 1.0, 4) == 0.5


def test_functions_of_estimates_have_the_delta_methods_error():
    """The spread of pseudo-values is |f'| times that of the values: 1/m of a logarithm, and of a
    quotient √(var(a − (a/b)·b))/b."""
    a, b = 5.0 + 0.5 * normal(0, 1, (2, 30))[0], 2.0 + 0.2 * normal(0, 1, (2, 30))[1]
    found = logarithm(a)
    assert found.mean() == pytest.approx(math.log(a.mean()))
    assert found.std() == pytest.approx(a.std() / a.mean())
    assert found[0] > found.mean() if a[0] > a.mean() else found[0] < found.mean()
    found, over = relative(a, b), a.mean() / b.mean()
    assert found.mean() == pytest.approx(over)
    assert found.std() == pytest.approx((a - over * b).std() / b.mean())
    assert ratio([3.0], [4.0]) == 0.75
    leave_out = np.array([8 / 10, 7 / 8, 3 / 6])
    np.testing.assert_allclose(
        ratio([1, 2, 6], [2, 4, 6]), 9 / 12 + 2 * (leave_out.mean() - leave_out)
    )
    # Without the first seed nothing is left to divide by: to first order.
    np.testing.assert_allclose(ratio([3.0, 1.0], [4.0, 0.0]), [1 - 1 / 2, 1 + 1 / 2])


# Outcomes and differences


def test_axes_are_read_from_words_and_from_mappings():
    words = [("+a=1", "b=x", "~c", "seed=1"), ("a=2.5", "seed=1"), ("b=y", "seed=1")]
    assert swept(words) == {"a": [1, 2.5, "default"], "b": ["x", "default", "y"]}
    assert swept([{"a": 1}, {"a": 2}, {"a": "3"}]) == {"a": [1, 2, 3]}
    assert swept([{"a": None}, {"a": "no"}]) == {"a": [None, "no"]}
    assert swept([("k=a=b",), ("k=c",)]) == {"k": ["a=b", "c"]}
    assert levels([10, 2, 2.5, 2]) == [2, 2.5, 10]
    assert levels(["b", "a", "b"]) == ["b", "a"]
    assert levels([3, "default", 1]) == [3, "default", 1]


def result(name, seeds, overrides=(), **columns):
    return SimpleNamespace(
        name=name, overrides=overrides, tables={"runs": pd.DataFrame({"seed": seeds, **columns})}
    )


def test_one_scenario_alone_shares_its_seeds_and_two_apart_share_none():
    alone = of_results([result("a", [5, 3], profit=[1.0, 2.0])], "profit")
    assert alone.shared
    assert alone.seeds.tolist() == [5, 3]
    apart = of_results(
        [result("a", [1, 2], profit=[1.0, 2.0]), result("b", [3], profit=[5.0])], "profit"
    )
    assert not apart.shared
    assert apart.seeds.tolist() == [0, 1]
    np.testing.assert_array_equal(apart.values, [[1.0, 5.0], [2.0, np.nan]])
    one_in_common = of_results(
        [result("a", [1, 2], profit=[1.0, 2.0]), result("b", [2], profit=[5.0])], "profit"
    )
    assert one_in_common.shared
    np.testing.assert_array_equal(one_in_common.means, [1.5, 5.0])
    assert np.isnan(outcomes_of([[1.0, np.nan], [2.0, np.nan]]).means[1])


def test_holm_steps_down_by_hand():
    np.testing.assert_allclose(holm(np.array([0.01, 0.04, 0.03])), [0.03, 0.06, 0.06])
    found = differences(outcomes_of([[0.0, 1.0, -1.0], [0.0, 1.1, -1.1], [0.0, 0.9, -0.9]]),
                        [(0, 1), (0, 2), (2, 1)])  # fmt: skip
    assert found.surely.tolist() == [1, -1, 1]
    assert found.a.tolist() == [0, 0, 2]
    assert found.b.tolist() == [1, 2, 1]
    limit = stats.t(2).ppf(1 - 0.05 / 2 / 3) * 0.1 / math.sqrt(3)
    assert found.joint_high[0] - found.mean[0] == pytest.approx(limit)
    assert found.mean[0] - found.joint_low[0] == pytest.approx(limit)
    # On the border itself a difference is told: at most one false claim in twenty.
    assert found._replace(p_holm=np.full(3, 0.05)).surely.tolist() == [1, -1, 1]
    assert found._replace(p_holm=np.full(3, 0.051)).surely.tolist() == [0, 0, 0]


# Ranking


def test_resampled_means_are_spread_as_students_are():
    """Of two seeds one in four resamples is twice the smaller gap: 1.6 − √2·1.4 is below zero."""
    found = ranking(outcomes_of([[0.0, 3.0], [0.0, 0.2]]))
    np.testing.assert_allclose(found.best, [0.25, 0.75], atol=0.03)
    np.testing.assert_allclose(found.rank, [1.75, 1.25], atol=0.03)
    assert (found.rank_low.tolist(), found.rank_high.tolist()) == ([1, 1], [2, 2])
    wide = ranking(outcomes_of([[0.0, 3.0], [0.0, 1.0]]))
    np.testing.assert_allclose(wide.best, [0.0, 1.0])


def test_equals_share_the_first_place_and_the_rank():
    found = ranking(outcomes_of([[1.0, 1.0, 1.0, 0.0], [2.0, 2.0, 2.0, 1.0]]))
    np.testing.assert_allclose(found.best, [1 / 3, 1 / 3, 1 / 3, 0.0])
    np.testing.assert_allclose(found.rank, [2.0, 2.0, 2.0, 4.0])
    np.testing.assert_allclose(found.rank_low, [2.0, 2.0, 2.0, 4.0])
    # Equally likely best: the larger mean goes first, and whatever is undefined last.
    tied = found._replace(mean=np.array([1.0, 3.0, 2.0, np.nan]), best=np.zeros(4))
    assert tied.order.tolist() == [1, 2, 0, 3]
    assert tied._replace(best=np.array([0.0, 0.1, 0.0, 0.9])).order.tolist() == [3, 1, 2, 0]


def test_a_hole_is_filled_by_a_scenarios_own_mean_and_never_wins_by_it():
    holes = np.array([[1.0, 0.0], [np.nan, 0.5], [np.nan, 0.4]])
    np.testing.assert_allclose(ranking(outcomes_of(holes)).best, [1.0, 0.0], atol=0.02)
    least = ranking(outcomes_of(holes), largest_is_best=False)
    np.testing.assert_allclose(least.best, [0.0, 1.0], atol=0.02)
    assert least.mean[0] == 1.0


def test_many_scenarios_are_told_from_each_other_but_not_ranked(monkeypatch):
    assert MOST_RANKED == 300
    monkeypatch.setattr("sim.inference.ranking.MOST_RANKED", 3)
    values = np.zeros((2, 4))
    values[:, 2] = 1.0
    found = ranking(outcomes_of(values))
    assert found.best[2] == 1.0
    assert np.isnan(found.rank).all()
    assert not np.isnan(ranking(outcomes_of(values[:, 1:])).rank).any()


# Effects


def test_effects_intervals_are_students_of_each_seeds_contrast():
    grid = {"x": [0, 0, 0, 1, 1, 1], "y": ["a", "b", "c"] * 2}
    values = normal([0, 1, 2, 0, 2, 5], 1, (7, 6))
    mains = {one.axes: one for one in effects(outcomes_of(values), grid)}
    cube = values.reshape(7, 2, 3)
    whole = cube.mean(axis=(1, 2))
    for axes, own, contrasts in (
        (("x",), cube.mean(axis=2) - whole[:, None], 1),
        (("y",), cube.mean(axis=1) - whole[:, None], 3),
        (("x", "y"), (cube - cube.mean(axis=2, keepdims=True) - cube.mean(axis=1, keepdims=True)
                      + whole[:, None, None]).reshape(7, 6), 3),
    ):  # fmt: skip
        for family, low, high in (
            (1, mains[axes].low, mains[axes].high),
            (contrasts, mains[axes].joint_low, mains[axes].joint_high),
        ):
            reach = stats.t(6).ppf(1 - 0.025 / family) * stats.sem(own, axis=0)
            np.testing.assert_allclose(low, own.mean(axis=0) - reach, atol=1e-9)
            np.testing.assert_allclose(high, own.mean(axis=0) + reach, atol=1e-9)
        squares = (own.mean(axis=0) ** 2).sum() * 6 / own.shape[1]
        total = ((values.mean(axis=0) - values.mean()) ** 2).sum()
        assert mains[axes].share == pytest.approx(squares / total)
    shares = [one.share for one in effects(outcomes_of(values), grid)]
    assert shares[0] > shares[1]


def test_what_is_only_rounding_is_no_effect():
    grid = {"x": [0, 1, 0, 1], "y": [0, 0, 1, 1]}
    noise = 1e8 + normal(0, 1e4, (5, 1)) + np.array([0.1, 0.3, 0.1, 0.3])
    found = {one.axes: one for one in effects(outcomes_of(noise), grid)}
    assert found["x",].shows
    assert not found["y",].shows
    assert (found["y",].mean == 0.0).all()
    still = effects(outcomes_of(np.ones((3, 4))), grid)
    assert [one.share for one in still] == [0.0] * 3
    # An interval that ends in zero does not leave it out.
    flat = still[0]._replace(joint_low=np.array([0.0]), joint_high=np.array([0.0]))
    assert not flat.shows
    assert flat._replace(joint_low=np.array([1e-9])).shows
    assert flat._replace(joint_high=np.array([-1e-9])).shows


def test_seeds_with_a_hole_are_left_out_of_effects_and_cells():
    grid = {"x": [0, 1, 0, 1], "y": [0, 0, 1, 1]}
    values = normal(0, 1, (6, 4))
    holes = values.copy()
    holes[2, 1] = np.nan
    expected = effects(outcomes_of(np.delete(values, 2, axis=0)), grid)
    for one, other in zip(effects(outcomes_of(holes), grid), expected, strict=True):
        np.testing.assert_array_equal(one.mean, other.mean)
    seen = cells(outcomes_of(holes), grid, ("x", "y"))
    np.testing.assert_allclose(seen[:, 1, 0], np.delete(values, 2, axis=0)[:, 1])
    turned = cells(outcomes_of(holes), grid, ("y", "x"))
    np.testing.assert_allclose(turned, seen.transpose(0, 2, 1))
    holes[:, 3] = np.nan
    for bad in (outcomes_of(holes), outcomes_of(values, shared=False)):
        with pytest.raises(NotAGridError, match="not defined"):
            effects(bad, grid)
    with pytest.raises(NotAGridError, match="complete grid"):
        effects(outcomes_of(values), {"x": [0, 1, 0, 1], "y": [0, 1, 2, 3]})


# The account


def test_the_account_of_a_sweep_is_each_statistic_of_its_scenarios():
    axes = [("x=0", "y=0"), ("x=1", "y=0"), ("x=0", "y=1"), ("x=1", "y=1")]
    profit = normal([0, 1, 2, 9], 1, (5, 4))
    results = [
        result(f"s{n}", list(range(5)), words, profit=profit[:, n], revenue=2 * profit[:, n])
        for n, words in enumerate(axes)
    ]
    found = account(results, [(0, 1), (0, 3)])
    assert [(one["kpi"], one["a"], one["b"]) for one in found["differences"]] == [
        ("profit", "s0", "s1"), ("profit", "s0", "s3"),
        ("revenue", "s0", "s1"), ("revenue", "s0", "s3"),
    ]  # fmt: skip
    for one, b in zip(found["differences"], (1, 3), strict=False):
        exact = stats.ttest_rel(profit[:, b], profit[:, 0])
        assert one["p"] == pytest.approx(exact.pvalue)
        limits = exact.confidence_interval(0.95)
        assert (one["ci_low"], one["ci_high"]) == pytest.approx((limits.low, limits.high))
        limits = exact.confidence_interval(0.975)
        assert (one["joint_low"], one["joint_high"]) == pytest.approx((limits.low, limits.high))
        assert one["replicates"] == 5
        assert one["p"] <= one["p_holm"] <= 2 * one["p"]
    best = found["ranking"][0]
    assert (best["kpi"], best["name"]) == ("profit", "s3")
    assert best["probability_best"] == pytest.approx(1.0)
    assert (best["rank_low"], best["rank"], best["rank_high"]) == (1.0, 1.0, 1.0)
    assert best["mean"] == pytest.approx(profit[:, 3].mean())
    assert [one["axes"] for one in found["effects"]][:3][-1] == ["x", "y"]
    first = next(one for one in found["effects"] if one["axes"] == ["x"])
    level = first["levels"][1]
    own = profit[:, [1, 3]].mean(axis=1) - profit.mean(axis=1)
    limits = stats.ttest_1samp(own, 0).confidence_interval(0.95)
    assert level["level"] == [1]
    assert (level["mean"], level["ci_low"], level["ci_high"]) == pytest.approx(
        (own.mean(), limits.low, limits.high)
    )
    assert level["joint_low"] == level["ci_low"]
    assert level["joint_high"] == level["ci_high"]
    assert first["share"] > 0
    assert account(results[:3], [(0, 1)])["effects"] == [], "three cells of four are no grid"
    single = [result(one.name, [1], profit=[2.0]) for one in results[:2]]
    nothing = account(single, [(0, 1)])["differences"][0]
    assert (nothing["mean"], nothing["ci_low"], nothing["p"]) == (0.0, None, None)
    assert account([result("a", [1], wins=[1])], [])["ranking"] == []
    assert [plain(x) for x in (1, math.inf, math.nan)] == [1.0, None, None]


# Stopping


def transform(t, skew):
    """Hall's cubic, free of skewness to first order."""
    return t + skew * t**2 / 3 + skew**2 * t**3 / 27 + skew / 6


def solved(values, first):
    """The interval from the definitions: Stein's error or Student's, through Hall's cubic."""
    n, spread = len(values), values.std(ddof=1)
    skew = stats.skew(values, bias=False) / math.sqrt(n)
    stage = stats.t(first - 1).ppf(0.975) * values[:first].std(ddof=1) / spread
    reach = max(stats.t(n - 1).ppf(0.975), stage)
    low, high = (
        values.mean() - spread / math.sqrt(n)
        * optimize.brentq(lambda t, q=q: transform(t, skew) - q, -30, 30, xtol=1e-13)
        for q in (reach, -reach)
    )  # fmt: skip
    return low, high


@pytest.mark.parametrize("first_is_wild", [False, True])
def test_a_skewed_interval_solves_halls_cubic_with_the_wider_error(first_is_wild):
    values = np.random.default_rng(3).gamma(1.0, 2.0, 60)
    values = values[np.argsort(np.abs(values - values.mean()))]
    values = values[::-1].copy() if first_is_wild else values
    found = reached(values, Target("profit", 9.0, first=12))
    assert (found.low, found.high) == pytest.approx(solved(values, 12), rel=1e-9)
    assert found.mean == pytest.approx(values.mean())
    assert narrow(found, Target("profit", 9.0))
    half = (found.high - found.low) / 2
    assert narrow(found, Target("profit", half, first=12))
    assert not narrow(found, Target("profit", half * (1 - 1e-9), first=12))


def test_stein_says_how_many_there_must_be_from_the_first_stage_alone():
    values = np.random.default_rng(5).normal(0, 1, 200)
    for first, half in ((10, 0.4), (20, 0.3), (20, 0.25)):
        target = Target("profit", half, first=first, most=900)
        reach = stats.t(first - 1).ppf(0.975) * values[:first].std(ddof=1) / half
        least = math.ceil(reach**2)
        assert least > first
        for run in (first, first + 3, least - 1):
            assert more(values[:run], target) == least - run
        assert more(values[:first], Target("profit", half, first, first + 2)) == 2
        later = more(values[:least], target)
        now = reached(values[:least], target)
        wide = (now.high - now.low) / 2 / half
        assert later == (0 if wide <= 1 else max(math.ceil(least * wide**2) - least, 1))


def test_replicates_are_counted_as_they_were_run():
    target = Target("profit", 0.5, first=10, most=14)
    values = np.random.default_rng(7).normal(0, 9, 14)
    assert [more(values[:n], target) for n in (0, 9, 10, 13, 14)] == [10, 1, 4, 1, 0]
    holes = values.copy()
    holes[2:6] = np.nan
    assert [more(holes[:n], target) for n in (10, 12, 14)] == [4, 2, 0]
    assert more(np.full(10, np.nan), target) == 0
    assert more(np.full(9, np.nan), target) == 1
    short = reached(holes[:10], target)
    assert short.mean == pytest.approx(np.nanmean(holes[:10]))
    assert (short.replicates, narrow(short, target)) == (6, False)
    nothing = reached(np.full(3, np.nan), target)
    assert math.isnan(nothing.mean)
    assert Target("profit", 0.1, first=10, most=10).most == 10
    for settings in ({"half_width": -1.0}, {"half_width": math.inf}, {"first": 9}, {"most": 19}):
        with pytest.raises(Refusal):
            Target(**({"kpi": "profit", "half_width": 1.0, "first": 20} | settings))


def test_the_base_runs_as_many_as_the_most_demanding_difference_needs():
    luck = np.random.default_rng(8)
    values = luck.normal(0, 1, (30, 3)) * [0.1, 0.1, 3.0]
    found = outcomes_of(values)
    target = Target("profit", 0.8, first=20)
    assert further(found, [20, 25, 30], target, base=None) == [
        more(values[:run, n], target) for n, run in enumerate((20, 25, 30))
    ]
    # Of each pair only what both have run counts.
    near = more(values[:20, 1] - values[:20, 0], target)
    far = more(values[:20, 2] - values[:20, 0], target)
    assert near == 0 < far
    base, first, second = further(found, [20, 25, 30], target, base=0)
    assert (base, first) == (far, 0)
    assert second == max(20 + far - 30, 0)
    assert further(found, [30, 20, 20], Target("profit", 50.0), base=0) == [0, 0, 0]


# Sensitivity


def test_places_are_the_designs_their_authors_say():
    for base in (0, 1, 3, 12, -4):
        with pytest.raises(Refusal, match="power of two"):
            sobol_places(["a"], base)
    assert sobol_places(["a", "b"], 2).shape == (2 * 4, 2)
    places = morris_places(["a", "b", "c"], 6)
    assert places.shape == (6 * 4, 3)
    np.testing.assert_allclose(np.unique(places), np.arange(4) / 3)
    steps = np.abs(np.diff(places.reshape(6, 4, 3), axis=1))
    assert np.sort(steps, axis=2)[..., -1] == pytest.approx(2 / 3)
    assert (np.count_nonzero(steps, axis=2) == 1).all(), "one parameter a step"
    holes = outcomes_of([[1.0] * 7 + [np.nan]] * 2)
    with pytest.raises(Refusal, match="undefined in s7"):
        sobol(["a", "b"], holes)
