"""Start: content, memory and accounts near the state in which the market would settle.

Content stocks are exact for the calendar. Customers have lived through a year of it, which is
looked up when their need arises, as any day without a need is. Who is whose customer follows from
how often accounts come and go (a two-state Markov chain: share a/(a + c)), where what a settled
market shows of coming and of leaving for a rival is an input; the warm-up removes what is left.
"""

import math
from typing import Any

import numpy as np

from sim.config.market import KINDS
from sim.config.working_days import YEAR
from sim.engine.appointments import appoint
from sim.engine.compiled import compiled
from sim.engine.luck import Purpose, normal, uniform
from sim.model.rules.calendar import cycle, publishes, publishing_days
from sim.model.rules.content import affordable, reach, settled_stock
from sim.model.rules.need import among
from sim.model.rules.service import churn
from sim.model.rules.wear import restored, worn
from sim.model.state.catalogue import best_value, deal_size, private_value
from sim.model.state.ledger import ACCOUNT_VALUE, ACCOUNTS
from sim.model.state.seats import closer_of
from sim.model.state.world import World

_MOST_TERMS = 40


def settle(world: World) -> None:
    """Fill a new world as years of the same calendars would have filled it."""
    customers, marketing, sales = world.customers, world.marketing, world.sales
    history = customers.fading.history
    for firm in range(world.firms):
        marketing.stock[firm, : len(KINDS)] = _stock(world, firm)
        for k in range(len(marketing.kinds)):
            kind = marketing.kinds[k]
            if world.config.market.content.wear_out > 0.0 and k < len(KINDS):
                marketing.force[firm, k], marketing.aired[firm, k] = _force(world, firm, KINDS[k])
            marketing.reach[:history, firm, k] = marketing.force[firm, k] * reach(
                kind["reach"], marketing.stock[firm, k], marketing.reference[k]
            )
    marketing.dormant_reach[:history] = marketing.reach[:history] * marketing.kinds["dormant_share"]
    marketing.dormant_total[:history] = marketing.dormant_reach[:history].sum(axis=2)
    if world.config.market.arrivals.per_weekday > 0.0 or not sales.desks.count.all():
        return
    begin = world.config.market.start
    panel = np.zeros_like(world.panel_today)
    _open_accounts(
        customers.rows, sales.reps, sales.desks, world.catalogue, customers.buyer, world.goods,
        world.service, customers.churn, customers.renewals, begin.acquired_per_year,
        begin.switched_per_year, world.life[Purpose.START], panel,
    )  # fmt: skip
    world.panel_today[:] += panel


def _stock(world: World, firm: int) -> Any:
    """Items by kind on the eve of the first day, had the calendar run for ever within the hours."""
    its = world.marketing.calendars[firm]
    wanted = np.array([getattr(its, kind) for kind in KINDS], float)
    settled = [
        settled_stock(-1, kept, *its.rhythm) for kept in world.marketing.kept.tolist()[: len(KINDS)]
    ]
    return _share_made(world, firm) * wanted * np.array(settled)


def _share_made(world: World, firm: int) -> float:
    """Part of what the rhythm asks for that the marketers have the hours to make."""
    its, marketing = world.marketing.calendars[firm], world.marketing.settings[firm]
    wanted = np.array([getattr(its, kind) for kind in KINDS], float)
    hours = publishing_days(*its.rhythm) * float(
        wanted @ world.marketing.kinds["hours"][: len(KINDS)]
    )
    had = float(marketing["hours_per_day"]) * int(marketing["marketers"]) * cycle(*its.rhythm[1:])
    return affordable(hours, had)


def _force(world: World, firm: int, kind: str) -> tuple[float, float]:
    """A kind's force on the eve of the first day, and its last item's day, after as long.

    A cycle of the calendar maps force linearly, so that two starts show where it settles.
    """
    its, content = world.marketing.calendars[firm], world.config.market.content
    round_ = cycle(*its.rhythm[1:])
    items = getattr(its, kind) * _share_made(world, firm)
    days = [day for day in range(-round_, 0) if publishes(day, *its.rhythm)]
    if not days or items == 0.0:
        return 1.0, -math.inf
    ends = []
    for force in (0.0, 1.0):
        aired = days[-1] - round_
        for day in range(-round_, 0):
            force = restored(force, day - aired, content.restoration)
            if day in days:
                force, aired = worn(force, items, content.wear_out), day
        ends.append(force)
    return ends[0] / (1.0 - (ends[1] - ends[0])), days[-1]


@compiled
def _open_accounts(
    customers: Any, reps: Any, desks: Any, catalogue: Any, buyer: Any, goods: Any, service: Any,
    propensity: Any, renewals: Any, acquired: float, switched: float, key: int, panel: Any,
) -> None:  # fmt: skip
    for i in range(len(customers)):
        row = customers[i]
        firm = _favoured(row, i, buyer, catalogue, key)
        utility = row["value"][firm] + private_value(i, firm, catalogue, buyer)
        own = among(uniform(catalogue.trait_key, i, 16 + firm), propensity)
        leaves = churn(
            own, 1.0, service.service_effect, utility - buyer.value_mean, service.fit_effect
        )
        leaves = leaves * YEAR / service.term_days + switched
        if uniform(key, i, 0) * (acquired + leaves) >= acquired:
            continue
        terms = _terms(uniform(key, i, 1), leaves * service.term_days / YEAR)
        renews = 1 + int(uniform(key, i, 2) * service.term_days)
        row["supplier"], row["account_rep"] = firm, closer_of(i, firm, desks)
        row["since"] = renews - (1 + terms) * service.term_days
        row["renews"], row["appointed"] = renews, True
        appoint(renewals, renews, i)
        size = deal_size(i, goods.deal_size_sd, catalogue)
        offering = best_value(i, firm, catalogue, buyer)[0]
        row["account_value"] = catalogue.price[firm, offering] * size
        row["account_utility"] = utility
        reps[row["account_rep"]]["accounts"] += 1
        panel[firm, ACCOUNTS] += 1.0
        panel[firm, ACCOUNT_VALUE] += row["account_value"]


@compiled
def _terms(luck: float, leaves: float) -> int:
    """Whole terms that an account has lasted, when so many leave a term; 40 at most."""
    if leaves < 1e-9:
        return _MOST_TERMS
    return min(int(math.log(luck) / math.log(1.0 - min(leaves, 0.999))), _MOST_TERMS)


@compiled
def _favoured(row: Any, i: int, buyer: Any, catalogue: Any, key: int) -> int:
    """The firm that would suit best, as far as one can tell: half as unsure as at first."""
    best, most = 0, -1e300
    unsure = math.sqrt(0.5 * buyer.prior_variance)
    for firm in range(len(row["value"])):
        seen = row["value"][firm] + private_value(i, firm, catalogue, buyer)
        seen += unsure * normal(key, i, 8 + firm)
        if seen > most:
            best, most = firm, seen
    return best
