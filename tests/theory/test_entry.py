"""Needs arise at a constant hazard: 1 − e^(−h/4) of the customers enter in a quarter."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.config import Cadence
from sim.config.buyer import Buyer
from sim.engine.luck import key_of, uniform
from sim.engine.slots import Purpose
from sim.model.market import Market as Model
from sim.model.rules.need import wait
from sim.records import PANEL
from tests import plain

SILENT = Cadence(education=0, product=0, news=0, promotion=0)
CUSTOMERS = 60_000


@pytest.mark.parametrize("hazard", [0.2, 1.0])
def test_the_share_that_enters_in_a_quarter(hazard):
    """Two quarters, each customer at most once as rest is long; seed 6.

    Each count within five standard errors of the binomial's: false alarm 6e-7 each of four.
    """
    config = plain.config(
        seed=6,
        market=plain.market(
            customers=CUSTOMERS,
            buyer=plain.buyer(entry_per_year=hazard, rest_days=2600, patience_days=5.0),
        ),
        days=130,
        warmup_days=0,
        cadence=SILENT,
        sales=plain.sales(reps=0),
        rivals=plain.rivals(sales=plain.sales(reps=0), cadence=SILENT),
    )
    model = Model(config, config.seed)
    while model.running:
        model.step()
    entered = model.world.records.panel[:, 0, PANEL.index("entered")]
    for quarter in range(2):
        found = entered[65 * quarter : 65 * (quarter + 1)].sum()
        share = math.exp(-hazard / 4 * quarter) * (1 - math.exp(-hazard / 4))
        error = math.sqrt(CUSTOMERS * share * (1 - share))
        assert found == pytest.approx(CUSTOMERS * share, abs=5 * error)
    assert model.world.customers.rows["journeys"].max() == 1


def test_five_per_cent_are_in_the_market_in_a_quarter_at_the_default():
    """Fact 30 (an input): about 5 % of business customers in a quarter (Dawes 2021)."""
    assert 1 - math.exp(-Buyer().entry_per_year / 4) == pytest.approx(0.05, abs=0.003)


def test_waits_are_exponential_in_whole_days():
    """Chi-square against the geometric law of whole days, 1e-6 quantile, seed 2."""
    hazard, many = 2.0, 50_000
    key = key_of(2, Purpose.ENTRY, 0)
    waits = np.array([wait(uniform(key, i, 0), hazard) for i in range(many)])
    stays = math.exp(-hazard / 260)
    edges = np.arange(0, 1300, 26)
    counts = np.histogram(waits, [*edges, np.inf])[0]
    expected = many * -np.diff([*(stays**edges), 0.0])
    assert stats.chisquare(counts, expected).pvalue > 1e-6
    assert wait(0.5, 0.0) > 10**6
