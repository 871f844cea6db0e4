"""Pay of shipped plans counts in the window in which it is earned, whatever the warm-up."""

from functools import cache

import pytest

from sim.config import Config
from sim.config.dotted import changed
from sim.grammar.options import config_dir
from sim.metrics.costs import selling_cost
from sim.metrics.kpis import measured
from sim.model.rules.window import days_gone
from sim.model.state.pay_plans import plans_of, windows_of
from sim.records import PANEL
from sim.runs.one_run import run_once
from tests.shipped import options_of

# No multiple of a month, a quarter, a half year or a year; half of a year; and none.
WARMUPS = (35, 100, 130, 0)
SMALL = {"market.customers": 150, "market.buyer.entry_per_year": 2.0, "replicates": 1,
         "warmup_days": 100, "days": 130, "sales.turnover_per_year": 0.0}  # fmt: skip
PLANS = sorted(path.stem for path in config_dir().glob("incentive/*.yaml"))


@cache
def shipped(plan: str) -> Config:
    """A shipped plan in a small market."""
    return changed(options_of("incentive")[plan].config, SMALL, rivals=False)


@pytest.mark.parametrize("warmup", WARMUPS)
@pytest.mark.parametrize("plan", PLANS)
def test_no_period_spans_the_first_counted_day(plan: str, warmup: int) -> None:
    (written,) = plans_of([shipped(plan).incentive], warmup)
    for window in windows_of(written).values():
        assert days_gone(warmup, *window) <= 1, "a period begins that day, or none is open"
        assert days_gone(warmup - 1, *window) in (0, window.days)


@pytest.mark.parametrize("plan", PLANS)
def test_pay_that_counts_is_what_was_earned_by_credit_of_the_window(plan: str) -> None:
    config = shipped(plan)
    records = run_once(config)
    counted = dict(zip(PANEL, records.panel[config.warmup_days :, 0].sum(axis=0), strict=True))
    pay = records.pay.happened
    pay = pay[(pay["firm"] == 0) & (pay["day"] >= config.warmup_days) & (pay["component"] >= 0)]
    found = measured(records, config)
    assert found["base_compensation"] == pytest.approx(counted["salary"] + pay["pay"].sum())
    cost = selling_cost(found["base_compensation"], counted["reps"], config.sales)
    cost += counted["wages"] + counted["content_cost"]
    assert found["base_selling_cost"] == pytest.approx(cost)
    for number, part in enumerate(config.incentive.components):
        # Instalments, which have no share of a period, are paid on credit that is counted again.
        ends = (pay["component"] == number) & (pay["share"] > 0)
        credit = pay["credit"][ends].sum()
        if part.measure == "new" and part.to_day is None:
            assert credit == pytest.approx(counted["revenue_new"])
    assert counted["revenue_new"] > 0
