"""Clawback: an account that leaves too soon takes along what its seller was paid for it.

Sales are paid in the order of their signatures: each is worth what the period's pay rose by with
it. A sale beyond a cap was paid nothing, and gives nothing back; one that reached a bonus gives it
back. One that leaves before its period is reckoned was paid nothing yet, and its credit goes.
"""

from typing import Any

import numpy as np

from sim.model.pay.books import charge
from sim.model.pay.calendar import counts, days_gone, days_left
from sim.model.pay.payroll import height
from sim.model.rules.service import booked
from sim.model.state.pay_plans import ComponentRow
from sim.model.state.world import World
from sim.records import OUTCOME, Rows

_LEFT = (OUTCOME.CHURNED, OUTCOME.SWITCHED)


def take_back(world: World) -> None:
    """Take back what was paid for accounts that left today, if who sold them is still there."""
    if not world.pay.clawing_back:
        return
    gone = world.records.renewals.happened[world.pay.renewals_before :]
    for term in gone[np.isin(gone["outcome"], _LEFT) & (gone["since"] >= 0)]:
        row = _seller(world, term)
        if row < 0 or term["since"] < world.sales.reps[row]["joined"]:
            continue
        for c, part in enumerate(world.pay.plans[term["firm"]]):
            if _is_soon(part, term["day"] - term["since"]) and counts(part, term["since"]):
                _take_back(world, row, c, term)


def _seller(world: World, term: Any) -> int:
    """Seat that sold an account; −1 for one that was there before the first day began."""
    deals = world.records.deals.happened
    sold = (deals["customer"] == term["customer"]) & (deals["firm"] == term["firm"])
    sold &= (deals["outcome"] == OUTCOME.WON) & (np.floor(deals["closed"]) == term["since"])
    return int(deals["rep"][sold][0]) if sold.any() else -1


def _is_soon(part: ComponentRow, days: Any) -> Any:
    return (part["clawback_days"] > 0) & (days <= part["clawback_days"])


def _take_back(world: World, row: int, c: int, term: Any) -> None:
    rep, part = world.sales.reps[row], world.pay.plans[int(term["firm"])][c]
    share = float(part["clawback_share"])
    value = booked(float(term["value_before"]), world.service.term_days)
    if part["clawback_credit"]:
        rep["credit"][c] -= share * value
        rep["taken"][c] += share * value
    elif term["since"] > world.day - days_gone(world, int(term["firm"]), c):
        rep["credit"][c] = max(float(rep["credit"][c]) - share * value, 0.0)
    else:
        money = share * _paid_for(world, row, c, term)
        if money > 0.0:
            charge(world, row, c, money)


def _paid_for(world: World, row: int, c: int, term: Any) -> float:
    """The pay that a sale brought its seller when its period was reckoned (money)."""
    part = world.pay.plans[int(term["firm"])][c]
    last = int(term["since"]) + days_left(part, int(term["since"])) - 1
    paid = world.records.pay.happened
    its = (paid["rep"] == row) & (paid["component"] == c) & (paid["day"] == last)
    (reckoned,) = paid[its & (paid["share"] > 0.0)]
    unit = float(reckoned["quota"] if part["by_quota"] else reckoned["share"])
    if reckoned["pay"] == 0.0 or unit <= 0.0:
        return 0.0
    before, after = _steps(world, row, part, term, last)
    rise = height(after / unit, part) - height(before / unit, part)
    return float(reckoned["share"] * part["target_pay"]) * rise


def _steps(world: World, row: int, part: ComponentRow, term: Any, last: int) -> tuple[float, float]:
    """A rep's credit before and after a sale, as it was reckoned on a period's last day."""
    deals, gone = world.records.deals.happened, world.records.renewals.happened
    first = max(last + 1 - int(part["days"]), int(world.sales.reps[row]["joined"]))
    sold = (deals["rep"] == row) & (deals["outcome"] == OUTCOME.WON)
    sold &= (deals["closed"] >= first) & (deals["closed"] < last + 1)
    lost = (gone["firm"] == term["firm"]) & np.isin(gone["outcome"], _LEFT) & (gone["day"] <= last)
    lost &= (gone["since"] >= first) & _is_soon(part, gone["day"] - gone["since"])
    before, after = _add_up(deals[sold], gone[lost], float(part["clawback_share"]), term)
    days = world.service.term_days
    return booked(before, days), booked(after, days)


def _add_up(sold: Rows, lost: Rows, share: float, term: Any) -> tuple[float, float]:
    """Sales in the order of their signatures (money a year), less what left before they were
    reckoned, up to the sale whose term ended, and with it."""
    left = set(zip(lost["customer"].tolist(), lost["since"].tolist(), strict=True))
    total = 0.0
    for deal in np.sort(sold, order="closed", kind="stable"):
        sale = int(deal["customer"]), int(deal["closed"])
        own = float(deal["value"]) * (1.0 - share if sale in left else 1.0)
        if sale == (term["customer"], term["since"]):
            return total, total + own
        total += own
    raise LookupError(f"no sale to customer {term['customer']} on day {term['since']}")
