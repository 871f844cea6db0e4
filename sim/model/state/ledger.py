"""The ledger: books of leads, deals, journeys and renewals, as compiled code writes them."""

from typing import Any, NamedTuple

import numpy as np

from sim.engine.appointments import Appointments, appoint
from sim.engine.compiled import compiled, forced_inline
from sim.engine.rows import Floats, Table, Whole
from sim.model.state.customers import CustomerRow
from sim.model.state.qualification import MET, NEEDY, TALKED, WON
from sim.model.state.rep_lists import Links, Lists
from sim.model.state.seats import Line
from sim.records import (
    COLUMN,
    OUTCOME,
    ConversationRow,
    DealRow,
    JourneyRow,
    LeadRow,
    Records,
    RenewalRow,
)

ENDED, ACCOUNTS, ACCOUNT_VALUE = COLUMN.journeys_ended, COLUMN.accounts, COLUMN.account_value
STOCKS = (ACCOUNTS, ACCOUNT_VALUE, COLUMN.open_leads, COLUMN.open_deals)


class Ledger(NamedTuple):
    """Rows of each record and their number, the links of reps' lists, deals agreed and leads and
    deals in hand [rep], what came of leads that were reached, the panel [firm, column]."""

    leads: Table[LeadRow]
    lead_count: Whole
    deals: Table[DealRow]
    deal_count: Whole
    journeys: Table[JourneyRow]
    journey_count: Whole
    conversations: Table[ConversationRow]
    conversation_count: Whole
    renewals: Table[RenewalRow]
    renewal_count: Whole
    below: Links
    after: Links
    to_sign: Links
    diary: Appointments
    agreed: Whole
    load: Whole
    met: Whole
    panel: Floats


def ledger_of(records: Records, lists: Lists, days: Links, *others: Any) -> Ledger:
    """Today's ledger over the records as they lie in memory now, with its last arrays as others."""
    tables = records.leads, records.deals, records.journeys, records.conversations, records.renewals
    arrays = [array for table in tables for array in (table.rows, table.count)]
    diary = Appointments(days, lists.diary)
    return Ledger._make([*arrays, lists.below, lists.after, lists.to_sign, diary, *others])


@forced_inline
def new_lead(i: int, firm: int, channel: int, time: float, ledger: Ledger) -> int:
    """Write down a lead of which nothing is known yet but its time and its channel."""
    number = ledger.lead_count[0]
    ledger.lead_count[0] = number + 1
    lead = ledger.leads[number]
    lead["customer"], lead["firm"], lead["channel"], lead["created"] = i, firm, channel, time
    lead["routed"], lead["first_attempt"] = np.nan, np.nan
    lead["reached"], lead["ended"] = np.nan, np.nan
    lead["rep"], lead["deal"], lead["last_attempt"] = -1, -1, -1
    lead["outcome"] = OUTCOME.OPEN
    ledger.panel[firm, COLUMN.leads] += 1.0
    ledger.panel[firm, COLUMN.open_leads] += 1.0
    return int(number)


@forced_inline
def end_lead(
    lead: int, outcome: int, time: float, customers: Table[CustomerRow], ledger: Ledger
) -> None:
    """Stamp a lead's end; every lead ends once."""
    record = ledger.leads[lead]
    if record["outcome"] != OUTCOME.OPEN:
        return
    record["outcome"] = outcome
    record["ended"] = max(time, record["created"])
    firm = np.int64(record["firm"])
    ledger.panel[firm, COLUMN.open_leads] -= 1.0
    if record["rep"] >= 0:
        ledger.load[record["rep"]] -= 1
    if record["reached"] >= 0.0 and not record["inquiry"]:
        _tell(record, ledger.met[firm])
    row = customers[record["customer"]]
    if row["open_lead"][firm] == lead:
        row["open_lead"][firm] = -1
        if (row["asked"] >> firm) & 1:
            not_asked(row, firm)


@compiled
def _tell(lead: LeadRow, met: Whole) -> None:
    """Count what came of a lead that a rep called and reached."""
    day = int(lead["reached"])
    when = min(2 * day + int(lead["reached"] > day), len(met) - 1)
    told = met[when, lead["channel"]]
    told[MET] += 1
    if lead["outcome"] != OUTCOME.NO_NEED:
        told[NEEDY] += 1
        told[TALKED] += lead["deal"] >= 0
        told[WON] += lead["outcome"] == OUTCOME.WON


@forced_inline
def not_asked(row: CustomerRow, firm: int) -> None:
    """The customer has no form with a firm any more, and does not wait for its call."""
    row["asked"] &= int(~(1 << firm))
    if row["waiting"] == firm:
        row["waiting"] = -1


@forced_inline
def queue(d: int, line: Line, ledger: Ledger) -> None:
    """Put a deal last in a queue: of first conversations, or of follow-ups."""
    deal = ledger.deals[d]
    if deal["queued"]:
        return
    deal["queued"] = True
    ledger.after[d] = -1
    if deal["talks"] == 0:
        last = line["new_last"]
        line["new_last"] = d
        if last < 0:
            line["new_first"] = d
    else:
        last = line["due_last"]
        line["due_last"] = d
        if last < 0:
            line["due_first"] = d
    if last >= 0:
        ledger.after[last] = d


@forced_inline
def follow_up(d: int, time: float, ledger: Ledger) -> None:
    """Write a deal in the diary for a later day; one that is in it already moves when it is due."""
    deal = ledger.deals[d]
    deal["due"] = time
    if not deal["in_diary"]:
        deal["in_diary"] = True
        appoint(ledger.diary, int(time), d)


@forced_inline
def pass_on(d: int, rep: int, ledger: Ledger) -> None:
    """Give an open deal, which is in no line any more, to another rep."""
    deal = ledger.deals[d]
    ledger.load[deal["rep"]] -= 1
    ledger.load[rep] += 1
    if deal["agreed"] >= 0.0:
        ledger.agreed[deal["rep"]] -= 1
        ledger.agreed[rep] += 1
    deal["rep"] = rep


@forced_inline
def close_deal(
    d: int, outcome: int, time: float, customers: Table[CustomerRow], ledger: Ledger
) -> None:
    """Stamp a deal's end, and its leads'."""
    deal = ledger.deals[d]
    firm = np.int64(deal["firm"])
    if deal["lead"] >= 0:
        # As it is. On the shelf, who reads a page first has its neighbours in memory, too.
        ledger.leads[deal["lead"]]["mql"] = True
    # Reps' clocks run side by side: what was opened later today cannot have ended before.
    deal["outcome"], deal["closed"] = outcome, max(time, deal["opened"])
    if deal["agreed"] >= 0.0:
        ledger.agreed[deal["rep"]] -= 1
    row = customers[deal["customer"]]
    row["open_deal"][firm] = -1
    if row["waiting"] == firm:
        row["waiting"] = -1
    ledger.panel[firm, COLUMN.open_deals] -= 1.0
    if deal["rep"] >= 0:
        ledger.load[deal["rep"]] -= 1
    if outcome == OUTCOME.WON:
        ledger.panel[firm, COLUMN.wins] += 1.0
    elif outcome == OUTCOME.LOST:
        ledger.panel[firm, COLUMN.losses] += 1.0
    else:
        ledger.panel[firm, COLUMN.no_decisions] += 1.0
    earlier = np.int64(row["open_lead"][firm])
    if earlier >= 0 and ledger.leads[earlier]["deal"] == d:
        end_lead(earlier, outcome, deal["closed"], customers, ledger)
    if deal["lead"] >= 0:
        end_lead(np.int64(deal["lead"]), outcome, deal["closed"], customers, ledger)
