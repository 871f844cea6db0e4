"""The payout curve against brute force, and what one more unit is worth against its derivative."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import integrate, stats

from sim.model.rules.effort import effort
from sim.model.rules.payout import marginal_payout, payout, period_spread

PLANS = {
    "linear": ([0.0], [0.0], [0.09]),
    "bonus": ([0.0, 1.0], [0.0, 0.5], [0.5, 1.5]),
    "accelerators": ([0.0, 0.5, 1.0, 1.5], [0.0, 0.0, 0.0, 0.0], [0.02, 0.05, 0.15, 0.25]),
    "cap": ([0.0, 1.2], [0.0, 0.0], [1.0, 0.0]),
    "bonus only": ([0.0, 0.8, 1.0], [0.0, 0.3, 1.0], [0.0, 0.0, 0.0]),
    "steps": ([0.0, 0.4, 0.7, 1.1], [0.0, 0.2, 0.1, 2.0], [0.3, 0.0, 1.0, 0.2]),
}


def arrays(name):
    at, jump, slope = PLANS[name]
    return np.array(at), np.array(jump), np.array(slope), len(at)


def brute(x, name):
    """The curve added up in steps of a millionth of its length."""
    at, jump, slope = PLANS[name]
    points = np.linspace(0, x, 1_000_001)
    middle = (points[1:] + points[:-1]) / 2
    piece = np.searchsorted(at, middle, side="right") - 1
    jumps = sum(height for a, height in zip(at, jump, strict=True) if x >= a)
    return np.array(slope)[piece].sum() * (x / 1e6) + jumps


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("x", [0.0, 0.3, 0.7, 1.0, 1.3, 2.6])
def test_the_curve_is_its_slopes_and_jumps_added_up(name, x):
    assert payout(x, *arrays(name)) == pytest.approx(brute(x, name), abs=1e-5)


@pytest.mark.parametrize("name", PLANS)
def test_a_padded_curve_pays_the_same(name):
    at, jump, slope, pieces = arrays(name)
    padded = [np.concatenate([part, np.zeros(3)]) for part in (at, jump, slope)]
    for x in np.linspace(0, 3, 31):
        assert payout(x, *padded, pieces) == payout(x, at, jump, slope, pieces)
        worth = marginal_payout(x, 0.3, at, jump, slope, pieces)
        assert marginal_payout(x, 0.3, *padded, pieces) == worth


def expected_payout(mean, spread, name):
    """E of the curve at N(mean, spread²); below 0 the first slope goes on, as the rule says."""
    at, jump, slope, pieces = arrays(name)

    def curve(x):
        return payout(x, at, jump, slope, pieces) if x >= 0 else slope[0] * x

    low, high = mean - 12 * spread, mean + 12 * spread
    parts = pairwise([low, *[a for a in at if low < a < high], high])
    density = stats.norm(mean, spread).pdf
    return sum(
        integrate.quad(lambda x: curve(x) * density(x), low, high, epsabs=1e-12, epsrel=1e-11)[0]
        for low, high in parts
    )  # fmt: skip


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("mean", [0.1, 0.6, 1.0, 1.4])
@pytest.mark.parametrize("spread", [0.05, 0.3, 1.0])
def test_one_more_unit_is_worth_the_derivative_of_expected_pay(name, mean, spread):
    """Central difference of a quadrature, step 1e-4 of the spread; to 1e-5."""
    step = 1e-4 * spread
    above, below = (expected_payout(mean + sign * step, spread, name) for sign in (1, -1))
    derivative = (above - below) / (2 * step)
    found = marginal_payout(mean, spread, *arrays(name))
    assert found == pytest.approx(derivative, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("name", PLANS)
def test_without_uncertainty_the_slope_here_is_what_counts(name):
    at, _, slope, _ = arrays(name)
    for x in (0.05, 0.55, 0.95, 1.15, 3.0):
        here = slope[np.searchsorted(at, x, side="right") - 1]
        assert marginal_payout(x, 0.0, *arrays(name)) == here
        # Far from any jump, a little uncertainty changes nothing.
        if min(abs(np.array(at[1:]) - x), default=1.0) > 0.04:
            assert marginal_payout(x, 0.001, *arrays(name)) == pytest.approx(here, abs=1e-9)


def test_a_bonus_pulls_hardest_at_its_threshold_and_more_so_the_less_is_left_to_chance():
    only = np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.array([0.0, 0.0]), 2
    ends = np.linspace(0, 2, 201)
    for spread in (0.05, 0.2, 0.5):
        pull = [marginal_payout(end, spread, *only) for end in ends]
        assert ends[int(np.argmax(pull))] == pytest.approx(1.0)
        assert max(pull) == pytest.approx(1 / (spread * np.sqrt(2 * np.pi)), rel=1e-9)
        assert sum(pull) * 0.01 == pytest.approx(1.0, abs=0.05)


def test_what_is_still_to_come_is_a_compound_poisson_stream():
    """Mean λ·m a day and squared size m²(1 + c²) give variance λ·m²(1 + c²) a day; exact."""
    deals_a_day, value, square_of_variation, days = 0.03, 8000.0, 0.44, 40.0
    variance = deals_a_day * days * value**2 * (1 + square_of_variation)
    found = period_spread(deals_a_day * value, value, square_of_variation, days)
    assert found == pytest.approx(np.sqrt(variance), rel=1e-12)


@pytest.mark.parametrize("gamma", [0.0, 0.3, 0.9])
def test_effort_is_the_best_answer_to_pay_at_the_margin(gamma):
    """e = D⁻¹g for D = [[1, γ], [γ, 1]]/(1 − γ²) (D9): no other effort earns more less cost."""
    own, other = 1.2, 0.5
    best = np.array([effort(own, other, gamma, 9.0), effort(other, own, gamma, 9.0)])
    if (best == 0).any():
        # A corner: unpaid enough, a task gets no effort at all.
        assert best.tolist() == [pytest.approx(own - gamma * other), 0.0]
        return
    cost = np.array([[1, gamma], [gamma, 1]]) / (1 - gamma**2)
    worth = lambda e: e @ [own, other] - e @ cost @ e / 2  # noqa: E731
    for step in np.vstack([np.eye(2), -np.eye(2), [[1, 1], [1, -1]]]) * 1e-3:
        assert worth(best + step) < worth(best)
    np.testing.assert_allclose(cost @ best, [own, other], rtol=1e-12)
