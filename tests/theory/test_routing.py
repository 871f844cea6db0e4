"""Hand-off lag: a part of the qualified leads is routed at once, the others by an exponential."""

import numpy as np
import pytest
from scipy import stats

from sim.config import Config, Market, Marketing, Rivals
from sim.config.buyer import Buyer
from sim.market import Market as Model

EVERYTHING = {"threshold_marketing": -5.0, "threshold_sales": -5.0}


def leads_of(marketing):
    config = Config(
        seed=4, market=Market(customers=4000, buyer=Buyer(entry_per_year=1.0)), days=65,
        warmup_days=0, marketing=marketing, rivals=Rivals(count=0),
    )  # fmt: skip
    model = Model(config, config.seed)
    while model.running:
        model.step()
    return model.world.records.leads.happened


@pytest.mark.parametrize(("at_once", "days"), [(1.0, 3.0), (0.6, 2.0), (0.0, 8.0)])
def test_leads_lie_as_long_as_the_law_says(at_once, days):
    """Binomial within five standard errors; Kolmogorov–Smirnov, 1e-6; seed 4."""
    leads = leads_of(Marketing(routed_at_once=at_once, routing_days=days, **EVERYTHING))
    lies = leads["routed"] - leads["created"]
    many = len(leads)
    assert many > 1000
    error = np.sqrt(at_once * (1 - at_once) / many)
    assert (lies == 0).mean() == pytest.approx(at_once, abs=5 * error)
    if at_once < 1:
        assert stats.kstest(lies[lies > 0], "expon", args=(0, days)).pvalue > 1e-6


def test_a_lead_that_lies_is_called_later():
    soon, late = (
        leads_of(Marketing(routed_at_once=part, routing_days=2.0, **EVERYTHING))
        for part in (1.0, 0.0)
    )
    waits = [np.nanmean(leads["first_attempt"] - leads["created"]) for leads in (soon, late)]
    assert waits[1] > waits[0] + 0.5
    assert not (late["first_attempt"] < late["routed"]).any()
