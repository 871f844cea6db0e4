"""Statistics of a sweep against what theory says of them, on outcomes drawn with known seeds.

Where chance decides, the number of repetitions and the bounds are stated: a bound is the exact
binomial range that a true method leaves with probability below 1e-4.
"""

import sys
from itertools import product
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.config.refusal import Refusal
from sim.inference.effects import NotAGridError, cells, effects
from sim.inference.outcomes import Outcomes, outcomes, swept
from sim.inference.paired import against, differences, holm
from sim.inference.ranking import ranking
from sim.inference.sensitivity import morris, morris_places, sobol, sobol_places
from sim.metrics.estimates import outcomes as of_results

FALSE_ALARM = 1e-4


def table(values: np.ndarray, kpi: str = "profit") -> Outcomes:
    seeds, scenarios = values.shape
    names = tuple(f"scenario {n}" for n in range(scenarios))
    return Outcomes(kpi, names, np.arange(seeds), values.astype(float))


def shared_luck(seed: int, effects: list[float], seeds: int = 10, own: float = 1.0) -> Outcomes:
    luck = np.random.default_rng(seed)
    shared = luck.normal(0, 10, (seeds, 1))
    return table(np.asarray(effects) + shared + luck.normal(0, own, (seeds, len(effects))))


def test_the_matrix_has_a_row_for_each_seed_and_a_hole_where_nothing_ran() -> None:
    runs = pd.DataFrame({"scenario": ["b", "b", "a"], "seed": [9, 4, 4], "profit": [1.0, 2.0, 3.0]})
    found = outcomes(runs, "profit")
    assert found.names == ("b", "a")
    assert list(found.seeds) == [9, 4]
    np.testing.assert_array_equal(found.values, [[1.0, np.nan], [2.0, 3.0]])
    np.testing.assert_array_equal(found.means, [1.5, 3.0])
    with pytest.raises(ValueError, match="duplicate"):
        outcomes(pd.concat([runs, runs]), "profit")


def test_swept_axes_are_the_keys_that_vary() -> None:
    words = [("seed=1", "cadence=daily", "sales.reps=3"), ("seed=1", "sales.reps=12"), ("seed=1",)]
    assert swept(words) == {"cadence": ["daily", "default", "default"],
                            "sales.reps": [3, 12, "default"]}  # fmt: skip


def test_paired_differences_are_those_of_students_t() -> None:
    found = shared_luck(1, [0.0, 1.0, 5.0])
    result = against(found)
    for n, b in enumerate((1, 2)):
        exact = stats.ttest_rel(found.values[:, b], found.values[:, 0])
        limits = exact.confidence_interval(0.95)
        assert result.mean[n] == pytest.approx((found.values[:, b] - found.values[:, 0]).mean())
        assert result.p[n] == pytest.approx(exact.pvalue)
        assert result.low[n] == pytest.approx(limits.low)
        assert result.high[n] == pytest.approx(limits.high)
        joint = exact.confidence_interval(1 - 0.05 / 2)
        assert (result.joint_low[n], result.joint_high[n]) == pytest.approx((joint.low, joint.high))
    assert result.surely[1] == 1


def test_differences_use_the_seeds_that_both_have_and_say_nothing_of_one() -> None:
    values = np.array([[1.0, 2.0, 3.0], [2.0, 4.0, np.nan], [3.0, np.nan, np.nan]])
    result = against(table(values))
    assert list(result.replicates) == [2, 1]
    assert list(result.mean) == [1.5, 2.0]
    assert np.isnan(result.low[1])
    assert np.isnan(result.p[1])
    assert result.surely[1] == 0
    same = against(table(np.array([[1.0, 1.0], [2.0, 2.0]])))
    assert same.p[0] == 1.0
    # Without a spread nothing tells of chance: no interval and no certainty.
    alike = against(table(np.array([[1.0, 2.0], [2.0, 3.0]])))
    assert alike.mean[0] == 1.0
    assert np.isnan([alike.low[0], alike.p[0], alike.p_holm[0]]).all()


def test_holm_is_holms() -> None:
    # Holm's steps by hand: 3 × .01, max(that, 2 × .02), max(that, 1 × .9).
    np.testing.assert_allclose(holm(np.array([0.9, 0.01, np.nan, 0.02])),
                               [0.9, 0.03, np.nan, 0.04])  # fmt: skip
    np.testing.assert_allclose(holm(np.array([0.5, 0.6])), [1.0, 1.0])
    assert len(holm(np.array([]))) == 0


def within(hits: int, of: int, chance: float) -> bool:
    low, high = stats.binom.ppf([FALSE_ALARM / 2, 1 - FALSE_ALARM / 2], of, chance)
    return bool(low <= hits <= high)


def test_without_effects_one_family_in_twenty_at_most_claims_one() -> None:
    repetitions, each, jointly = 1000, 0, 0
    for seed in range(repetitions):
        result = against(shared_luck(seed, [0.0] * 9))
        each += bool(((result.low > 0) | (result.high < 0)).any())
        jointly += bool(result.surely.any())
    assert jointly <= stats.binom.ppf(1 - FALSE_ALARM, repetitions, 0.05)
    assert each > 150, "uncorrected, many families claim something"


def test_joint_intervals_hold_together() -> None:
    repetitions, held = 1000, 0
    truth = np.array([1.0, 2.0, 3.0, 4.0])
    for seed in range(repetitions):
        result = against(shared_luck(seed, [0.0, *truth]))
        held += bool(((result.joint_low <= truth) & (truth <= result.joint_high)).all())
    assert held >= stats.binom.ppf(FALSE_ALARM, repetitions, 0.95)


def test_pairing_is_worth_its_seeds() -> None:
    found = shared_luck(3, [0.0, 1.0])
    paired = against(found)
    apart = stats.ttest_ind(*found.values.T).confidence_interval(0.95)
    assert (paired.high - paired.low)[0] < 0.5 * (apart.high - apart.low)


def test_the_ranking_is_sure_of_what_is_clear_and_halves_what_is_equal() -> None:
    luck = np.random.default_rng(5).normal(0, 10, (10, 1))
    result = ranking(table(luck + np.array([0.0, 3.0, 3.0, -2.0])))
    np.testing.assert_allclose(result.best, [0.0, 0.5, 0.5, 0.0])
    np.testing.assert_allclose(result.rank, [3.0, 1.5, 1.5, 4.0])
    assert set(result.order[:2]) == {1, 2}
    least = ranking(table(luck + np.array([0.0, 3.0, 3.0, -2.0])), largest_is_best=False)
    np.testing.assert_allclose(least.best, [0.0, 0.0, 0.0, 1.0])


def test_the_probability_of_being_best_is_that_of_the_gap() -> None:
    """For two scenarios it is near the t-distribution's chance of a positive mean gap."""
    found = shared_luck(8, [0.0, 0.3], seeds=30)
    gap = found.values[:, 1] - found.values[:, 0]
    t = gap.mean() / (gap.std(ddof=1) / np.sqrt(30))
    assert ranking(found).best[1] == pytest.approx(stats.norm.cdf(t), abs=0.03)


def test_equal_scenarios_are_called_best_evenly() -> None:
    """200 repetitions of 2 equal scenarios: P(best) spreads over (0, 1) as a p-value would."""
    chances = [ranking(shared_luck(seed, [0.0, 0.0], seeds=20)).best[0] for seed in range(200)]
    assert stats.kstest(chances, "uniform").pvalue > FALSE_ALARM


def test_ranking_copes_with_one_seed_and_with_what_is_undefined() -> None:
    alone = ranking(table(np.array([[1.0, 2.0]])))
    assert np.isnan(alone.best).all()
    assert list(alone.order) == [1, 0]
    holes = ranking(table(np.array([[1.0, np.nan], [2.0, np.nan], [3.0, np.nan]])))
    np.testing.assert_allclose(holes.best, [1.0, 0.0])


GRID = {"cadence": ["daily"] * 3 + ["weekly"] * 3, "reps": [2, 4, 8] * 2}


def test_effects_of_a_grid_are_recovered_exactly_without_noise() -> None:
    cadence, reps = {"daily": 2.0, "weekly": -2.0}, {2: -1.0, 4: 0.0, 8: 1.0}
    twist = np.array([0.5, -1.0, 0.5, -0.5, 1.0, -0.5])
    cell = [cadence[a] + reps[b] for a, b in zip(*GRID.values(), strict=True)] + twist
    luck = np.random.default_rng(2).normal(0, 5, (6, 1))
    first, second, both = effects(table(100 + cell + luck), GRID)
    assert first.axes == ("cadence",)
    assert first.levels == (("daily",), ("weekly",))
    np.testing.assert_allclose(first.mean, [2.0, -2.0])
    np.testing.assert_allclose(second.mean, [-1.0, 0.0, 1.0], atol=1e-12)
    assert both.levels == tuple(product(("daily", "weekly"), (2, 4, 8)))
    np.testing.assert_allclose(both.mean, twist)
    assert first.share + second.share + both.share == pytest.approx(1.0)
    seen = cells(table(100 + cell + luck), GRID, ("reps", "cadence"))
    assert seen.shape == (6, 3, 2)
    assert (seen[:, :, 0] - seen[:, :, 1]).mean() == pytest.approx(4.0)


def test_effects_have_students_intervals_and_joint_ones() -> None:
    found = shared_luck(4, [1.0, 2.0, 3.0, 0.0, 0.0, 0.0])
    main = next(one for one in effects(found, GRID) if one.axes == ("cadence",))
    own = found.values[:, :3].mean(axis=1) - found.values.mean(axis=1)
    limits = stats.ttest_1samp(own, 0).confidence_interval(0.95)
    assert (main.low[0], main.high[0]) == pytest.approx((limits.low, limits.high))
    assert main.joint_low[0] == main.low[0], "two levels are one contrast"
    other = next(one for one in effects(found, GRID) if one.axes == ("reps",))
    assert other.joint_low[0] < other.low[0]
    assert main.shows


def test_interactions_that_are_not_there_are_claimed_at_most_as_often_as_said() -> None:
    repetitions, claimed = 600, 0
    for seed in range(repetitions):
        *_, both = effects(shared_luck(seed, [0.0, 1.0, 2.0, 5.0, 6.0, 7.0]), GRID)
        claimed += next(one for one in [both] if len(one.axes) == 2).shows
    assert claimed <= stats.binom.ppf(1 - FALSE_ALARM, repetitions, 0.05)


def test_no_effects_of_what_is_no_grid() -> None:
    found = shared_luck(4, [1.0, 2.0, 3.0, 0.0, 0.0, 0.0])
    with pytest.raises(NotAGridError):
        effects(found, GRID | {"reps": [2, 4, 8, 2, 4, 4]})
    with pytest.raises(NotAGridError):
        effects(found, {})


def ishigami(places: np.ndarray) -> np.ndarray:
    """Ishigami & Homma 1990, whose Sobol indices are known."""
    x = np.pi * (2 * places - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_indices_are_ishigamis() -> None:
    names = ("a", "b", "c")
    places = sobol_places(names, 2048)
    assert places.shape == (2048 * 5, 3)
    result = sobol(names, table(ishigami(places)[None, :]))
    np.testing.assert_allclose(result.first, [0.314, 0.442, 0.0], atol=0.02)
    np.testing.assert_allclose(result.total, [0.558, 0.442, 0.244], atol=0.02)


def test_morris_tells_the_linear_the_crooked_and_the_idle() -> None:
    names = ("linear", "crooked", "idle")
    places = morris_places(names, 50)
    y = 3 * places[:, 0] + 8 * (places[:, 1] - 0.5) ** 2
    result = morris(names, places, table(np.stack([y, y + 1])))
    assert result.mu[0] == pytest.approx(3.0)
    assert result.sigma[0] == pytest.approx(0.0, abs=1e-9)
    assert result.mu_star[1] > abs(result.mu[1])
    assert result.mu_star[2] == 0.0


def test_indices_refuse_what_they_cannot_take(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("a", "b")
    with pytest.raises(Refusal, match="power of two"):
        sobol_places(names, 12)
    holes = table(np.full((2, 8), np.nan))
    with pytest.raises(Refusal, match="undefined in scenario 0"):
        sobol(names, holes)
    monkeypatch.setitem(sys.modules, "SALib.sample.morris", None)
    with pytest.raises(Refusal, match=r"smarketing\[sensitivity\]"):
        morris_places(names, 2)


def test_all_pairs_are_a_family_too() -> None:
    found = shared_luck(1, [0.0, 1.0, 5.0])
    result = differences(found, [(0, 1), (0, 2), (1, 2)])
    assert result.mean[2] == pytest.approx(result.mean[1] - result.mean[0])


def results_of(*columns):
    """Results with these seeds and profits each."""
    return [
        SimpleNamespace(
            name=f"s{n}", tables={"runs": pd.DataFrame({"seed": seeds, "profit": values})}
        )
        for n, (seeds, values) in enumerate(columns)
    ]


def test_scenarios_are_put_side_by_side_by_their_seeds():
    found = of_results(results_of(([7, 8], [1.0, 2.0]), ([8, 9], [3.0, 4.0])), "profit")
    assert found.shared
    assert found.seeds.tolist() == [7, 8, 9]
    np.testing.assert_array_equal(found.values, [[1, np.nan], [2, 3], [np.nan, 4]])


def test_scenarios_without_a_seed_in_common_are_ranked_and_not_paired():
    rng = np.random.default_rng(3)
    columns = [
        (list(range(100 * n, 100 * n + 30)), (rng.normal(size=30) + 2.0 * n).tolist())
        for n in range(3)
    ]
    found = of_results(results_of(*columns), "profit")
    assert not found.shared
    assert found.values.shape == (30, 3), "not a row a seed"
    assert np.isnan(against(found).mean).all()
    assert (against(found).replicates == 0).all()
    ranks = ranking(found)
    assert ranks.order.tolist() == [2, 1, 0]
    assert ranks.best[2] > 0.99
    with pytest.raises(NotAGridError):
        effects(found, {"x": [0, 1, 2]})


def test_independent_scenarios_are_best_as_often_as_chance_has_it():
    """Two alike: the probability that one is best is uniform; Kolmogorov-Smirnov, 1e-6; seed 4."""
    rng = np.random.default_rng(4)
    best = []
    for _ in range(200):
        columns = [(list(range(n, n + 40)), rng.normal(size=40).tolist()) for n in (0, 100)]
        best.append(ranking(of_results(results_of(*columns), "profit")).best[0])
    assert stats.kstest(best, "uniform").pvalue > 1e-6
