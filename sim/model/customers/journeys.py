"""A buying journey: from the day a need arises to a purchase or to no decision."""

from typing import NamedTuple

import numpy as np

from sim.engine.compiled import compiled
from sim.engine.luck import uniform
from sim.engine.slots import NEED, Purpose
from sim.model.state.customers import DORMANT, Customers, Needs, await_need, days_to_need
from sim.model.state.ledger import ENDED, Ledger, close_deal
from sim.model.state.parameters import BuyerNumbers
from sim.model.state.world import World
from sim.records import Outcome

_WON, _LOST = np.int64(Outcome.WON), np.int64(Outcome.LOST)
_NO_DECISION = np.int64(Outcome.NO_DECISION)


class Journeys(NamedTuple):
    """All that the end of a journey changes; ``entry_key`` is the luck of the next need."""

    customers: Customers
    ledger: Ledger
    needs: Needs
    buyer: BuyerNumbers
    entry_key: np.uint64


def journeys_of(world: World, ledger: Ledger) -> Journeys:
    """Journeys in today's books."""
    customers, key = world.customers, world.life[Purpose.ENTRY]
    return Journeys(customers.rows, ledger, customers.needs, customers.buyer, key)


@compiled
def end_journey(i: int, firm: int, time: float, journeys: Journeys) -> None:
    """Record a purchase, or no decision (``firm`` −1), close the customer's deals, and rest."""
    customers, ledger, buyer = journeys.customers, journeys.ledger, journeys.buyer
    row = customers[i]
    n = ledger.journey_count[0]
    ledger.journey_count[0] = n + 1
    record = ledger.journeys[n]
    record["customer"], record["entered"], record["ended"] = i, row["entered"], time
    record["outcome"] = _WON if firm >= 0 else _NO_DECISION
    record["firm"], record["talks"] = firm, row["talks"]
    record["first_contact"], record["first_firm"] = row["first_contact"], row["first_firm"]
    record["progress"], record["decided_before"] = row["progress"], row["decided_before"]
    record["favourite"] = row["favourite"]
    for other in range(len(row["value"])):
        ledger.panel[other, ENDED] += 1.0
        d = np.int64(row["open_deal"][other])
        if d >= 0:
            close_deal(d, _LOST if firm >= 0 else _NO_DECISION, time, customers, ledger)
    row["stage"], row["considered"], row["waiting"], row["asked"] = DORMANT, 0, -1, 0
    row["reading"], row["chosen"] = -1, -1
    row["first_contact"], row["first_firm"], row["progress"] = np.nan, -1, 0.0
    row["decided_before"], row["favourite"], row["talks"] = False, -1, 0
    row["journeys"] += 1
    rested = int(time) + 1 + buyer.rest_days
    # A need awaited for later stays: at a constant hazard the wait from here has the same law.
    if not row["awaited"] or row["needs"] < rested:
        luck = uniform(journeys.entry_key, i, NEED + row["journeys"])
        wait = days_to_need(i, luck, buyer, journeys.needs)
        await_need(row, i, rested + wait, journeys.needs)
