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
    order = np.lexsort((leads["created"], _pair(leads)))
    pair, created, wanted = _pair(leads)[order], leads["created"][order], _pair(opportunities)
    until = _place(pair, created, wanted, when, "right")
    begin = _place(pair, created, wanted, oldest, "left")
    order = np.append(order, -1)  # the place of whoever has none
    none, there = len(leads), begin < until
    first = order[np.where(there, begin, none)]
    return Touches(first, order[np.where(there, until - 1, none)])


def _pair(rows: Rows) -> Places:
    """A number of its own for each customer and firm."""
    pair: Places = rows["customer"].astype(np.int64) * 128 + rows["firm"]
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
    if not len(leads):
        return found
    pair, buyer = _pair(leads), _pair(won)
    order = np.lexsort((leads["created"], pair))
    place = _place(pair[order], leads["created"][order], buyer, won["closed"], "right") - 1
    last = order[np.maximum(place, 0)]
    own = (place >= 0) & (pair[last] == buyer) & (won["closed"] - leads["created"][last] <= days)
    found[last[own]] = True
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
    for name, some in (("lead", slice(None)), ("content", ~leads["inquiry"]),
                       ("inquiry", leads["inquiry"])):  # fmt: skip
        of = leads[some]
        followed = follow(of, start, end)
        won, of = credited(of, deals)[followed], of[followed]
        own = of["firm"] == focal
        groups |= {f"{name}_to_win": won[own], f"{name}_to_win_market": won}
        for source, channels in SOURCES.items() if name == "content" else ():
            from_it = np.isin(of["channel"], [CHANNELS.index(one) for one in channels])
            groups[f"lead_to_win_{source}"] = won[own & from_it]
    return groups


def follow(leads: Rows, start: float, end: float) -> NDArray[np.bool_]:
    """Whether the time in which a lead may become a win ended from ``start`` to ``end``."""
    until = leads["created"] + CREDIT_DAYS
    found: NDArray[np.bool_] = (until >= start) & (until < end)
    return found
