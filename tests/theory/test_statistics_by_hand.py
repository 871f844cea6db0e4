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
from sim.inference.paired import family, holm
from sim.inference.posterior import draws
from sim.inference.ranking import DRAWS, ranking
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


def test_three_values_have_students_interval_and_fewer_have_none():
    found = interval([1.0, 4.0, 4.0])
    half = stats.t(2).ppf(0.975) * 1.0  # the standard deviation is the root of three
    assert found == pytest.approx((3.0, 3.0 - half, 3.0 + half, 3))
    assert interval([1.0, 4.0]) == pytest.approx((2.5, math.nan, math.nan, 2), nan_ok=True)
    assert interval([3.0]) == pytest.approx((3.0, math.nan, math.nan, 1), nan_ok=True)
    assert interval([math.nan]) == pytest.approx((math.nan,) * 3 + (0,), nan_ok=True)
    assert means([[1.0], [4.0], [4.0], [math.nan]]).error == pytest.approx([1.0])
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
    np.testing.assert_allclose(holm(np.array([0.01, math.nan, 0.03]), unseen=2),
                               [0.04, math.nan, 0.09])  # fmt: skip
    every = outcomes_of([[0.0, 1.0, -1.0, 0.0], [0.0, 1.1, -1.1, 0.1], [0.0, 0.9, -0.9, -0.1]])
    found = family([every]).kpis["profit"]
    assert found.surely.tolist() == [1, -1, 0]
    limit = stats.t(2).ppf(1 - 0.05 / 2 / 3) * 0.1 / math.sqrt(3)
    assert found.joint_high[0] - found.mean[0] == pytest.approx(limit)
    assert found.mean[0] - found.joint_low[0] == pytest.approx(limit)
    # On the border itself a difference is told: at most one false claim in twenty.
    assert found._replace(p_holm=np.full(3, 0.05)).surely.tolist()[:2] == [1, -1]
    assert found._replace(p_holm=np.full(3, 0.051)).surely.tolist() == [0, 0, 0]


# Ranking


def test_means_are_drawn_with_the_covariance_of_the_seeds():
    """The gap of two drawn means is Student's: 4,000 draws, so 95 % limits to ± .1 of an error."""
    values = normal([0.0, 0.5, 9.0], [1.0, 2.0, 0.1], (8, 3)) + normal(0, 5, (8, 1))
    drawn = draws(values, DRAWS, np.random.default_rng(20))
    for one, other in ((0, 1), (2, 0)):
        gap = values[:, other] - values[:, one]
        exact = stats.t(7, gap.mean(), stats.sem(gap)).ppf([0.025, 0.5, 0.975])
        found = np.quantile(drawn[:, other] - drawn[:, one], [0.025, 0.5, 0.975])
        np.testing.assert_allclose(found, exact, atol=0.15 * stats.sem(gap))


def test_equals_share_the_first_place_and_the_rank():
    column = np.arange(5.0)[:, None]
    found = ranking(outcomes_of(column + np.array([1.0, 1.0, 1.0, 0.0])))
    np.testing.assert_allclose(found.best, [1 / 3, 1 / 3, 1 / 3, 0.0])
    np.testing.assert_allclose(found.rank, [2.0, 2.0, 2.0, 4.0])
    np.testing.assert_allclose(found.rank_low, [2.0, 2.0, 2.0, 4.0])
    # Two that are the same share what one of them would have.
    alone = ranking(outcomes_of(normal(0, 1, (9, 2))))
    twice = ranking(outcomes_of(normal(0, 1, (9, 2))[:, [0, 1, 1]]))
    np.testing.assert_allclose(twice.best[1:], alone.best[1] / 2, atol=0.03)
    # Equally likely best: the larger mean goes first, and whatever is undefined last.
    tied = found._replace(mean=np.array([1.0, 3.0, 2.0, np.nan]), best=np.zeros(4))
    assert tied.order.tolist() == [1, 2, 0, 3]
    assert tied._replace(best=np.array([0.0, 0.1, 0.0, 0.9])).order.tolist() == [3, 1, 2, 0]


def test_a_scenario_with_holes_is_as_sure_as_its_own_seeds():
    values = normal(0, 1, (40, 2)) + np.array([0.0, 0.3])
    holes = values.copy()
    holes[6:, 1] = np.nan
    assert ranking(outcomes_of(values)).best.max() > ranking(outcomes_of(holes)).best.max()
    least = ranking(outcomes_of(holes), largest_is_best=False)
    np.testing.assert_allclose(least.best, 1 - ranking(outcomes_of(holes)).best, atol=1e-9)
    drawn = draws(holes, DRAWS, np.random.default_rng(20))
    assert drawn[:, 1].std() == pytest.approx(stats.t(5).std() * stats.sem(holes[:6, 1]), rel=0.1)


# Effects


def test_effects_intervals_are_students_of_each_seeds_contrast():
    grid = {"x": [0, 0, 0, 1, 1, 1], "y": ["a", "b", "c"] * 2}
    values = normal([0, 1, 2, 0, 2, 5], 1, (7, 6))
    mains = {one.axes: one for one in effects(outcomes_of(values), grid)}
    cube = values.reshape(7, 2, 3)
    whole = cube.mean(axis=(1, 2))
    # Axes are one family of 1 + 3 contrasts; the one pair is a family of 3.
    for axes, own, contrasts in (
        (("x",), cube.mean(axis=2) - whole[:, None], 4),
        (("y",), cube.mean(axis=1) - whole[:, None], 4),
        (("x", "y"), (cube - cube.mean(axis=2, keepdims=True) - cube.mean(axis=1, keepdims=True)
                      + whole[:, None, None]).reshape(7, 6), 3),
    ):  # fmt: skip
        for together, low, high in (
            (1, mains[axes].low, mains[axes].high),
            (contrasts, mains[axes].joint_low, mains[axes].joint_high),
        ):
            reach = stats.t(6).ppf(1 - 0.025 / together) * stats.sem(own, axis=0)
            np.testing.assert_allclose(low, own.mean(axis=0) - reach, atol=1e-9)
            np.testing.assert_allclose(high, own.mean(axis=0) + reach, atol=1e-9)
        p = stats.ttest_1samp(own, 0).pvalue
        assert (mains[axes].p_holm >= p * (1 - 1e-9)).all()
        assert (mains[axes].p_holm <= contrasts * p * (1 + 1e-9)).all()
        squares = (own.mean(axis=0) ** 2).sum() * 6 / own.shape[1]
        total = ((values.mean(axis=0) - values.mean()) ** 2).sum()
        assert mains[axes].share == pytest.approx(squares / total)
    shares = [one.share for one in effects(outcomes_of(values), grid)]
    assert shares[0] > shares[1]


def test_what_is_only_rounding_is_no_effect():
    grid = {"x": [0, 1, 0, 1], "y": [0, 0, 1, 1]}
    noise = 1e8 + normal(0, 1e4, (5, 1)) + np.array([0.1, 0.3, 0.1, 0.3])
    found = {one.axes: one for one in effects(outcomes_of(noise), grid)}
    assert found["x",].share == pytest.approx(1.0)
    assert not found["x",].shows, "the same in every seed has no spread to be judged by"
    assert np.isnan([*found["x",].p_holm, *found["x",].low]).all()
    assert not found["y",].shows
    assert (found["y",].mean == 0.0).all()
    still = effects(outcomes_of(np.ones((3, 4))), grid)
    assert [one.share for one in still] == [0.0] * 3
    assert (still[0].p_holm == 1.0).all()
    assert np.isnan(still[0].low).all(), "no spread is no interval"
    # On the border itself an effect is told.
    assert still[0]._replace(p_holm=np.array([0.05, 1.0])).sure.tolist() == [True, False]
    assert not still[0]._replace(p_holm=np.array([0.051, np.nan])).shows


def test_holm_goes_over_the_contrasts_of_all_axes():
    """Two axes of two values: two contrasts, each seen from both sides."""
    grid = {"x": [0, 1, 0, 1], "y": [0, 0, 1, 1]}
    values = normal([0.0, 1.0, 0.1, 1.1], 0.3, (6, 4))
    found = {one.axes: one for one in effects(outcomes_of(values), grid)}
    own = {
        "x": values[:, [1, 3]].mean(axis=1) - values[:, [0, 2]].mean(axis=1),
        "y": values[:, [2, 3]].mean(axis=1) - values[:, [0, 1]].mean(axis=1),
    }
    p = holm(np.array([stats.ttest_1samp(one, 0).pvalue for one in own.values()]))
    for name, expected in zip(own, p, strict=True):
        np.testing.assert_allclose(found[name,].p_holm, [expected] * 2)


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
    profit = normal([0, 1, 2, 9], 1, (10, 4))
    results = [
        result(f"s{n}", list(range(10)), words, profit=profit[:, n], wins=2 * profit[:, n])
        for n, words in enumerate(axes)
    ]
    found = account(results)
    assert found["comparisons"] == 6
    assert [(one["kpi"], one["a"], one["b"]) for one in found["differences"]] == [
        (kpi, "s0", f"s{n}") for kpi in ("profit", "wins") for n in (1, 2, 3)
    ]
    for one, b in zip(found["differences"], (1, 2, 3), strict=False):
        exact = stats.ttest_rel(profit[:, b], profit[:, 0])
        assert one["p"] == pytest.approx(exact.pvalue)
        limits = exact.confidence_interval(0.95)
        assert (one["ci_low"], one["ci_high"]) == pytest.approx((limits.low, limits.high))
        limits = exact.confidence_interval(1 - 0.05 / 6)
        assert (one["joint_low"], one["joint_high"]) == pytest.approx((limits.low, limits.high))
        assert one["replicates"] == 10
        assert one["p"] <= one["p_holm"] <= 6 * one["p"] * (1 + 1e-9)
        assert one["told"] == (one["p_holm"] <= 0.05)
    top = found["highest"][0]
    assert (top["name"], top["next"], top["told"]) == ("s3", "s2", True)
    exact = stats.ttest_rel(profit[:, 3], profit[:, 2]).confidence_interval(1 - 0.05 / 6)
    assert (top["joint_low"], top["joint_high"]) == pytest.approx((exact.low, exact.high))
    # Against the first, the lead is the family's own comparison.
    two = account([results[3], results[0]])
    told, own = two["highest"][0], two["differences"][0]
    assert (told["joint_low"], told["joint_high"]) == (-own["joint_high"], -own["joint_low"])
    assert account(results, tried=11)["comparisons"] == 20
    best = found["ranking"][0]
    assert (best["kpi"], best["name"]) == ("profit", "s3")
    assert best["probability_best"] == pytest.approx(1.0, abs=2e-3)
    assert (best["rank_low"], best["rank_high"]) == (1.0, 1.0)
    assert best["rank"] == pytest.approx(1.0, abs=2e-3)
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
    assert level["joint_low"] < level["ci_low"]
    assert level["p_holm"] >= stats.ttest_1samp(own, 0).pvalue
    assert first["share"] > 0
    assert account(results[:3])["effects"] == [], "three cells of four are no grid"
    single = [result(one.name, [1], profit=[2.0]) for one in results[:2]]
    nothing = account(single)["differences"][0]
    assert (nothing["mean"], nothing["ci_low"], nothing["p"]) == (0.0, None, None)
    few = account([result(f"s{n}", [1, 2], profit=[n, 2.0]) for n in (0, 1)])["ranking"][0]
    assert (few["probability_best"], few["why_not"][:20]) == (None, "too few replicates t")
    assert account([result(f"s{n}", [1], sqls=[1]) for n in (0, 1)])["ranking"] == []
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
