"""The sales floor: seats, customers and today's books, and the opportunities that open there."""

from typing import NamedTuple

import numpy as np

from sim.config import CHANNELS
from sim.engine.compiled import forced_inline
from sim.engine.rows import Table
from sim.model.state.customers import CustomerRow
from sim.model.state.ledger import Ledger, queue
from sim.model.state.seats import Desks, RepRow
from sim.model.state.world import World
from sim.records import COLUMN, ORIGIN, OUTCOME

_DIRECT, _OUTBOUND = np.int64(CHANNELS.index("direct")), np.int64(CHANNELS.index("outbound"))


class Floor(NamedTuple):
    """Customers, the reps and where they sit, and the ledger."""

    customers: Table[CustomerRow]
    reps: Table[RepRow]
    desks: Desks
    ledger: Ledger


def floor_of(world: World, ledger: Ledger) -> Floor:
    """The sales floor as today's books have it."""
    return Floor(world.customers.rows, world.sales.reps, world.sales.desks, ledger)


@forced_inline
def open_deal(i: int, firm: int, rep: int, origin: int, time: float, floor: Floor) -> int:
    """Open an opportunity and queue it with its rep, or in the firm's shared line (rep −1).

    The customer's open lead becomes part of it, and then the channel is the lead's.
    """
    ledger, row = floor.ledger, floor.customers[i]
    d = ledger.deal_count[0]
    ledger.deal_count[0] = d + 1
    deal = ledger.deals[d]
    deal["customer"], deal["firm"], deal["rep"] = i, firm, rep
    deal["journey"] = row["journeys"]
    deal["origin"], deal["lead"] = origin, row["open_lead"][firm]
    deal["opened"], deal["due"], deal["first_talk"], deal["closed"] = time, time, np.nan, np.nan
    deal["progress"], deal["utility"], deal["value"] = np.nan, np.nan, 0.0
    deal["list_value"], deal["agreed"], deal["signs"], deal["move"] = 0.0, np.nan, -1, 0
    deal["favourite"], deal["offering"], deal["outcome"] = -1, -1, OUTCOME.OPEN
    deal["prospector"] = -1
    if deal["lead"] >= 0:
        ledger.leads[deal["lead"]]["deal"] = d
        deal["channel"] = ledger.leads[deal["lead"]]["channel"]
    else:
        deal["channel"] = _DIRECT if origin == ORIGIN.REQUEST else _OUTBOUND
    row["open_deal"][firm] = d
    row["asked"] &= int(~(1 << firm))
    ledger.panel[firm, COLUMN.open_deals] += 1.0
    if rep >= 0:
        ledger.load[rep] += 1
        queue(d, floor.reps[rep], ledger)
    else:
        queue(d, floor.desks.line[firm], ledger)
    return int(d)
