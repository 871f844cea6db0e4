"""Rates: what reps go by when they value their pay: what happens a day, what goods are worth."""

import math

import numpy as np

from sim.config import Config
from sim.config.working_days import QUARTER
from sim.engine.rows import Table, structure_of
from sim.model.rules.effort import reference_rate
from sim.model.rules.measures import Rates, satisfaction_per_renewal
from sim.model.rules.normal import relative_variance
from sim.model.state.world import World


def usual_rates(config: Config, firms: int) -> Table[Rates]:
    """Rates of each firm that need no counting: what goods and accounts are like, and what pay
    calls forth reference effort."""
    rates = np.zeros(firms, structure_of(Rates))
    goods, service = config.market.catalogue, config.market.service
    stays = 1.0 - service.churn
    rates["deal"], rates["margin"] = goods.price * service.years, goods.margin
    rates["deal_spread"] = relative_variance(goods.deal_size_sd)
    rates["retained"], rates["retained_sd"] = stays, math.sqrt(stays * (1.0 - stays))
    rates["content"] = satisfaction_per_renewal(service.churn, service.service_effect)
    rates["content_sd"] = 0.25
    for rate, its in zip(rates, [config] + [config.rivals] * config.rivals.count, strict=True):
        sales, asked = its.sales, its.incentive.asked_in_a_year(config.fiscal.lengths)
        rate["effort_rate"] = reference_rate(sales.effort_reference, sales.outside_pay, asked)
        rate["service_rate"] = reference_rate(sales.service_reference, sales.outside_pay, asked)
    return rates


def take_rates(world: World) -> None:
    """Count what happened a day over the last quarter; before anything did, what quotas expect."""
    panel = world.records.panel[max(world.day - QUARTER, 0) : world.day]
    column, days = world.column, max(len(panel), 1)
    for firm in range(world.firms):
        rate, team = world.pay.rates[firm], world.sales.reps[world.rows_of(firm)]
        rate["market_deals"] = panel[:, :, column["wins"]].sum() / days
        rate["seats"] = len(team)
        rate["talks"] = panel[:, firm, column["talks"]].sum() / days / max(len(team), 1)
        rate["pace"] = team["pace"].mean() if len(team) else 0.0
