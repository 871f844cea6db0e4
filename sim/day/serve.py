"""Serve: reps look after accounts; terms end, and customers renew or leave."""

from typing import Any

import numpy as np

from sim.compiled import compiled
from sim.draws import Purpose, normal, slot_of, uniform
from sim.records import Outcome
from sim.rules.belief import signal
from sim.rules.need import among
from sim.rules.service import churn, satisfaction
from sim.world.accounts import credit, lose_account, record_renewal
from sim.world.appointments import appoint, due
from sim.world.attention import catch_up
from sim.world.catalogue import private_value
from sim.world.ledger import RENEWED_REVENUE
from sim.world.prefetch import fetch_ahead
from sim.world.sales_reps import RENEWAL, SERVICE
from sim.world.world import World

_RENEWED, _CHURNED = np.int64(Outcome.RENEWED), np.int64(Outcome.CHURNED)
# A quarter: how long a rep's service is remembered.
_MEMORY = 1.0 / 65.0
_MOST = 3.0


def serve(world: World) -> None:
    """Spend service hours, then settle the terms that end today."""
    _look_after(world.reps, world.service)
    for firm in range(world.firms):
        hours = float(world.reps["spent"][world.rows_of(firm), SERVICE].sum())
        world.add(firm, "hours_service", hours)
    ending = due(world.renewals, world.day)
    _settle_terms(
        ending, world.day, world.customers, world.reps, world.plans, world.service, world.buyer,
        world.dormant_reach, world.dormant_total, world.kinds, world.left, world.exposure_keys,
        world.key(Purpose.MEMORY), world.life[Purpose.RENEWAL],
        world.life[Purpose.EXPERIENCE], world.churn, world.catalogue, world.renewals,
        world.ledger(renewals=len(ending)),
    )  # fmt: skip


@compiled
def _look_after(reps: Any, service: Any) -> None:
    """Hours per account and year, as units of service, smoothed over a quarter."""
    for r in range(len(reps)):
        rep = reps[r]
        if rep["accounts"] == 0:
            continue
        rep["spent"][SERVICE] = rep["plan"][SERVICE]
        rep["hours_worked"] += rep["plan"][SERVICE]
        today = rep["plan"][SERVICE] * 260.0 / (rep["accounts"] * service.hours_per_account)
        rep["service"] += _MEMORY * (min(today, _MOST) - rep["service"])


@compiled
def _settle_terms(
    rows: Any, day: int, customers: Any, reps: Any, plans: Any, service: Any, buyer: Any,
    reach: Any, total: Any, kinds: Any, left: Any, exposure_keys: Any, memory_key: int,
    renewal_key: int, experience_key: int, propensity: Any, catalogue: Any, renewals: Any,
    ledger: Any,
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
            term = (day - row["since"]) // service.term_days
            slot = slot_of(row["journeys"], row["supplier"], term)
            catch_up(row, i, day, reach, total, kinds, buyer, left, exposure_keys, memory_key)
            _experience(row, i, slot, experience_key, service, buyer, catalogue)
            luck = uniform(renewal_key, i, slot)
            own = among(uniform(catalogue.trait_key, i, 16 + row["supplier"]), propensity)
            _end_term(row, i, day, luck, own, customers, reps, plans, service, buyer, ledger)
        if row["supplier"] >= 0:
            row["appointed"] = True
            appoint(renewals, row["renews"], i)


@compiled
def _experience(
    row: Any, i: int, slot: int, key: int, service: Any, buyer: Any, catalogue: Any
) -> None:
    """A term with a supplier tells how good it is, in what can be told and in what cannot."""
    firm, precision = row["supplier"], service.experience_precision
    private = private_value(i, firm, catalogue, buyer)
    told = normal(key, i, slot)
    row["evidence"][firm] += signal(row["account_utility"] - private, precision, told)
    row["precision"][firm] += precision
    if buyer.private_share > 0.0:
        row["impression"][firm] += signal(private, precision, normal(key, i, slot + 32768))
        row["insight"][firm] += precision


@compiled
def _end_term(
    row: Any, i: int, day: int, luck: float, own: float, customers: Any, reps: Any, plans: Any,
    service: Any, buyer: Any, ledger: Any,
) -> None:  # fmt: skip
    level = reps[row["account_rep"]]["service"]
    satisfied = satisfaction(row["account_utility"], level)
    fit = row["account_utility"] - buyer.value_mean
    leaves = churn(own, level, service.service_effect, fit, service.fit_effect)
    if luck < leaves:
        record_renewal(i, day, 0.0, satisfied, _CHURNED, customers, ledger)
        lose_account(i, customers, reps, ledger)
        return
    value = row["account_value"]
    record_renewal(i, day, value, satisfied, _RENEWED, customers, ledger)
    ledger.panel[row["supplier"], RENEWED_REVENUE] += value
    credit(np.int64(row["account_rep"]), RENEWAL, value, reps, plans)
    row["renews"] = day + service.term_days
