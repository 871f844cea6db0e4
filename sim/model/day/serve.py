"""Serve: reps look after accounts; terms end, and customers renew or leave."""

from typing import Any

import numpy as np

from sim.config.working_days import QUARTER, YEAR
from sim.engine.appointments import appoint, due
from sim.engine.compiled import compiled
from sim.engine.luck import Purpose, slot_of, uniform
from sim.engine.prefetch import fetch_ahead
from sim.model.customers.experience import Past, gain_experience, past_of, recall
from sim.model.rules.need import among
from sim.model.rules.service import churn, satisfaction
from sim.model.sales.accounts import end_term, lose_account
from sim.model.state.ledger import ACCOUNT_VALUE, RENEWED_REVENUE
from sim.model.state.seats import SERVICE
from sim.model.state.world import World
from sim.records import Outcome

_RENEWED, _CHURNED = np.int64(Outcome.RENEWED), np.int64(Outcome.CHURNED)
# A quarter: how long a rep's service is remembered.
_MEMORY = 1.0 / QUARTER
_MOST = 3.0


def serve(world: World) -> None:
    """Spend service hours, then settle the terms that end today."""
    customers, sales = world.customers, world.sales
    _look_after(sales.reps, world.service)
    for firm in range(world.firms):
        hours = float(sales.reps["spent"][world.rows_of(firm), SERVICE].sum())
        world.add(firm, "hours_service", hours)
    ending = due(customers.renewals, world.day)
    past = past_of(world, ending)
    _settle_terms(
        ending, world.day, customers.rows, sales.reps, world.pay.plans, sales.settings, past,
        customers.buyer,        world.life[Purpose.RENEWAL], customers.churn, customers.renewals,
        world.ledger(renewals=len(ending)),
    )  # fmt: skip
    world.records.touches.extend(past.fading.log.written)


@compiled
def _look_after(reps: Any, service: Any) -> None:
    """Hours per account and year, as units of service, smoothed over a quarter."""
    for r in range(len(reps)):
        rep = reps[r]
        if rep["accounts"] == 0:
            continue
        rep["spent"][SERVICE] = rep["plan"][SERVICE]
        rep["hours_worked"] += rep["plan"][SERVICE]
        rep["quarter"][SERVICE] += rep["plan"][SERVICE]
        today = rep["plan"][SERVICE] * YEAR / (rep["accounts"] * service.hours_per_account)
        rep["service"] += _MEMORY * (min(today, _MOST) - rep["service"])


@compiled
def _settle_terms(
    rows: Any, day: int, customers: Any, reps: Any, plans: Any, sales: Any, past: Past, buyer: Any,
    renewal_key: int, propensity: Any, renewals: Any, ledger: Any,
) -> None:  # fmt: skip
    """Experience of what was bought informs the customer; then the account stays or goes."""
    for n in range(len(rows)):
        fetch_ahead(customers, rows, n)
        i = np.int64(rows[n])
        row = customers[i]
        row["appointed"] = False
        if row["supplier"] < 0:
            continue
        if row["renews"] <= day:
            # Who was looked at today knows already what others will recall.
            if row["seen"] >= day:
                gain_experience(row, i, day, day, past, buyer)
            term = (day - row["since"]) // past.service.term_days
            luck = uniform(renewal_key, i, slot_of(row["journeys"], row["supplier"], term))
            trait = uniform(past.catalogue.trait_key, i, 16 + row["supplier"])
            _end_term(row, i, day, luck, among(trait, propensity), customers, reps, plans, sales,
                      past, buyer, ledger)  # fmt: skip
        if row["supplier"] >= 0:
            row["appointed"] = True
            appoint(renewals, row["renews"], i)


@compiled
def _end_term(
    row: Any, i: int, day: int, luck: float, own: float, customers: Any, reps: Any, plans: Any,
    sales: Any, past: Past, buyer: Any, ledger: Any,
) -> None:  # fmt: skip
    service = past.service
    level = reps[row["account_rep"]]["service"]
    satisfied = satisfaction(row["account_utility"], level)
    fit = row["account_utility"] - buyer.value_mean
    leaves = churn(own, level, service.service_effect, fit, service.fit_effect)
    if luck < leaves:
        recall(row, i, day, past, buyer)
        end_term(i, day, 0.0, satisfied, _CHURNED, customers, reps, plans, ledger)
        lose_account(i, customers, reps, ledger)
        return
    before, rep = row["account_value"], reps[row["account_rep"]]
    lost = sales[row["supplier"]]["change_cost"] if _changed(row, rep, day, service) else 0.0
    value = before * (1.0 - lost)
    end_term(i, day, value, satisfied, _RENEWED, customers, reps, plans, ledger)
    row["account_value"] = value
    ledger.panel[row["supplier"], ACCOUNT_VALUE] += value - before
    ledger.panel[row["supplier"], RENEWED_REVENUE] += value
    row["renews"] = day + service.term_days


@compiled
def _changed(row: Any, rep: Any, day: int, service: Any) -> bool:
    """Whether another rep took over the account in the term that ends; one change a term counts."""
    return bool(row["renews"] - service.term_days < rep["began"] <= day)
