"""Prices have no scale of their own: three times the price at a third of the rates changes nothing.

Customers see prices over the mean price, and a rep's pay is what it was. So wins, pay and
attainment are the same at either scale, to the digits that a float has.
"""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from sim.config import Component, Config, Incentive
from sim.metrics.kpis import kpis
from sim.model.market import Market
from sim.records import PANEL
from sim.request import request

SIZE = ("market.customers=300", "days=130", "warmup_days=65", "rivals.count=2", "seed=4")
PLANS = ("commission", "quota_bonus", "accelerator", "spif", "clawback", "margin", "team_pool")
# What no price can change: what happened, and what reps were paid for it.
SAME = ("wins", "wins_market", "leads", "pay_per_rep", "quota_attainment", "reps_at_quota",
        "selling_time_share", "rep_turnover", "churn_rate", "talks_per_win")  # fmt: skip
NEAR = 1e-9


def at_scale(config: Config, times: float) -> Config:
    """The same market with prices, quotas and steps so many times as high, and rates over that."""
    goods = replace(config.market.catalogue, price=config.market.catalogue.price * times)
    rivals = replace(config.rivals, **_firm(config.rivals, times))
    market = replace(config.market, catalogue=goods)
    return replace(config, market=market, rivals=rivals, **_firm(config, times))


def _firm(firm: Config, times: float) -> dict[str, object]:
    plan = firm.incentive
    quota = replace(plan.quota, initial=plan.quota.initial * times)
    parts = [_component(part, times) for part in plan.components]
    return {"incentive": replace(plan, quota=quota, components=parts)}


def _component(part: Component, times: float) -> Component:
    if not part.counted.is_money:
        return part
    part = replace(part, goal=part.goal * times)
    if part.unit == "attainment":
        return part
    at, slope = _all(part.at, times), _all(part.slope, 1.0 / times)
    return replace(part, at=at, slope=slope)


def _all(values: Iterable[float], times: float) -> list[float]:
    return [value * times for value in values]


def run(config: Config) -> tuple[dict[str, float], list[float]]:
    market = Market(config, config.seed)
    while market.running:
        market.step()
    effort = market.world.records.panel[:, 0, PANEL.index("effort")]
    return kpis(market.world.records, config), effort.tolist()


@pytest.mark.parametrize("plan", PLANS)
def test_a_third_of_the_price_at_three_times_the_rates_changes_nothing(plan: str) -> None:
    config = request([*SIZE, f"incentive={plan}"]).scenarios[0].config
    usual, effort = run(config)
    cheaper, same_effort = run(at_scale(config, 1 / 3))
    assert usual["wins_market"] > 10
    assert {name: cheaper[name] for name in SAME} == pytest.approx(
        {name: usual[name] for name in SAME}, rel=NEAR, nan_ok=True
    )
    assert same_effort == pytest.approx(effort, rel=NEAR)
    assert cheaper["revenue"] == pytest.approx(usual["revenue"] / 3, rel=NEAR)


def test_a_plan_at_scale_pays_the_same() -> None:
    """By hand: tiers begin at three times the money and pay a third of it."""
    tiers = Component(at=[0.0, 20_000.0], jump=[0.0, 500.0], slope=[0.3, 0.6])
    config = Config(incentive=Incentive(components=[tiers]))
    (found,) = at_scale(config, 3.0).incentive.components
    assert list(found.at) == [0.0, 60_000.0]
    assert list(found.slope) == pytest.approx([0.1, 0.2])
    assert list(found.jump) == [0.0, 500.0]
