"""Accounts that grow when they renew; without it, not a bit of a trace."""

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.config import Config
from sim.config.market import Start
from sim.metrics.kpis import kpis
from sim.model.rules.expansion import grown
from sim.records import PANEL, Outcome, Rows
from sim.runs.one_run import digest, run_once
from tests import plain

# Accounts that stay, and nobody who buys anew.
STAYING = plain.config(
    market=plain.market(customers=600, buyer=plain.buyer(entry_per_year=0.0),
                  start=Start(acquired_per_year=1.0)),
    days=260, warmup_days=65, rivals=plain.rivals(count=2), replicates=1,
    sales=plain.sales(reps=3, change_cost=0.0, turnover_per_year=0.0),
)  # fmt: skip


def growing(**changed: float) -> Config:
    service = plain.service(churn=0.0, **changed)
    return replace(STAYING, market=replace(STAYING.market, service=service))


def renewed(config: Config) -> Rows:
    """The focal firm's renewals, whose reps stay, so that no change of rep costs anything."""
    rows = run_once(config).renewals.happened
    return rows[(rows["outcome"] == Outcome.RENEWED) & (rows["firm"] == 0)]


def test_off_its_spread_moves_nothing() -> None:
    usual, other = (run_once(growing(expansion_sd=sd)) for sd in (0.2, 1.5))
    assert digest(usual) == digest(other)
    assert len(usual.renewals.happened) > 100


def test_without_spread_every_account_grows_alike() -> None:
    config = growing(expansion=0.14, expansion_sd=0.0)
    records, rows = run_once(config), renewed(config)
    assert rows["value_after"] == pytest.approx(1.14 * rows["value_before"])
    booked = records.panel[:, 0, PANEL.index("revenue_renewal")].sum()
    assert booked == pytest.approx(rows["value_after"].sum())
    assert kpis(records, config)["grr"] == pytest.approx(1.0)
    assert kpis(records, config)["nrr"] == pytest.approx(1.14)


def test_growth_is_what_it_is_in_the_mean() -> None:
    rows = renewed(growing(expansion=0.14, expansion_sd=0.3))
    growth = rows["value_after"] / rows["value_before"]
    error = growth.std(ddof=1) / math.sqrt(len(growth))
    assert len(growth) > 100
    assert growth.mean() == pytest.approx(1.14, abs=4 * error)
    assert np.log(growth).std() == pytest.approx(0.3, rel=0.2)


@pytest.mark.parametrize("log_sd", [0.0, 0.2, 1.0])
def test_the_mean_of_the_rule_is_exact(log_sd: float) -> None:
    """By Gauss–Hermite quadrature over the standard normal."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    values = [grown(500.0, 0.14, log_sd, float(z)) for z in nodes]
    assert np.dot(values, weights) / weights.sum() == pytest.approx(570.0, rel=1e-9)
    assert grown(500.0, 0.0, log_sd, 2.0) == 500.0
