"""Serve: reps look after accounts; terms end, and customers renew or leave."""

from typing import NamedTuple

import numpy as np

from sim.engine.appointments import Appointments, appoint, due
from sim.engine.compiled import allocating, compiled
from sim.engine.luck import normal, slot_of, uniform
from sim.engine.prefetch import fetch_ahead
from sim.engine.rows import Floats, Settings, Table, Whole
from sim.engine.slots import FICKLENESS, Purpose
from sim.model.customers.experience import Past, gain_experience, past_of, recall
from sim.model.rules.expansion import grown
from sim.model.rules.need import among
from sim.model.rules.service import (
    booked,
    churn,
    remembered,
    renewed,
    rep_changed,
    satisfaction,
    units,
)
from sim.model.sales.accounts import Accounts, accounts_of, end_term, lose_account
from sim.model.sales.floor import floor_of
from sim.model.state.customers import CustomerRow
from sim.model.state.parameters import ServiceNumbers
from sim.model.state.seats import RepRow
from sim.model.state.world import World
from sim.records import COLUMN, OUTCOME
from sim.records.activities import SERVICE


class Terms(NamedTuple):
    """All that the end of a term touches: accounts, customers' experience, the firms' settings,
    equally likely chances to leave at mean service and fit, and the luck of renewals and of how
    much they grow."""

    accounts: Accounts
    past: Past
    settings: Table[Settings]
    churn: Floats
    key: np.uint64
    growth: np.uint64


def serve(world: World) -> None:
    """Spend service hours, then settle the terms that end today."""
    customers, sales = world.customers, world.sales
    world.entry[_look_after](sales.reps, world.service)
    spent = world.once(_service_hours)
    world.panel_today[:, world.column["hours_service"]] = [np.add.reduce(its) for its in spent]
    if customers.renewals.first[world.day] < 0:
        return
    ending = world.entry[_ending](customers.renewals, world.day)
    accounts = accounts_of(world, floor_of(world, world.ledger(renewals=len(ending))))
    past, key = past_of(world, ending), world.life[Purpose.RENEWAL]
    growth = world.life[Purpose.EXPANSION]
    terms = Terms(accounts, past, sales.settings, customers.churn, key, growth)
    world.entry[_settle_terms](ending, world.day, terms)
    if world.config.touches:
        world.records.touches.extend(past.log.written)


def _service_hours(world: World) -> list[Floats]:
    """Today's hours of service by rep, of each firm."""
    spent = world.sales.reps["spent"][:, SERVICE]
    return [spent[world.rows_of(firm)] for firm in range(world.firms)]


@allocating
def _ending(renewals: Appointments, day: int) -> Whole:
    rows: Whole = due(renewals, day)
    return rows


@compiled
def _look_after(reps: Table[RepRow], service: ServiceNumbers) -> None:
    """Give accounts the hours planned, which they remember for a quarter."""
    for r in range(len(reps)):
        rep = reps[r]
        if rep["accounts"] == 0:
            continue
        hours = rep["plan"][SERVICE]
        rep["spent"][SERVICE] = hours
        rep["hours_worked"] += hours
        rep["quarter"][SERVICE] += hours
        today = units(hours, rep["accounts"], service.hours_per_account)
        rep["service"] = remembered(rep["service"], today)


@compiled
def _settle_terms(rows: Whole, day: int, terms: Terms) -> None:
    """Experience of what was bought informs the customer; then the account stays or goes."""
    accounts, customers = terms.accounts, terms.accounts.floor.customers
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
                gain_experience(row, i, day, day, terms.past)
            _end_term(row, i, day, terms)
        if row["supplier"] >= 0:
            row["appointed"] = True
            appoint(accounts.renewals, row["renews"], i)


@compiled
def _end_term(row: CustomerRow, i: int, day: int, terms: Terms) -> None:
    """The customer leaves, or renews at a value that a change of rep has lowered, and that has
    grown."""
    accounts, floor, service = terms.accounts, terms.accounts.floor, terms.accounts.service
    firm, rep = np.int64(row["supplier"]), floor.reps[row["account_rep"]]
    trait = uniform(accounts.catalogue.trait_key, i, FICKLENESS + row["supplier"])
    own, level = among(trait, terms.churn), rep["service"]
    satisfied = satisfaction(row["account_utility"], level)
    fit = row["account_utility"] - accounts.buyer.value_mean
    leaves = churn(own, level, service.service_effect, fit, service.fit_effect)
    term = (day - row["since"]) // service.term_days
    slot = slot_of(row["journeys"], row["supplier"], term)
    if uniform(terms.key, i, slot) < leaves:
        recall(row, i, day, terms.past)
        end_term(i, day, 0.0, satisfied, OUTCOME.CHURNED, accounts)
        lose_account(i, floor)
        return
    changed = rep_changed(rep["began"], row["renews"] - service.term_days, day)
    before = row["account_value"]
    value = renewed(before, changed, terms.settings[firm]["change_cost"])
    if service.expansion != 0.0:
        luck = normal(terms.growth, i, slot)
        value = grown(value, service.expansion, service.expansion_sd, luck)
    end_term(i, day, value, satisfied, OUTCOME.RENEWED, accounts)
    row["account_value"] = value
    floor.ledger.panel[firm, COLUMN.account_value] += value - before
    floor.ledger.panel[firm, COLUMN.revenue_renewal] += booked(value, service.term_days)
    row["renews"] = day + service.term_days
