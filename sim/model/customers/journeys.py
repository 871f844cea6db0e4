"""A buying journey: from the day a need arises to a purchase or to no decision."""

from typing import Any

import numpy as np

from sim.engine.compiled import compiled
from sim.engine.luck import uniform
from sim.model.state.customers import DORMANT, Needs, await_need, days_to_need
from sim.model.state.ledger import ENDED, Ledger, close_deal
from sim.records import Outcome

_WON, _LOST, _NO_DECISION = (
    np.int64(Outcome.WON),
    np.int64(Outcome.LOST),
    np.int64(Outcome.NO_DECISION),
)


@compiled
def end_journey(
    i: int, firm: int, time: float, customers: Any, ledger: Ledger, entries: Needs,
    buyer: Any, entry_key: int,
) -> None:  # fmt: skip
    """Record how the journey ended (``firm`` −1: no decision), close deals, rest until the next."""
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
    row["stage"], row["considered"], row["waiting"] = DORMANT, 0, -1
    row["reading"], row["chosen"] = -1, -1
    row["first_contact"], row["first_firm"], row["progress"] = np.nan, -1, 0.0
    row["decided_before"], row["favourite"], row["talks"] = False, -1, 0
    row["journeys"] += 1
    rested = int(time) + 1 + buyer.rest_days
    # A need awaited for later stays: at a constant hazard the wait from here has the same law.
    if not row["awaited"] or row["needs"] < rested:
        wait = days_to_need(i, uniform(entry_key, i, row["journeys"]), buyer, entries)
        await_need(row, i, rested + wait, entries)
