"""Start: content, memory and accounts near the state in which the market would settle.

Stocks of content are exact for the calendar. Customers have lived through the remembered days of
it, which are looked up when their need arises, as any day without a need is. Who is whose customer
follows from how often accounts come and go; the rates at which customers find a supplier and leave
for a rival are inputs, taken from a settled market, and the warm-up removes what is left.
"""

import math
from typing import NamedTuple

import numpy as np

from sim.config.content_kinds import KINDS
from sim.config.working_days import YEAR
from sim.engine.appointments import Appointments, appoint
from sim.engine.compiled import compiled
from sim.engine.luck import normal, uniform
from sim.engine.rows import Floats, Table
from sim.engine.slots import FAVOURED, FICKLENESS, HAS_ACCOUNT, RENEWS_FIRST, TERMS_BEFORE, Purpose
from sim.model.marketing.fatigue import attention, settle_sent
from sim.model.rules.calendar import cycle, publishes, publishing_days
from sim.model.rules.content import affordable, reach, settled_stock
from sim.model.rules.need import among
from sim.model.rules.ownership import as_seen, has_account, leaves_per_year
from sim.model.rules.service import churn, terms_lasted
from sim.model.rules.wear import restored, settled, worn
from sim.model.state.catalogue import Catalogue, best_value, deal_size, private_value
from sim.model.state.customers import CustomerRow
from sim.model.state.ledger import ACCOUNT_VALUE, ACCOUNTS
from sim.model.state.parameters import BuyerNumbers, CatalogueNumbers, ServiceNumbers
from sim.model.state.seats import Desks, RepRow, closer_of
from sim.model.state.world import World


class _Opening(NamedTuple):
    """All that the first accounts are made of, by the names of the world."""

    customers: Table[CustomerRow]
    reps: Table[RepRow]
    desks: Desks
    catalogue: Catalogue
    buyer: BuyerNumbers
    goods: CatalogueNumbers
    service: ServiceNumbers
    churn: Floats
    renewals: Appointments
    acquired: float  # chance a year to find a supplier
    switched: float  # chance a year to leave for a rival
    key: np.uint64
    panel: Floats  # the first day's [firm, column]


def settle(world: World) -> None:
    """Fill a new world as years of the same calendars would have filled it."""
    _settle_content(world)
    customers, sales, begin = world.customers, world.sales, world.config.market.start
    if world.config.market.arrivals.per_weekday > 0.0 or not sales.desks.count.all():
        return
    opening = _Opening(
        customers=customers.rows,
        reps=sales.reps,
        desks=sales.desks,
        catalogue=world.catalogue,
        buyer=customers.buyer,
        goods=world.goods,
        service=world.service,
        churn=customers.churn,
        renewals=customers.renewals,
        acquired=begin.acquired_per_year,
        switched=begin.switched_per_year,
        key=world.life[Purpose.START],
        panel=world.panel_today,
    )
    _open_accounts(opening)


def _settle_content(world: World) -> None:
    """Stock, force and reach as on the eve of the first day, and on all remembered days before."""
    marketing, history = world.marketing, world.customers.fading.history
    for firm in range(world.firms):
        marketing.stock[firm, : len(KINDS)] = _stock(world, firm)
        if world.config.market.content.wear_out > 0.0:
            for k in range(len(KINDS)):
                marketing.force[firm, k], marketing.aired[firm, k] = _force(world, firm, k)
        for k, kind in enumerate(marketing.kinds):
            stock, force = marketing.stock[firm, k], marketing.force[firm, k]
            seen = reach(kind["reach"], stock, marketing.reference[k])
            marketing.reach[:history, firm, k] = force * seen
        settle_sent(world, firm, _made(world, firm))
    if marketing.kinds["fatigue"].any():
        marketing.reach[:history] *= attention(world)
    marketing.dormant_reach[:history] = marketing.reach[:history] * marketing.kinds["dormant_share"]
    marketing.dormant_total[:history] = marketing.dormant_reach[:history].sum(axis=2)


def _stock(world: World, firm: int) -> Floats:
    """Items by kind on the eve of the first day, had the calendar run for ever within the hours."""
    rhythm, kept = world.marketing.calendars[firm].rhythm, world.marketing.kept[: len(KINDS)]
    stocks = np.array([settled_stock(-1, one, *rhythm) for one in kept.tolist()])
    return _made(world, firm) * stocks


def _made(world: World, firm: int) -> Floats:
    """Items a publishing day that the calendar asks for and the hours allow, by kind."""
    cadence, settings = world.marketing.calendars[firm], world.marketing.settings[firm]
    wanted = np.array(list(cadence.items_a_day.values()), float)
    a_day = float(wanted @ world.marketing.kinds["hours"][: len(KINDS)])
    team = float(settings["hours_per_day"]) * int(settings["marketers"])
    had = team * cycle(*cadence.rhythm[1:])
    return affordable(publishing_days(*cadence.rhythm) * a_day, had) * wanted


def _force(world: World, firm: int, k: int) -> tuple[float, float]:
    """A kind's force on the eve of the first day, and the day of its last item."""
    cadence, content = world.marketing.calendars[firm], world.config.market.content
    length = cycle(*cadence.rhythm[1:])
    items = float(_made(world, firm)[k])
    days = [day for day in range(-length, 0) if publishes(day, *cadence.rhythm)]
    if not days or items == 0.0:
        return 1.0, -math.inf
    ends = []
    for force in (0.0, 1.0):
        aired = days[-1] - length
        for day in range(-length, 0):
            force = restored(force, day - aired, content.restoration)
            if day in days:
                force, aired = worn(force, items, content.wear_out), day
        ends.append(force)
    return settled(*ends), days[-1]


@compiled
def _open_accounts(its: _Opening) -> None:
    """Give customers the supplier, the tenure and the renewal that a settled market would show."""
    service = its.service
    for i in range(len(its.customers)):
        row = its.customers[i]
        firm = _favoured(row, i, its)
        utility = row["value"][firm] + private_value(i, firm, its.catalogue, its.buyer)
        own = among(uniform(its.catalogue.trait_key, i, FICKLENESS + firm), its.churn)
        fit = utility - its.buyer.value_mean
        gone = churn(own, 1.0, service.service_effect, fit, service.fit_effect)
        leaves = leaves_per_year(gone, service.term_days, its.switched)
        if not has_account(uniform(its.key, i, HAS_ACCOUNT), its.acquired, leaves):
            continue
        terms = terms_lasted(uniform(its.key, i, TERMS_BEFORE), leaves * service.term_days / YEAR)
        renews = 1 + int(uniform(its.key, i, RENEWS_FIRST) * service.term_days)
        row["supplier"], row["account_rep"] = firm, closer_of(i, firm, its.desks)
        row["since"] = renews - (1 + terms) * service.term_days
        row["renews"], row["appointed"] = renews, True
        appoint(its.renewals, renews, i)
        size = deal_size(i, its.goods.deal_size_sd, its.catalogue)
        offering = best_value(i, firm, its.catalogue, its.buyer)[0]
        row["account_value"] = its.catalogue.price[firm, offering] * size
        row["account_utility"] = utility
        its.reps[row["account_rep"]]["accounts"] += 1
        its.panel[firm, ACCOUNTS] += 1.0
        its.panel[firm, ACCOUNT_VALUE] += row["account_value"]


@compiled
def _favoured(row: CustomerRow, i: int, its: _Opening) -> int:
    """The firm that once looked best to the customer."""
    best, most = 0, -1e300
    for firm in range(len(row["value"])):
        utility = row["value"][firm] + private_value(i, firm, its.catalogue, its.buyer)
        seen = as_seen(utility, its.buyer.prior_variance, normal(its.key, i, FAVOURED + firm))
        if seen > most:
            best, most = firm, seen
    return best
