"""Opportunities: deals as a CRM counts them, one a firm and journey of a customer.

A deal that was given up and taken up again in the same journey is one opportunity, reopened. Who
asked and was never talked to is an inquiry, and no opportunity.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.rows import Float64, Int8, Int16, Int32, columns_of, packed
from sim.records.outcomes import Outcome
from sim.records.rows import DEAL, DealRow
from sim.records.tables import Rows

Places = NDArray[np.int64]
# Of the first deal, and of the first in which there was a conversation; all else is of the last.
_BEGUN = ("opened", "origin", "channel")
_FIRST_TALKED = ("first_talk", "progress", "decided_before", "favourite", "first_contact")
_SUMMED = ("talks", "hours")


class OpportunityRow(DealRow):
    """An opportunity: how it began, with all conversations, and how its last deal stands."""

    first: Int32  # row of its first deal
    last: Int32  # row of its last deal
    taken_up: Float64  # day on which its last deal was opened
    reopened: Int16  # times that it was taken up again
    bought_from: Int8  # firm that the customer bought from in that journey, -1 for none


OPPORTUNITY = packed(columns_of(OpportunityRow))


class Opportunities(NamedTuple):
    """``rows`` in the order of their first deals; ``of_deal``: the place among them of each deal's
    opportunity, −1 where nobody talked."""

    rows: Rows
    of_deal: Places


class _Groups(NamedTuple):
    """Deals side by side with those of the same opportunity, and where each group begins."""

    deals: Rows
    members: Places
    starts: Places
    ends: Places

    def summed(self, name: str) -> Any:
        """A column's sum over each opportunity's deals."""
        return np.add.reduceat(self.deals[name][self.members], self.starts)


def opportunities(deals: Rows) -> Opportunities:
    """Count deals as a CRM does: one opportunity a firm and journey of a customer.

    Args:
        deals: Rows of deals as they happened; of several runs, with a column ``replicate``.
    """
    runs = ("replicate",) if "replicate" in (deals.dtype.names or ()) else ()
    of_deal, journey = np.full(len(deals), -1, np.int64), (*runs, "customer", "journey")
    order = np.lexsort([deals[name] for name in ("firm", *journey[::-1])])
    number = _numbered(deals[order], (*journey, "firm"))
    talked = np.bincount(number, deals["talks"][order]) > 0
    kept = talked[number]
    if not kept.any():
        return Opportunities(np.zeros(0, _kind(runs)), of_deal)
    bought = _bought_from(deals[order], journey)[kept]
    members, number = order[kept], number[kept]
    starts = np.flatnonzero(np.diff(number, prepend=-1))
    ends = np.append(starts[1:], len(members)) - 1
    rows = _rows(_Groups(deals, members, starts, ends), runs)
    rows["bought_from"] = bought[starts]
    by_first = np.argsort(rows["first"])
    place = np.empty(len(rows), np.int64)
    place[by_first] = np.arange(len(rows))
    of_deal[members] = np.repeat(place, ends - starts + 1)
    return Opportunities(rows[by_first], of_deal)


def _kind(runs: tuple[str, ...]) -> Any:
    columns = [(name, OPPORTUNITY[name]) for name in OPPORTUNITY.names or ()]
    return np.dtype([*((name, np.int64) for name in runs), *columns])


def _numbered(rows: Rows, keys: tuple[str, ...]) -> Places:
    """The number of each row's group, in which neighbours agree in these columns."""
    new = np.zeros(len(rows), bool)
    for name in keys:
        new[1:] |= rows[name][1:] != rows[name][:-1]
    return np.cumsum(new)


def _rows(of: _Groups, runs: tuple[str, ...]) -> Rows:
    """A row for each group of deals."""
    made, first, last = np.zeros(len(of.starts), _kind(runs)), of.starts, of.ends
    for name in (*runs, *(DEAL.names or ())):
        made[name] = of.deals[name][of.members[last]]
    made["taken_up"] = made["opened"]
    for name in _BEGUN:
        made[name] = of.deals[name][of.members[first]]
    for name in _SUMMED:
        made[name] = of.summed(name)
    silent = of.deals["talks"][of.members] == 0
    place = np.where(silent, len(of.members), np.arange(len(of.members)))
    begun = of.members[np.minimum.reduceat(place, of.starts)]
    for name in _FIRST_TALKED:
        made[name] = of.deals[name][begun]
    made["first"], made["last"] = of.members[first], of.members[last]
    made["reopened"] = last - first
    return made


def _bought_from(deals: Rows, journey: tuple[str, ...]) -> Places:
    """The firm that each deal's customer bought from in that journey, −1 for none."""
    number = _numbered(deals, journey)
    bought, won = np.full(int(number[-1]) + 1, -1), deals["outcome"] == Outcome.WON
    bought[number[won]] = deals["firm"][won]
    found: Places = bought[number]
    return found
