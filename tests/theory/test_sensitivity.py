"""Morris' and Sobol's indices with luck added: what they say is about the parameters, not luck.

Luck is normal, a seed's own to all points (five times the spread of what is expected, which must
cancel) and independent at every point. Seeds are fixed. An index that its interval holds in .97 of
repetitions, as measured over 200, is held in fewer than .90 of 60 with chance .003.
"""

from functools import cache

import numpy as np
import pytest

from sim.config.refusal import Refusal
from sim.inference.crossed import products
from sim.inference.kinds import Kind
from sim.inference.outcomes import Outcomes
from sim.inference.samples import sample
from sim.inference.sensitivity import morris, morris_places, sobol, sobol_places
from sim.plots.sensitivity import figure

NAMES = tuple("abcdef")
DESIGNS, LUCKS = 12, 5
G = np.array([0.0, 0.5, 3.0, 9.0, 99.0, 99.0])


def ishigami(places):
    """Ishigami & Homma 1990."""
    x = np.pi * (2 * places - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def g_function(places):
    """Sobol's g (Saltelli & Sobol 1995)."""
    return np.prod((np.abs(4 * places - 2) + G) / (1 + G), axis=1)


def ishigamis_indices():
    own = [0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 49 / 8, 0.0]
    both = 0.1**2 * np.pi**8 * 8 / 225
    whole = sum(own) + both
    return np.array([*own, own[0] + both, own[1], both]) / whole, whole


def gs_indices():
    own = 1 / (3 * (1 + G) ** 2)
    whole = np.prod(1 + own) - 1
    return np.concatenate([own, own * np.prod(1 + own) / (1 + own)]) / whole, whole


FUNCTIONS = {"ishigami": (ishigami, *ishigamis_indices(), 3), "g": (g_function, *gs_indices(), 6)}


@cache
def scheme(parameters, base, seed):
    return sobol_places(NAMES[:parameters], base, seed)


def outcomes_of(expected, luck, seeds, draw, scale=1.0):
    """Outcomes with luck of so many standard deviations."""
    shared = draw.normal(0, 5 * scale, (seeds, 1))
    own = draw.normal(0, scale * luck, (seeds, len(expected)))
    return table(expected + shared + own)


def table(values):
    names = tuple(f"point {n}" for n in range(values.shape[1]))
    return Outcomes("profit", names, np.arange(len(values)), values)


def all_of(found):
    return [
        np.concatenate([getattr(found, f"{which}{end}") for which in ("first", "total")])
        for end in ("", "_low", "_high")
    ]


@pytest.mark.parametrize("luck", [1.0, 2.0])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_sobol_indices_are_within_their_intervals_whatever_luck_adds(name, luck):
    function, truth, variance, parameters = FUNCTIONS[name]
    draw, held, errors = np.random.default_rng(8), [], []
    for n in range(DESIGNS):
        places = scheme(parameters, 256, n)
        for _ in range(LUCKS):
            found = outcomes_of(function(places), luck, 10, draw, variance**0.5)
            shares = sobol(NAMES[:parameters], found)
            index, low, high = all_of(shares)
            held.append((low <= truth) & (truth <= high))
            errors.append(index - truth)
            assert shares.luck.share == pytest.approx(luck**2 / (10 + luck**2), rel=0.15)
    assert (np.mean(held, axis=0) >= 0.9).all()
    # Five standard errors of a mean of 60: a false alarm in a million.
    error = np.std(errors, axis=0, ddof=1) / np.sqrt(len(errors))
    assert (np.abs(np.mean(errors, axis=0)) < 5 * error + 0.005).all()
    assert figure(shares, "profit", len(places)).texts


def test_without_luck_the_indices_are_those_of_the_means():
    function, truth, _, parameters = FUNCTIONS["ishigami"]
    places = scheme(3, 1024, 1)
    alone, four = (sobol(NAMES[:3], table(np.stack([function(places)] * n))) for n in (1, 4))
    np.testing.assert_allclose(all_of(alone)[0], all_of(four)[0])
    assert np.isnan(all_of(alone)[1:]).all()
    np.testing.assert_allclose(all_of(four)[0], truth, atol=0.03)
    a, *others, b = function(places).reshape(-1, parameters + 2).T
    variance = np.var([a, b])
    by_hand = [np.mean((each - a) ** 2) / 2 / variance for each in others]
    np.testing.assert_allclose(four.total, by_hand)
    assert (four.luck.share, four.luck.remark) == (pytest.approx(0.0), "")
    assert "one replicate cannot tell luck" in alone.luck.remark


def test_of_pure_luck_no_index_is_told():
    """One lot in 20 is told from luck; of 200 more than 25 are with chance 1e-5 at .05."""
    draw, told, claimed = np.random.default_rng(4), 0, 0
    for n in range(200):
        places = scheme(3, 16, n % DESIGNS)
        shares = sobol(NAMES[:3], outcomes_of(np.zeros(len(places)), 1.0, 10, draw))
        assert shares.luck.remark
        assert shares.luck.share > 0.5
        told += shares.luck.told
        claimed += (shares.total_low > 0.0).any() + (shares.first_low > 0.0).any()
        assert shares.luck.told or np.isnan(shares.total).all()
    assert told <= 25
    assert claimed <= 2
    drawn = figure(shares, "profit", len(places))
    assert "luck" in drawn.texts[1].get_text() + drawn.texts[0].get_text()


def test_mostly_luck_is_said_instead_of_a_finding():
    places = scheme(3, 256, 1)
    found = outcomes_of(ishigami(places), 16.0, 10, np.random.default_rng(2))
    shares = sobol(NAMES[:3], found)
    assert shares.luck.told
    assert "most of what differs between points is luck" in shares.luck.remark
    titles = [text.get_text() for text in figure(shares, "profit", len(places)).texts]
    assert not any("accounts for" in text for text in titles)
    assert any("is luck" in text.replace("\n", " ") for text in titles)


def test_products_of_different_seeds_are_all_pairs():
    draw = np.random.default_rng(5)
    x, y = draw.normal(size=(2, 4, 3))
    pairs = [x[r] * y[s] for r in range(4) for s in range(4) if r != s]
    np.testing.assert_allclose(products(x, y).mean(axis=0), np.mean(pairs, axis=0))


def bent(places):
    """Of four parameters: a straight one, a crooked one, an idle one and a small one."""
    return 3 * places[:, 0] + 8 * (places[:, 1] - 0.5) ** 2 + 0.5 * places[:, 3]


def test_elementary_effects_are_without_luck():
    """Sizes 3, 8/3, 0, 1/2; luck alone would give .53. Held in .98 to .99 of 200 repetitions."""
    draw, held, found = np.random.default_rng(3), [], []
    truth = np.array([3.0, 8 / 3, 0.0, 0.5])
    for n in range(60):
        places = morris_places(NAMES[:4], 10, n + 1)
        one = morris(NAMES[:4], places, outcomes_of(bent(places), 1.0, 10, draw))
        held.append((one.mu_star_low <= truth) & (truth <= one.mu_star_high))
        found.append([one.mu_star, one.sigma, one.floor, one.mu])
    assert (np.mean(held, axis=0) >= 0.9).all()
    star, sigma, floor, mu = np.mean(found, axis=0)
    # √2·s/(Δ√r)·√(2/π), with s = 1, Δ = 2/3 and 10 replicates.
    np.testing.assert_allclose(floor, np.sqrt(2 / 10) * 1.5 * np.sqrt(2 / np.pi), rtol=0.05)
    np.testing.assert_allclose(star[:2], truth[:2], atol=0.2)
    assert star[2] < 0.6 * floor[2]
    assert sigma[[0, 2, 3]].max() < 0.3
    assert sigma[1] == pytest.approx(8 / 3, abs=0.2)
    np.testing.assert_allclose(mu, [3.0, 0.0, 0.0, 0.5], atol=0.4)


def test_of_pure_luck_no_parameter_moves_anything():
    """Each of four was told from 0 in .01 of 400; in .04 of 240 or more it is with chance 1e-3."""
    draw, told = np.random.default_rng(6), []
    for n in range(60):
        places = morris_places(NAMES[:4], 10, n % DESIGNS + 1)
        one = morris(NAMES[:4], places, outcomes_of(np.zeros(len(places)), 1.0, 10, draw))
        assert one.luck.remark
        told.append(one.mu_star_low > 0.0)
    assert np.mean(told) < 0.04
    titles = [text.get_text() for text in figure(one, "profit", len(places)).texts]
    assert any("luck" in text for text in titles[:3])


def test_seeds_that_do_not_know_every_point_are_left_out():
    places = morris_places(NAMES[:2], 4)
    values = np.stack([places[:, 0] + seed for seed in range(5)])
    values[3, 2] = np.nan
    found = morris(NAMES[:2], places, table(values))
    assert (found.luck.replicates, found.luck.left_out) == (4, 1)
    np.testing.assert_allclose(found.mu_star, [1.0, 0.0], atol=1e-12)
    assert np.isnan(found.mu_star_low[1]), "what changed nowhere has no interval"
    assert "left out" in "".join(text.get_text() for text in figure(found, "profit", 12).texts)
    values[:3, 1] = values[4, 5] = np.nan
    with pytest.raises(Refusal, match="undefined in point 1"):
        morris(NAMES[:2], places, table(values))
    with pytest.raises(Refusal, match="same at every point"):
        morris(NAMES[:2], places, table(np.ones((3, 12))))


def test_ratios_keep_their_sums_when_seeds_are_left_out():
    draw = np.random.default_rng(7)
    wholes = draw.integers(20, 40, (12, 6)).astype(float)
    places = morris_places(NAMES[:2], 4)
    parts = wholes * (0.2 + 0.3 * places[:, [0]])
    wholes[5, 0] = np.nan
    samples = [
        sample(Kind.SHARE, part / whole, whole) for part, whole in zip(parts, wholes, strict=True)
    ]
    names = tuple(f"point {n}" for n in range(12))
    found = morris(NAMES[:2], places, Outcomes.of("win_rate", names, np.arange(6), samples))
    np.testing.assert_allclose(found.mu, [0.3, 0.0], atol=1e-12)


@pytest.mark.parametrize("replicates", [1, 2])
def test_too_few_replicates_claim_nothing(replicates):
    places = morris_places(NAMES[:2], 4)
    draw = np.random.default_rng(1)
    for found in (
        morris(NAMES[:2], places, outcomes_of(9 * places[:, 0], 0.1, replicates, draw)),
        sobol(NAMES[:3], outcomes_of(ishigami(scheme(3, 16, 1)), 0.1, replicates, draw)),
    ):
        assert "cannot tell luck from interaction" in found.luck.remark
        assert np.isnan(found.luck.share)
        titles = " ".join(text.get_text() for text in figure(found, "profit", 12).texts)
        assert "cannot" in titles
        assert "accounts for" not in titles
