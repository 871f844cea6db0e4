"""Belief: progress hangs on precision alone, honest signals persuade nobody, forgetting composes.

The exact limit D12: after precision T, x = T/(T + 1/v₀); the mean b is a martingale. Statistical
tests have their seeds in the code; each bound is five standard errors or the 1e-6 quantile, so the
chance of a false alarm was below 1e-6 each when they were written, and they cannot alternate.
"""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.config import Cadence
from sim.config.market import Start
from sim.engine.compiled import compiled
from sim.engine.luck import key_of, normal, uniform
from sim.engine.slots import Purpose
from sim.model.customers.attention import forget, learn
from sim.model.customers.experience import catch_up, past_of
from sim.model.day.notice import wake
from sim.model.market import Market as Model
from sim.model.rules.belief import forgetting_noise, mean, progress, signal, variance
from sim.model.state.customers import born
from tests import plain

MANY, STEPS, PRIOR, PRIOR_VARIANCE = 100_000, 12, 0.4, 1.5


@compiled
def _live(value, belief, precision, key, kept):
    """Customers with true values drawn from their prior hear, and forget, and hear again."""
    for i in range(len(value)):
        value[i] = PRIOR + math.sqrt(PRIOR_VARIANCE) * normal(key, i, 0)
        total, evidence = 0.0, 0.0
        for step in range(STEPS):
            noise = forgetting_noise(total, kept) * normal(key, i, 3 * step + 1)
            evidence = kept * evidence + noise
            total *= kept
            told = 0.1 + 0.2 * (step % 3)
            evidence += signal(value[i], told, normal(key, i, 3 * step + 2))
            total += told
            belief[step, i] = mean(total, evidence, PRIOR, PRIOR_VARIANCE)
            precision[step] = total


@pytest.fixture(scope="module", params=[1.0, 0.9, 0.5])
def lives(request):
    value, belief, precision = np.empty(MANY), np.empty((STEPS, MANY)), np.empty(STEPS)
    _live(value, belief, precision, key_of(5, Purpose.SIGNAL, 0), request.param)
    return request.param, value, belief, precision


def test_honest_signals_persuade_nobody_on_average(lives):
    kept, _, belief, _ = lives
    for b in belief:
        assert b.mean() == pytest.approx(PRIOR, abs=5 * b.std() / math.sqrt(MANY))
    for before, after in pairwise(belief):
        # A martingale: what one believes says nothing about which way one will move.
        if kept == 1.0:
            assert stats.pearsonr(before, after - before).pvalue > 1e-6


def test_a_belief_is_neither_over_nor_under_confident(lives):
    """Value on belief has slope 1 and residual variance v = 1/(1/v₀ + T), after any forgetting."""
    _, value, belief, precision = lives
    for b, total in zip(belief, precision, strict=True):
        v = 1 / (1 / PRIOR_VARIANCE + total)
        slope = np.cov(value, b)[0, 1] / b.var(ddof=1)
        error = math.sqrt(v / (MANY * b.var()))
        assert slope == pytest.approx(1.0, abs=5 * error)
        assert (value - b).var() == pytest.approx(v, rel=5 * math.sqrt(2 / MANY))
        assert b.var() == pytest.approx(PRIOR_VARIANCE - v, rel=5 * math.sqrt(2 / MANY))


def test_progress_hangs_on_precision_alone():
    """x = T/(T + 1/v₀), whatever was heard in whatever order."""
    rows = born(1, 2)
    rows["value"] = [1.0, -2.0]
    heard = [0.3, 0.02, 1.7, 0.3]
    for told, luck in zip(heard, (-1.0, 3.0, 0.2, 0.0), strict=True):
        learn(rows[0], 0, told, luck)
        learn(rows[0], 1, heard[-1 - heard.index(told)], -luck)
    total = sum(heard)
    for firm in range(2):
        assert rows[0]["precision"][firm] == pytest.approx(total, rel=1e-14)
        x = progress(variance(rows[0]["precision"][firm], PRIOR_VARIANCE), PRIOR_VARIANCE)
        assert x == pytest.approx(total / (total + 1 / PRIOR_VARIANCE), rel=1e-14)


@given(st.floats(0.01, 50), st.floats(0.01, 1), st.floats(0.01, 1))
def test_forgetting_over_two_gaps_is_forgetting_over_their_sum(precision, first, second):
    """Evidence N(T·U, T) becomes N(κT·U, κT) with κ = κ₁κ₂: mean and variance compose exactly."""
    early, late = forgetting_noise(precision, first), forgetting_noise(precision * first, second)
    in_two = second**2 * early**2 + late**2
    at_once = forgetting_noise(precision, first * second) ** 2
    assert in_two == pytest.approx(at_once, rel=1e-9, abs=1e-12)
    kept = first * second
    assert kept**2 * precision + at_once == pytest.approx(kept * precision, rel=1e-9)


def test_forgetting_a_row_scales_precision_and_keeps_the_belief_honest():
    rows = born(1, 1)
    rows["precision"], rows["evidence"] = 4.0, 8.0
    forget(rows[0], 0, 0.25, True, 2.0)
    assert rows["precision"][0, 0] == 1.0
    assert rows["evidence"][0, 0] == pytest.approx(8.0 * 0.25 + 2.0 * math.sqrt(4 * 0.25 * 0.75))
    forget(rows[0], 0, 0.5, False, 2.0)
    assert rows["evidence"][0, 0] == pytest.approx(0.5 * (2.0 + 2.0 * math.sqrt(0.75)))


SLEEPY = plain.config(
    market=plain.market(customers=4000, buyer=plain.buyer(entry_per_year=0.0)),
    days=60,
    warmup_days=0,
    sales=plain.sales(reps=0),
    rivals=plain.rivals(sales=plain.sales(reps=0)),
    cadence=Cadence(weekdays=[0, 1, 2, 3, 4]),
)


def asleep(config):
    """A market of customers without a need, up to the morning of its last day."""
    model = Model(config, 8)
    for _ in range(config.days - 1):
        model.step()
    return model


def test_what_customers_in_the_model_remember_is_honest():
    """Evidence given precision is N(T·U, T) after two months of exposures and forgetting.

    Kolmogorov–Smirnov on 4,000 customers and three firms, seed 8: false alarm 1e-6 a firm.
    """
    world = asleep(SLEEPY).world
    wake(world, np.arange(SLEEPY.market.customers))
    rows = world.customers.rows
    for firm in range(3):
        knows = rows["precision"][:, firm] > 0
        total, value = rows["precision"][knows, firm], rows["value"][knows, firm]
        standard = (rows["evidence"][knows, firm] - total * value) / np.sqrt(total)
        assert knows.sum() > 1000
        assert stats.kstest(standard, "norm").pvalue > 1e-6


@compiled
def _catch_up_all(customers, day, past):
    for i in range(len(customers)):
        catch_up(customers[i], i, day, past)


@pytest.mark.parametrize("visits", [[58], [10, 11, 40, 58], list(range(59))], ids=len)
def test_a_customer_looked_at_seldom_knows_what_a_daily_visit_would_have_taught(visits):
    """Without memory's noise, to 1e-9: luck is addressed by day, and forgetting composes."""
    config = replace(SLEEPY, market=replace(SLEEPY.market, buyer=plain.buyer(
        entry_per_year=0.0, memory_noise=False)))  # fmt: skip
    world = asleep(config).world
    found = []
    for days in (visits, [58]):
        rows = world.customers.rows.copy()
        for day in days:
            _catch_up_all(rows, day, past_of(world, np.zeros(0, np.int64)))
        found.append(rows)
    for name in ("precision", "evidence", "salience", "clarity"):
        assert (found[1][name] > 0).any()
        np.testing.assert_allclose(found[0][name], found[1][name], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("remembered", [0, 15])
def test_a_dormant_customer_s_memory_is_every_exposure_aged_by_its_days(remembered):
    """Salience and precision recounted from luck, day by day, without the model's own loop.

    Remembered days before the first are days like any other, of the content of the first.
    """
    start = Start(state="stationary", remembered_days=remembered) if remembered else Start("cold")
    market = replace(SLEEPY.market, customers=150, start=start)
    config = replace(SLEEPY, days=25, market=market)
    world = asleep(config).world
    wake(world, np.arange(150))
    buyer, last = config.market.buyer, 23
    seen = 0
    for i in range(150):
        clear, salience, precision = buyer.clarity_start, np.zeros(3), np.zeros(3)
        attention = world.customers.rows["attention"][i]
        for day in range(-remembered, last + 1):
            salience *= buyer.salience_memory
            precision *= buyer.memory
            clear = buyer.clarity_start + (clear - buyer.clarity_start) * buyer.clarity_memory
            for firm in range(3):
                luck = uniform(key_of(8, Purpose.EXPOSURE, day), i, firm)
                below = attention * np.cumsum(world.marketing.dormant_reach[remembered + day, firm])
                if luck < below[-1]:
                    kind = world.marketing.kinds[int(np.searchsorted(below, luck, side="right"))]
                    salience[firm] += 1.0
                    precision[firm] += kind["precision"] * clear / (1 + clear)
                    clear += kind["clarity"]
                    seen += 1
        np.testing.assert_allclose(world.customers.rows["salience"][i], salience, rtol=1e-9)
        np.testing.assert_allclose(world.customers.rows["precision"][i], precision, rtol=1e-9)
    assert seen > 500
