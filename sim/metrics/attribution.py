"""Attribution: the leads of an opportunity's contact, and the lead to which a win is credited.

The lead of an opportunity is the contact's last one with the firm by the time at which it was
opened, or last taken up again, as a CRM matches by contact, whatever the age; the first is kept
beside it (first and last touch). Published lead-to-deal rates follow a lead for a set time, and so
does :func:`credited`.
"""

from typing import NamedTuple

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
Places = NDArray[np.int64]


class Touches(NamedTuple):
    """Rows of the first and the last lead of each opportunity's contact, −1 for none."""

    first: Places
    last: Places


def touches(opportunities: Rows, leads: Rows, lookback: float = 0.0) -> Touches:
    """The first and the last lead that each contact had with the firm when it was last taken up.

    Args:
        opportunities: Rows of opportunities of one run.
        leads: Rows of leads; numbers in the answer are their places here.
        lookback: Days before that to which leads count; 0 is without a limit.
    """
    when = opportunities["taken_up"]
    oldest = when - lookback if lookback else np.full(len(opportunities), -np.inf)
    order = _in_order(leads, opportunities)
    pair, created = _pair(leads, order), leads["created"][order]
    wanted = _pair(opportunities)
    until = _place(pair, created, wanted, when, "right")
    begin = _place(pair, created, wanted, oldest, "left")
    none, there = len(order), begin < until
    order = np.append(order, -1)  # the place of whoever has none
    first = order[np.where(there, begin, none)]
    return Touches(first, order[np.where(there, until - 1, none)])


def _in_order(leads: Rows, among: Rows) -> Places:
    """The places of the leads whose customer is in one of these rows, by pair and time."""
    some = np.flatnonzero(_of_same_customers(leads, among))
    return some[np.lexsort((leads["created"][some], _pair(leads, some)))]


def _of_same_customers(leads: Rows, among: Rows) -> NDArray[np.bool_]:
    there = np.zeros(max(_most(leads), _most(among)) + 1, bool)
    there[among["customer"]] = True
    found: NDArray[np.bool_] = there[leads["customer"]]
    return found


def _most(rows: Rows) -> int:
    return int(rows["customer"].max()) if len(rows) else -1


def _pair(rows: Rows, places: Places | slice = slice(None)) -> Places:
    """A number of its own for each customer and firm."""
    pair: Places = rows["customer"][places].astype(np.int64) * 128 + rows["firm"][places]
    return pair


def _place(pair: Places, created: Rows, wanted: Places, time: Rows, side: str) -> Places:
    """The place among leads in the order of pair and time at which such a time would stand."""
    whose, when = np.concatenate([pair, wanted]), np.concatenate([created, time])
    asks = np.arange(len(whose)) >= len(pair)
    order = np.lexsort((asks if side == "right" else ~asks, when, whose))
    found = np.empty(len(whose), np.int64)
    found[order] = np.cumsum(~asks[order])
    return found[len(pair) :]


def credited(leads: Rows, deals: Rows, days: float = CREDIT_DAYS) -> NDArray[np.bool_]:
    """Whether each lead is credited with a win.

    A win is credited to the customer's last lead with the firm, if that was created in the ``days``
    before the win; to one lead at most, whether or not the lead was still open.
    """
    won, found = deals[deals["outcome"] == Outcome.WON], np.zeros(len(leads), bool)
    order = _in_order(leads, won)
    if not len(order):
        return found
    pair, created, buyer = _pair(leads, order), leads["created"][order], _pair(won)
    place = _place(pair, created, buyer, won["closed"], "right") - 1
    last = np.maximum(place, 0)
    own = (place >= 0) & (pair[last] == buyer) & (won["closed"] - created[last] <= days)
    found[order[last[own]]] = True
    return found


def lead_to_win(
    leads: Rows, deals: Rows, start: float, end: float, focal: int
) -> dict[str, NDArray[np.bool_]]:
    """By KPI, for each lead that was followed up: whether a win is credited to it.

    Followed up are the leads whose :data:`CREDIT_DAYS` ended from ``start`` to ``end``, so that
    each of them had as long to become a win as any other. Of all leads together a win is credited
    to the last, whether content brought it or the customer asked for a rep; of content leads, in
    all and by source, to the last of these, and of inquiries to the last of those.
    """
    groups: dict[str, NDArray[np.bool_]] = {}
    followed, inquiry = follow(leads, start, end), leads["inquiry"]
    own, channel = leads["firm"] == focal, leads["channel"]
    buyers = np.flatnonzero(_of_same_customers(leads, deals[deals["outcome"] == Outcome.WON]))
    for name, some in (("lead", ~np.zeros_like(inquiry)), ("content", ~inquiry),
                       ("inquiry", inquiry)):  # fmt: skip
        won, rows = np.zeros(len(leads), bool), buyers[some[buyers]]
        won[rows] = credited(leads[rows], deals)
        of = followed & some
        groups |= {f"{name}_to_win": won[of & own], f"{name}_to_win_market": won[of]}
        for source, channels in SOURCES.items() if name == "content" else ():
            from_it = np.isin(channel, [CHANNELS.index(one) for one in channels])
            groups[f"lead_to_win_{source}"] = won[of & own & from_it]
    return groups


def follow(leads: Rows, start: float, end: float) -> NDArray[np.bool_]:
    """Whether the time in which a lead may become a win ended from ``start`` to ``end``."""
    until = leads["created"] + CREDIT_DAYS
    found: NDArray[np.bool_] = (until >= start) & (until < end)
    return found
