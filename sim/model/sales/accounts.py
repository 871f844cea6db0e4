"""Accounts: each customer's supplier, for how much a year and until when; and the rep's credit."""

import math
from typing import Any, NamedTuple

import numpy as np

from sim.engine.appointments import Appointments, appoint
from sim.engine.compiled import compiled, forced_inline
from sim.engine.rows import Settings, Table
from sim.engine.slots import Purpose
from sim.model.pay.credit import Term, credit_deal, credit_term
from sim.model.rules.service import booked
from sim.model.sales.empty_seats import served_by
from sim.model.sales.floor import Floor
from sim.model.state.catalogue import Catalogue, best_value, list_value
from sim.model.state.ledger import pass_on
from sim.model.state.parameters import BuyerNumbers, CatalogueNumbers, ServiceNumbers
from sim.model.state.world import World
from sim.records import COLUMN, OUTCOME


class Accounts(NamedTuple):
    """All that an account's coming and going touches: the sales floor, pay plans [firm, component],
    the calendar of renewals, what is sold and on which terms, and after how many days who serves an
    empty seat's accounts [firm], with that luck."""

    floor: Floor
    plans: Any
    renewals: Appointments
    catalogue: Catalogue
    goods: CatalogueNumbers
    service: ServiceNumbers
    buyer: BuyerNumbers
    settings: Table[Settings]
    serving: np.uint64


def accounts_of(world: World, floor: Floor) -> Accounts:
    """Accounts as today's books have them."""
    its, goods, service = world.customers, world.goods, world.service
    plans, settings, luck = world.pay.plans, world.sales.settings, world.life[Purpose.ROUTING]
    sold = world.catalogue, goods, service, its.buyer
    return Accounts(floor, plans, its.renewals, *sold, settings, luck)


@forced_inline
def _credited(rep: int, i: int, day: int, accounts: Accounts) -> int:
    """The rep who is credited with what is signed or renewed in a seat."""
    days = accounts.settings[accounts.floor.reps[rep]["firm"]]["vacant_lead_days"]
    return int(served_by(rep, i, day, days, accounts.floor, accounts.serving))


@compiled
def end_term(
    i: int, day: int, value_after: float, satisfied: float, outcome: int, accounts: Accounts
) -> None:
    """An account's term is over, or broken off: for the records, and for the pay of its rep."""
    floor, ledger = accounts.floor, accounts.floor.ledger
    row = floor.customers[i]
    rep = _credited(np.int64(row["account_rep"]), i, day, accounts)
    value = row["account_value"]
    n = ledger.renewal_count[0]
    ledger.renewal_count[0] = n + 1
    record = ledger.renewals[n]
    record["day"], record["customer"], record["firm"] = day, i, row["supplier"]
    record["rep"], record["since"] = rep, row["since"]
    record["value_before"], record["value_after"] = value, value_after
    record["satisfaction"], record["outcome"] = satisfied, outcome
    reps, plans, renewed = floor.reps, accounts.plans, outcome == OUTCOME.RENEWED
    days = accounts.service.term_days
    term = Term(booked(value, days), booked(value_after, days), satisfied, renewed)
    credit_term(rep, term, day, reps, plans)


@compiled
def lose_account(i: int, floor: Floor) -> None:
    """The customer has no supplier any more."""
    row, panel = floor.customers[i], floor.ledger.panel
    panel[row["supplier"], COLUMN.accounts] -= 1.0
    panel[row["supplier"], COLUMN.account_value] -= row["account_value"]
    floor.reps[row["account_rep"]]["accounts"] -= 1
    row["supplier"], row["account_rep"], row["account_value"] = -1, -1, 0.0


@forced_inline
def sign(d: int, time: float, off: float, accounts: Accounts) -> None:
    """The customer becomes the firm's account, at list price times its size, less the part ``off``;
    the first term's money is booked, and credited to the rep."""
    floor, ledger, catalogue = accounts.floor, accounts.floor.ledger, accounts.catalogue
    deal, day = ledger.deals[d], int(time)
    i, firm, rep = np.int64(deal["customer"]), np.int64(deal["firm"]), np.int64(deal["rep"])
    row = floor.customers[i]
    offering = np.int64(deal["offering"])
    deal["list_value"] = list_value(i, firm, offering, accounts.goods, catalogue)
    deal["value"] = deal["list_value"] * (1.0 - off)
    deal["best_offering"] = deal["offering"] == best_value(i, firm, catalogue, accounts.buyer)[0]
    if row["supplier"] >= 0:
        same = row["supplier"] == firm
        after = deal["value"] if same else 0.0
        end_term(i, day, after, math.nan, OUTCOME.EXPANDED if same else OUTCOME.SWITCHED, accounts)
        lose_account(i, floor)
    row["supplier"], row["account_rep"], row["since"] = int(firm), int(rep), day
    row["account_value"], row["account_utility"] = deal["value"], deal["utility"]
    row["renews"] = day + accounts.service.term_days
    if not row["appointed"]:
        row["appointed"] = True
        appoint(accounts.renewals, row["renews"], i)
    floor.reps[rep]["accounts"] += 1
    ledger.panel[firm, COLUMN.accounts] += 1.0
    ledger.panel[firm, COLUMN.account_value] += deal["value"]
    cost_share, days = 1.0 - accounts.goods.margin, accounts.service.term_days
    ledger.panel[firm, COLUMN.revenue_new] += booked(deal["value"], days)
    seller = np.int64(_credited(rep, i, day, accounts))
    if seller != rep:
        pass_on(d, seller, ledger)
    credit_deal(seller, deal, days, cost_share, day, floor.reps, accounts.plans)
