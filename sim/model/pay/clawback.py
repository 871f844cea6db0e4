"""Clawback: an account that leaves too soon takes along what its seller was paid for it.

Sales are paid in the order of their signatures: each is worth what the period's pay rose by with
it. A sale beyond a cap was paid nothing, and gives nothing back; one that reached a bonus gives it
back. One that leaves before it is reckoned was paid nothing yet, and its credit goes. Where there
are instalments, a sale is reckoned with the first one after it.
"""

from typing import Any

import numpy as np

from sim.model.pay.books import charge
from sim.model.pay.calendar import (
    asked_in_all,
    counts,
    days_left,
    first_day,
    part_in_all,
    reckoned_on,
)
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
    elif reckoned_on(part, int(term["since"])) >= world.day:
        rep["credit"][c] = max(float(rep["credit"][c]) - share * value, 0.0)
    else:
        money = share * _paid_for(world, row, c, term)
        if money > 0.0:
            charge(world, row, c, money)


def _paid_for(world: World, row: int, c: int, term: Any) -> float:
    """The pay that a sale brought its seller when it was reckoned (money)."""
    part, since = world.pay.plans[int(term["firm"])][c], int(term["since"])
    last = since + int(days_left(part, since)) - 1
    its = _reckoned(world, row, c, last)
    share, quota = _due(world, row, c, its[its["day"] == last])
    unit = quota if part["by_quota"] else share
    if its["pay"].sum() == 0.0 or unit <= 0.0:
        return 0.0
    before, after = _steps(world, row, part, term, last)
    rise = height(after / unit, part) - height(before / unit, part)
    scale = float(world.sales.reps[row]["pay_scale"])
    return share * float(part["target_pay"]) * scale * rise


def _reckoned(world: World, row: int, c: int, last: int) -> Rows:
    """The pay of a component to a rep so far, of the period that ends on a day."""
    rep, part = world.sales.reps[row], world.pay.plans[int(world.sales.reps[row]["firm"])][c]
    paid = world.records.pay.happened
    its = (paid["rep"] == row) & (paid["component"] == c) & (paid["day"] <= last)
    its &= paid["day"] >= max(int(first_day(part, last)), int(rep["joined"]))
    return paid[its & ((paid["share"] > 0.0) | (paid["taken_back"] == 0.0))]


def _due(world: World, row: int, c: int, over: Rows) -> tuple[float, float]:
    """A rep's part of a period, and of its quota (money): as its last row says, or, while it goes
    on, as they are to be."""
    if len(over):
        return float(over[0]["share"]), float(over[0]["quota"])
    rep, part = world.sales.reps[row], world.pay.plans[int(world.sales.reps[row]["firm"])][c]
    asked = float(asked_in_all(rep, c, part, world.day))
    return float(part_in_all(rep, c, part, world.day)), float(rep["quota"][c]) * asked


def _steps(world: World, row: int, part: ComponentRow, term: Any, last: int) -> tuple[float, float]:
    """A rep's credit before and after a sale, as it was reckoned in a period with that last day."""
    deals, gone = world.records.deals.happened, world.records.renewals.happened
    first = max(int(first_day(part, last)), int(world.sales.reps[row]["joined"]))
    sold = (deals["rep"] == row) & (deals["outcome"] == OUTCOME.WON)
    sold &= (deals["closed"] >= first) & (deals["closed"] < last + 1)
    lost = (gone["firm"] == term["firm"]) & np.isin(gone["outcome"], _LEFT)
    lost &= (gone["since"] >= first) & (gone["since"] <= last)
    lost &= _is_soon(part, gone["day"] - gone["since"])
    early = [one for one in gone[lost] if one["day"] <= reckoned_on(part, int(one["since"]))]
    before, after = _add_up(deals[sold], early, float(part["clawback_share"]), term)
    days = world.service.term_days
    return booked(before, days), booked(after, days)


def _add_up(sold: Rows, lost: list[Any], share: float, term: Any) -> tuple[float, float]:
    """Sales in the order of their signatures (money a year), less what left before they were
    reckoned, up to the sale whose term ended, and with it."""
    left = {(int(one["customer"]), int(one["since"])) for one in lost}
    total = 0.0
    for deal in np.sort(sold, order="closed", kind="stable"):
        sale = int(deal["customer"]), int(deal["closed"])
        own = float(deal["value"]) * (1.0 - share if sale in left else 1.0)
        if sale == (term["customer"], term["since"]):
            return total, total + own
        total += own
    raise LookupError(f"no sale to customer {term['customer']} on day {term['since']}")
