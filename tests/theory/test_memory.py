"""Memory is adstock: the exact limit D5 for the precision of belief, salience and content stock.

Impulse λᵗ; its sum 1/(1 − λ); half-life ln ½/ln λ; n % is over after ln(1 − n)/ln λ; constant
pressure A settles at A/(1 − λ), so long over short run is 1/(1 − λ). Exact, no chance involved.
"""

import math

import numpy as np
import pytest

from sim.config import Cadence
from sim.config.buyer import Buyer
from sim.config.market import Start
from sim.model.customers.attention import forget, learn
from sim.model.market import Market as Model
from sim.model.rules.content import kept_per_day, reference_stock
from sim.model.state.customers import born
from tests import plain

KEPT = [0.8, 0.93, 0.984]


def remembered(kept, told):
    """Precision after each day on which so much is told, and before it all else fades."""
    row, precision = born(1, 1)[0], []
    for amount in told:
        forget(row, 0, kept, False, 0.0)
        learn(row, 0, amount, 0.0)
        precision.append(float(row["precision"][0]))
    return np.array(precision)


@pytest.mark.parametrize("kept", KEPT)
def test_an_impulse_fades_geometrically(kept):
    left = remembered(kept, [2.5] + [0.0] * 2000)
    np.testing.assert_allclose(left, 2.5 * kept ** np.arange(2001), rtol=1e-11)
    assert left.sum() == pytest.approx(2.5 / (1 - kept), rel=1e-9)
    half = math.log(0.5) / math.log(kept)
    below = int(np.argmax(left <= 1.25))
    assert below - 1 < half <= below
    for n in (0.5, 0.9, 0.99):
        gone = int(np.argmax(left <= 2.5 * (1 - n)))
        assert gone == math.ceil(math.log(1 - n) / math.log(kept))


@pytest.mark.parametrize("kept", KEPT)
def test_constant_pressure_settles_at_the_long_run(kept):
    level = remembered(kept, [0.3] * 3000)
    assert level[0] == 0.3
    assert level[-1] == pytest.approx(0.3 / (1 - kept), rel=1e-12)
    assert level[-1] / level[0] == pytest.approx(1 / (1 - kept), rel=1e-12)
    built_up = 0.3 * (1 - kept ** np.arange(1, 3001)) / (1 - kept)
    np.testing.assert_allclose(level, built_up, rtol=1e-9)


@pytest.mark.parametrize(("months", "weekly", "half_life"), [(6, 0.9152, 7.83), (9, 0.9427, 11.74)])
def test_ninety_per_cent_within_six_to_nine_months(months, weekly, half_life):
    """Golden values (Leone 1995; computed): weekly λ .915 to .943, half-life 7.8 to 11.7 weeks."""
    kept = 0.1 ** (1 / (months * 13 / 3))
    assert kept == pytest.approx(weekly, abs=1e-4)
    assert math.log(0.5) / math.log(kept) == pytest.approx(half_life, abs=0.01)


def test_the_default_memory_lies_between():
    buyer = Buyer()
    for daily in (buyer.memory, buyer.salience_memory):
        assert 0.9152 <= daily**5 <= 0.9427


@pytest.mark.parametrize("half_life", [0.5, 7.5, 217.0])
def test_an_item_is_seen_half_as_much_after_its_half_life(half_life):
    kept = kept_per_day(half_life)
    assert math.log(0.5) / math.log(kept) == pytest.approx(half_life, rel=1e-12)
    # One item on every fifth day: the mean over a long time is one item's life over five days.
    stock, levels = 0.0, []
    for day in range(20_000):
        stock = stock * kept + (day % 5 == 0)
        levels.append(stock)
    assert np.mean(levels[-5000:]) == pytest.approx(reference_stock(half_life), rel=1e-6)


def test_the_market_s_stock_of_content_is_adstock():
    """One morning's items, then nothing for a year: λᵗ to 1e-12, kind by kind."""
    once = Cadence(weekdays=[0], every_weeks=52, education=1, product=0, news=1, promotion=0)
    config = plain.config(
        market=plain.market(
            customers=10, buyer=plain.buyer(entry_per_year=0.0), start=Start(state="cold")
        ),
        days=130,
        warmup_days=0,
        marketing=plain.marketing(marketers=2, hours_per_day=16.0),
        cadence=once,
        sales=plain.sales(reps=0),
        rivals=plain.rivals(sales=plain.sales(reps=0)),
    )
    model = Model(config, 1)
    kinds = config.market.content
    for day in range(130):
        model.step()
        stock = model.marketers[0].stock
        assert stock["product"] == stock["promotion"] == 0
        for kind in ("education", "news"):
            half_life = getattr(kinds, kind).half_life_days
            assert stock[kind] == pytest.approx(0.5 ** (day / half_life), rel=1e-11)
