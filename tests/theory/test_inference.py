"""Statistics of a sweep against what theory says of them, on outcomes drawn with known seeds.

Where chance decides, the number of repetitions and the bounds are stated: a bound is the exact
binomial range that a true method leaves with probability below 1e-4.
"""

import sys
from dataclasses import replace
from itertools import product
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.config.refusal import Refusal
from sim.inference.effects import NotAGridError, cells, effects
from sim.inference.outcomes import Outcomes, swept
from sim.inference.paired import Differences, family, holm
from sim.inference.ranking import FEWEST, ranking
from sim.inference.sensitivity import morris, morris_places, sobol, sobol_places
from sim.inference.stopping import Target, held
from sim.metrics.estimates import outcomes as of_results

FALSE_ALARM = 1e-4


def table(values: np.ndarray, kpi: str = "profit") -> Outcomes:
    seeds, scenarios = values.shape
    names = tuple(f"scenario {n}" for n in range(scenarios))
    return Outcomes(kpi, names, np.arange(seeds), values.astype(float))


def against(found: Outcomes) -> Differences:
    """Every scenario minus the first, where one KPI is the whole family."""
    return family([found]).kpis[found.kpi]


def shared_luck(seed: int, effects: list[float], seeds: int = 10, own: float = 1.0) -> Outcomes:
    luck = np.random.default_rng(seed)
    shared = luck.normal(0, 10, (seeds, 1))
    return table(np.asarray(effects) + shared + luck.normal(0, own, (seeds, len(effects))))


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


def test_kpis_are_one_family_and_what_is_undefined_is_none_of_it() -> None:
    """Four KPIs of six equal scenarios, 600 repetitions: any claim in at most one of twenty."""
    repetitions, claimed = 600, 0
    for seed in range(repetitions):
        tables = [shared_luck(4 * seed + n, [0.0] * 6, seeds=3) for n in range(4)]
        found = [replace(one, kpi=f"kpi {n}") for n, one in enumerate(tables)]
        its = family(found)
        claimed += any(one.surely.any() for one in its.kpis.values())
    assert claimed <= stats.binom.ppf(1 - FALSE_ALARM, repetitions, 0.05)
    assert its.comparisons == 20
    nothing = replace(found[0], kpi="nothing", values=np.full((3, 6), np.nan))
    with_it = family([*found, nothing])
    assert with_it.comparisons == 20
    np.testing.assert_array_equal(with_it.kpis["kpi 2"].p_holm, its.kpis["kpi 2"].p_holm)
    np.testing.assert_array_equal(with_it.kpis["kpi 2"].joint_low, its.kpis["kpi 2"].joint_low)


def test_scenarios_that_are_not_shown_count_as_comparisons() -> None:
    found = shared_luck(1, [0.0, 1.0, 5.0])
    its, alone = family([found], tried=9), against(found)
    assert its.comparisons == 8
    first = int(np.argmin(alone.p))
    assert its.kpis["profit"].p_holm[first] == pytest.approx(8 * alone.p[first])
    assert (its.kpis["profit"].joint_low < alone.joint_low).all()
    np.testing.assert_array_equal(its.kpis["profit"].low, alone.low)


def test_after_replication_to_a_target_the_family_has_the_interval_that_holds() -> None:
    target = Target("profit", 0.2, first=20, compare=True)
    found = shared_luck(2, [0.0, 0.5], seeds=60)
    after, plain = family([found], target=target).kpis["profit"], against(found)
    ends = held(found.sample(1), target, found.sample(0))
    assert (after.low[0], after.high[0]) == (ends.low, ends.high)
    gap = found.values[:, 1] - found.values[:, 0]
    stein = gap.mean() / (gap[:20].std(ddof=1) / np.sqrt(60))
    assert after.p[0] == pytest.approx(max(plain.p[0], 2 * stats.t(19).sf(stein)))
    other = family([replace(found, kpi="wins")], target=target).kpis["wins"]
    np.testing.assert_array_equal(other.low, plain.low)


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


@pytest.mark.parametrize("seeds", [5, 30])
def test_the_probability_of_being_best_is_that_of_the_gap(seeds: int) -> None:
    """Of two scenarios it is Student's chance of a positive gap; 4,000 draws, ± 4.5 errors."""
    found = shared_luck(8, [0.0, 0.3], seeds)
    exact = stats.ttest_rel(*found.values.T, alternative="greater").pvalue
    assert ranking(found).best[1] == pytest.approx(exact, abs=4.5 * 0.5 / np.sqrt(4000))


@pytest.mark.parametrize("seeds", [5, 20])
def test_two_equal_scenarios_are_called_best_evenly(seeds: int) -> None:
    """200 repetitions: P(best) spreads over (0, 1) as a p-value would, at few seeds too."""
    chances = [ranking(shared_luck(seed, [0.0, 0.0], seeds)).best[0] for seed in range(200)]
    assert stats.kstest(chances, "uniform").pvalue > FALSE_ALARM


@pytest.mark.parametrize("scenarios", [2, 5, 10])
def test_of_equal_scenarios_none_is_often_called_best(scenarios: int) -> None:
    """One of them said to be best with 95 %: of two in .10 (either side), of more less often."""
    repetitions = 300
    called = sum(
        ranking(shared_luck(seed, [0.0] * scenarios, seeds=5)).best.max() >= 0.95
        for seed in range(repetitions)
    )
    assert called <= stats.binom.ppf(1 - FALSE_ALARM, repetitions, 0.10)


@pytest.mark.parametrize(("scenarios", "seeds"), [(2, 5), (5, 10), (10, 30)])
def test_of_true_differences_the_best_is_best_as_often_as_is_said(scenarios, seeds) -> None:
    """Effects as wide as luck: said and true of the likeliest best over 300 sweeps, ± 4.5 errors;
    and rank limits hold the true rank in 93 % or more."""
    luck, said, true, held = np.random.default_rng(1), [], [], []
    for seed in range(300):
        effects = luck.normal(0, 1, scenarios)
        found = ranking(shared_luck(seed, list(effects), seeds))
        likely, rank = int(found.best.argmax()), (-effects).argsort().argsort() + 1
        said.append(found.best[likely])
        true.append(likely == effects.argmax())
        held.append(((found.rank_low <= rank) & (rank <= found.rank_high)).mean())
    chance = np.array(said)
    error = np.sqrt((chance * (1 - chance)).sum()) / len(chance)
    assert np.mean(true) == pytest.approx(chance.mean(), abs=4.5 * error)
    assert np.mean(held) >= 0.93


def test_too_few_seeds_rank_nothing_and_what_is_undefined_comes_last() -> None:
    luck = np.random.default_rng(2).normal(0, 1, (FEWEST, 2))
    few = ranking(table(luck[1:] + np.array([0.0, 9.0])))
    assert np.isnan([*few.best, *few.rank, *few.rank_low, *few.rank_high]).all()
    assert list(few.order) == [1, 0]
    assert ranking(table(luck + np.array([0.0, 9.0]))).best[1] > 0.99
    one_short = np.hstack([luck, luck[:, :1]])
    one_short[0, 2] = np.nan
    assert np.isnan(ranking(table(one_short)).best).all()
    never = ranking(table(np.hstack([luck, np.full((FEWEST, 1), np.nan)])))
    assert never.best[2] == 0.0
    assert never.rank[2] == 3.0


def test_a_thousand_scenarios_of_few_seeds_are_ranked() -> None:
    """More scenarios than seeds: their covariance has no inverse, and none is needed."""
    found = ranking(shared_luck(6, [*np.zeros(999), 20.0], seeds=6))
    assert found.best[-1] > 0.9
    assert found.rank.sum() == pytest.approx(1000 * 1001 / 2)


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
    # Two values are one contrast, three are three: four in the family of axes.
    reach = stats.t(9).ppf(1 - 0.025 / 4) * stats.sem(own)
    assert main.joint_low[0] == pytest.approx(own.mean() - reach)
    other = next(one for one in effects(found, GRID) if one.axes == ("reps",))
    assert other.joint_low[0] < other.low[0]
    assert main.shows


def test_titles_of_a_grid_without_effects_claim_one_in_at_most_one_of_twenty() -> None:
    """Five axes of two values, ten seeds, 600 repetitions: any axis, and any pair, that shows."""
    axes = dict(zip("abcde", zip(*product((0, 1), repeat=5), strict=True), strict=True))
    repetitions, claimed = 600, np.zeros(2)
    for seed in range(repetitions):
        found = effects(shared_luck(seed, [0.0] * 32), axes)
        for pairs in (0, 1):
            claimed[pairs] += any(one.shows for one in found if len(one.axes) == 1 + pairs)
    assert (claimed <= stats.binom.ppf(1 - FALSE_ALARM, repetitions, 0.05)).all()
    assert (claimed > 0.02 * repetitions).all(), "the correction is not too wide either"


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
