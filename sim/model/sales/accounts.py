"""Accounts: each customer's supplier, for how much a year and until when; and the rep's credit."""

import math
from typing import Any, NamedTuple

import numpy as np

from sim.engine.appointments import Appointments, appoint
from sim.engine.compiled import compiled, forced_inline
from sim.engine.rows import Table
from sim.model.pay.credit import credit_deal, credit_term, take_back
from sim.model.state.catalogue import Catalogue, best_value, deal_size
from sim.model.state.customers import CustomerRow
from sim.model.state.ledger import ACCOUNT_VALUE, ACCOUNTS, NEW_REVENUE, Ledger
from sim.model.state.parameters import BuyerNumbers, CatalogueNumbers, ServiceNumbers
from sim.model.state.seats import RepRow
from sim.model.state.world import World
from sim.records import OUTCOME


class Accounts(NamedTuple):
    """All that an account's coming and going touches: customers and reps, the books and the
    calendar of renewals, pay ``plans`` [firm, component], and what is sold at which terms."""

    customers: Table[CustomerRow]
    reps: Table[RepRow]
    plans: Any
    ledger: Ledger
    renewals: Appointments
    catalogue: Catalogue
    goods: CatalogueNumbers
    service: ServiceNumbers
    buyer: BuyerNumbers


def accounts_of(world: World, ledger: Ledger) -> Accounts:
    """Accounts as today's books have them."""
    return Accounts(
        customers=world.customers.rows,
        reps=world.sales.reps,
        plans=world.pay.plans,
        ledger=ledger,
        renewals=world.customers.renewals,
        catalogue=world.catalogue,
        goods=world.goods,
        service=world.service,
        buyer=world.customers.buyer,
    )


@compiled
def end_term(
    i: int, day: int, value_after: float, satisfied: float, outcome: int, accounts: Accounts
) -> None:
    """An account's term is over, or broken off: for the records, and for the pay of its rep."""
    row, ledger = accounts.customers[i], accounts.ledger
    rep, value = np.int64(row["account_rep"]), row["account_value"]
    n = ledger.renewal_count[0]
    ledger.renewal_count[0] = n + 1
    record = ledger.renewals[n]
    record["day"], record["customer"], record["firm"] = day, i, row["supplier"]
    record["rep"], record["since"] = rep, row["since"]
    record["value_before"], record["value_after"] = value, value_after
    record["satisfaction"], record["outcome"] = satisfied, outcome
    reps, plans, renewed = accounts.reps, accounts.plans, outcome == OUTCOME.RENEWED
    credit_term(rep, value, value_after, satisfied, renewed, day, reps, plans)
    if not renewed and outcome != OUTCOME.EXPANDED:
        take_back(rep, value, row["since"], day, reps, plans)


@compiled
def lose_account(i: int, accounts: Accounts) -> None:
    """The customer has no supplier any more."""
    row, panel = accounts.customers[i], accounts.ledger.panel
    panel[row["supplier"], ACCOUNTS] -= 1.0
    panel[row["supplier"], ACCOUNT_VALUE] -= row["account_value"]
    accounts.reps[row["account_rep"]]["accounts"] -= 1
    row["supplier"], row["account_rep"], row["account_value"] = -1, -1, 0.0


@forced_inline
def sign(d: int, time: float, off: float, accounts: Accounts) -> None:
    """The customer becomes the firm's account, at list price times its size, less the part ``off``;
    credit to the rep."""
    deal, day, ledger = accounts.ledger.deals[d], int(time), accounts.ledger
    i, firm, rep = np.int64(deal["customer"]), np.int64(deal["firm"]), np.int64(deal["rep"])
    row, catalogue = accounts.customers[i], accounts.catalogue
    size = deal_size(i, accounts.goods.deal_size_sd, catalogue)
    deal["list_value"] = catalogue.price[firm, deal["offering"]] * size
    deal["value"] = deal["list_value"] * (1.0 - off)
    deal["best_offering"] = deal["offering"] == best_value(i, firm, catalogue, accounts.buyer)[0]
    if row["supplier"] >= 0:
        same = row["supplier"] == firm
        after = deal["value"] if same else 0.0
        end_term(i, day, after, math.nan, OUTCOME.EXPANDED if same else OUTCOME.SWITCHED, accounts)
        lose_account(i, accounts)
    row["supplier"], row["account_rep"], row["since"] = int(firm), int(rep), day
    row["account_value"], row["account_utility"] = deal["value"], deal["utility"]
    row["renews"] = day + accounts.service.term_days
    if not row["appointed"]:
        row["appointed"] = True
        appoint(accounts.renewals, row["renews"], i)
    accounts.reps[rep]["accounts"] += 1
    ledger.panel[firm, ACCOUNTS] += 1.0
    ledger.panel[firm, ACCOUNT_VALUE] += deal["value"]
    ledger.panel[firm, NEW_REVENUE] += deal["value"]
    cost_share = 1.0 - accounts.goods.margin
    credit_deal(rep, deal, deal["list_value"], cost_share, day, accounts.reps, accounts.plans)
