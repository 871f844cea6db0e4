"""Accounts: who supplies a customer, for how much a year, until when; and whose credit it is."""

import math
from typing import Any

import numpy as np

from sim.engine.appointments import Appointments, appoint
from sim.engine.compiled import compiled, forced_inline
from sim.model.pay.credit import Term, credit_deal, credit_term, take_back
from sim.model.state.catalogue import Catalogue, best_value, deal_size
from sim.model.state.ledger import ACCOUNT_VALUE, ACCOUNTS, NEW_REVENUE, Ledger
from sim.records import Outcome

_SWITCHED, _EXPANDED = np.int64(Outcome.SWITCHED), np.int64(Outcome.EXPANDED)
_RENEWED = np.int64(Outcome.RENEWED)


@compiled
def record_renewal(
    i: int, day: int, value_after: float, satisfied: float, outcome: int, customers: Any,
    ledger: Ledger,
) -> None:  # fmt: skip
    """Write what became of an account's term."""
    row = customers[i]
    n = ledger.renewal_count[0]
    ledger.renewal_count[0] = n + 1
    record = ledger.renewals[n]
    record["day"], record["customer"], record["firm"] = day, i, row["supplier"]
    record["rep"], record["since"] = row["account_rep"], row["since"]
    record["value_before"], record["value_after"] = row["account_value"], value_after
    record["satisfaction"], record["outcome"] = satisfied, outcome


@compiled
def end_term(
    i: int, day: int, value_after: float, satisfied: float, outcome: int, customers: Any, reps: Any,
    plans: Any, ledger: Ledger,
) -> None:  # fmt: skip
    """An account's term is over, or broken off: for the records, and for the pay of its rep."""
    row = customers[i]
    record_renewal(i, day, value_after, satisfied, outcome, customers, ledger)
    rep, value = np.int64(row["account_rep"]), row["account_value"]
    term = Term(value, value_after, satisfied, outcome == _RENEWED)
    credit_term(rep, term, day, reps, plans)
    if outcome != _RENEWED and outcome != _EXPANDED:
        take_back(rep, value, row["since"], day, reps, plans)


@compiled
def lose_account(i: int, customers: Any, reps: Any, ledger: Ledger) -> None:
    """The customer has no supplier any more."""
    row = customers[i]
    ledger.panel[row["supplier"], ACCOUNTS] -= 1.0
    ledger.panel[row["supplier"], ACCOUNT_VALUE] -= row["account_value"]
    reps[row["account_rep"]]["accounts"] -= 1
    row["supplier"], row["account_rep"], row["account_value"] = -1, -1, 0.0


@forced_inline
def sign(
    d: int, time: float, customers: Any, reps: Any, plans: Any, catalogue: Catalogue, buyer: Any,
    goods: Any, service: Any, ledger: Ledger, renewals: Appointments, off: float,
) -> None:  # fmt: skip
    """The customer becomes the firm's account, at list price times its size, less the part ``off``;
    credit to the rep."""
    deal, day = ledger.deals[d], int(time)
    i, firm, rep = np.int64(deal["customer"]), np.int64(deal["firm"]), np.int64(deal["rep"])
    row = customers[i]
    size = deal_size(i, goods.deal_size_sd, catalogue)
    deal["list_value"] = catalogue.price[firm, deal["offering"]] * size
    deal["value"] = deal["list_value"] * (1.0 - off)
    deal["best_offering"] = deal["offering"] == best_value(i, firm, catalogue, buyer)[0]
    if row["supplier"] >= 0:
        same = row["supplier"] == firm
        after = deal["value"] if same else 0.0
        outcome = _EXPANDED if same else _SWITCHED
        end_term(i, day, after, math.nan, outcome, customers, reps, plans, ledger)
        lose_account(i, customers, reps, ledger)
    row["supplier"], row["account_rep"], row["since"] = firm, rep, day
    row["account_value"], row["account_utility"] = deal["value"], deal["utility"]
    row["renews"] = day + service.term_days
    if not row["appointed"]:
        row["appointed"] = True
        appoint(renewals, row["renews"], i)
    reps[rep]["accounts"] += 1
    ledger.panel[firm, ACCOUNTS] += 1.0
    ledger.panel[firm, ACCOUNT_VALUE] += deal["value"]
    ledger.panel[firm, NEW_REVENUE] += deal["value"]
    credit_deal(rep, deal, 1.0 - goods.margin, day, reps, plans)
