"""Rates: what reps go by when they value their pay: what happens a day, what goods are worth."""

import math
from typing import Any

import numpy as np

from sim.config import Config
from sim.config.plan import PERIODS
from sim.model.pay.marginal_pay import RATES
from sim.model.rules.service import churn_slope
from sim.model.state.world import World


def usual_rates(config: Config, firms: int) -> Any:
    """What reps know of goods and accounts without counting [firm]."""
    rates = np.zeros(firms, RATES)
    goods, service = config.market.catalogue, config.market.service
    stays = 1.0 - service.churn
    # Service moves renewals by churn's slope, satisfaction by the logistic's at its middle.
    slope = max(churn_slope(service.churn, service.service_effect), 1e-9)
    rates["deal"], rates["margin"] = goods.price, goods.margin
    rates["deal_spread"] = math.expm1(goods.deal_size_sd**2)
    rates["retained"], rates["retained_sd"] = stays, math.sqrt(stays * (1.0 - stays))
    rates["content"], rates["content_sd"] = 0.25 / slope, 0.25
    return rates


def take_rates(world: World) -> None:
    """What happened a day over the last quarter; before anything did, what quotas expect."""
    panel = world.records.panel[max(world.day - PERIODS["quarter"], 0) : world.day]
    column, days = world.column, max(len(panel), 1)
    for firm in range(world.firms):
        rate, team = world.pay.rates[firm], world.sales.reps[world.rows_of(firm)]
        rate["market_deals"] = panel[:, :, column["wins"]].sum() / days
        rate["seats"] = len(team)
        rate["talks"] = panel[:, firm, column["talks"]].sum() / days / max(len(team), 1)
        rate["pace"] = team["pace"].mean() if len(team) else 0.0
