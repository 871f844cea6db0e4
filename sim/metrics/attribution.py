"""Attribution: the lead to which a win is credited in hindsight."""

import numpy as np
from numpy.typing import NDArray

from sim.config import CHANNELS
from sim.config.working_days import QUARTER
from sim.records import Outcome, Rows

# Published lead-to-deal rates follow a lead until a deal; half a year covers their mean cycle of
# 84 + 18 days (Implisit 2014) and most of its tail.
CREDIT_DAYS = 2 * QUARTER
SOURCES = {
    "referral": ("referral",),
    "website": ("organic_search", "direct"),
    "social": ("social",),
    "paid": ("paid_search",),
}


def credited(leads: Rows, deals: Rows, days: float = CREDIT_DAYS) -> NDArray[np.bool_]:
    """Whether each lead is credited with a win.

    A win is credited to the customer's last lead with the firm, if that was created in the ``days``
    before the win; to one lead at most, whether or not the lead was still open.
    """
    won = deals[deals["outcome"] == Outcome.WON]
    customer, firm, time = (
        np.concatenate([leads[name], won[of_win]]).astype(np.float64)
        for name, of_win in (("customer", "customer"), ("firm", "firm"), ("created", "closed"))
    )
    is_win = np.arange(len(time)) >= len(leads)
    order = np.lexsort((is_win, time, firm, customer))
    last = np.maximum.accumulate(np.where(is_win[order], -1, np.arange(len(order))))
    wins = np.flatnonzero(is_win[order] & (last >= 0))
    win, lead = order[wins], order[last[wins]]
    same = (customer[win] == customer[lead]) & (firm[win] == firm[lead])
    found = np.zeros(len(leads), bool)
    found[lead[same & (time[win] - time[lead] <= days)]] = True
    return found


def lead_to_win(
    leads: Rows, deals: Rows, start: float, end: float, focal: int
) -> dict[str, NDArray[np.bool_]]:
    """By KPI, for each lead that was followed up: whether a win is credited to it.

    Followed up are the leads whose :data:`CREDIT_DAYS` ended from ``start`` to ``end``, so that
    each of them had as long to become a win as any other.
    """
    until = leads["created"] + CREDIT_DAYS
    followed = (until >= start) & (until < end)
    won, leads = credited(leads, deals)[followed], leads[followed]
    own = leads["firm"] == focal
    groups = {"lead_to_win": won[own], "lead_to_win_market": won}
    for source, channels in SOURCES.items():
        from_it = np.isin(leads["channel"], [CHANNELS.index(name) for name in channels])
        groups[f"lead_to_win_{source}"] = won[own & from_it]
    return groups
