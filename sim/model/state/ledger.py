"""The ledger: records, reps' lists and today's panel, in the form in which compiled code writes."""

from typing import Any, NamedTuple

import numpy as np

from sim.engine.appointments import Appointments, appoint
from sim.engine.compiled import forced_inline
from sim.engine.rows import Floats, Table, Whole
from sim.records import PANEL, ConversationRow, DealRow, JourneyRow, LeadRow, Outcome, RenewalRow

LEADS, MQLS, SQLS = PANEL.index("leads"), PANEL.index("mqls"), PANEL.index("sqls")
REQUESTS, CALLS, TALKS = PANEL.index("requests"), PANEL.index("calls"), PANEL.index("talks")
WINS, LOSSES = PANEL.index("wins"), PANEL.index("losses")
NO_DECISIONS, ENDED = PANEL.index("no_decisions"), PANEL.index("journeys_ended")
NEW_REVENUE, RENEWED_REVENUE = PANEL.index("revenue_new"), PANEL.index("revenue_renewal")
ACCOUNTS, ACCOUNT_VALUE = PANEL.index("accounts"), PANEL.index("account_value")
OPEN_LEADS, OPEN_DEALS = PANEL.index("open_leads"), PANEL.index("open_deals")
HOURS, HOURS_WORKED = PANEL.index("hours_inbound"), PANEL.index("hours_worked")
EFFORT, REPS = PANEL.index("effort"), PANEL.index("reps")
VACANCIES, SALARY = PANEL.index("vacancies"), PANEL.index("salary")
STOCKS = (ACCOUNTS, ACCOUNT_VALUE, OPEN_LEADS, OPEN_DEALS)

_OPEN, _WON = np.int64(Outcome.OPEN), np.int64(Outcome.WON)
_LOST, _NO_DECISION = np.int64(Outcome.LOST), np.int64(Outcome.NO_DECISION)


class Ledger(NamedTuple):
    """Rows of each record and their number, the links of reps' lists, reps' agreed deals and all
    they have in hand, the panel [firm, column]."""

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
    below: Whole
    after: Whole
    to_sign: Whole
    diary: Appointments
    agreed: Whole
    load: Whole
    panel: Floats


def ledger_of(records: Any, lists: Any, days: Any, agreed: Any, load: Any, panel: Any) -> Ledger:
    """Today's ledger over the records as they lie in memory now."""
    tables = (
        records.leads, records.deals, records.journeys, records.conversations, records.renewals,
    )  # fmt: skip
    arrays = [array for table in tables for array in (table.rows, table.count)]
    diary = Appointments(days, lists.diary)
    return Ledger._make(
        [*arrays, lists.below, lists.after, lists.to_sign, diary, agreed, load, panel]
    )


@forced_inline
def end_lead(lead: int, outcome: int, time: float, customers: Any, ledger: Ledger) -> None:
    """Stamp a lead's end; every lead ends once."""
    record = ledger.leads[lead]
    if record["outcome"] != _OPEN:
        return
    record["outcome"] = outcome
    record["ended"] = max(time, record["created"])
    firm = np.int64(record["firm"])
    ledger.panel[firm, OPEN_LEADS] -= 1.0
    if record["rep"] >= 0:
        ledger.load[record["rep"]] -= 1
    row = customers[record["customer"]]
    if row["open_lead"][firm] == lead:
        row["open_lead"][firm] = -1


@forced_inline
def open_deal(
    customer: int, rep: int, firm: int, origin: int, channel: int, time: float, customers: Any,
    line: Any, ledger: Ledger,
) -> int:  # fmt: skip
    """Open business with a customer at the end of a line: a rep's own, or the firm's, whose rep is
    nobody yet (−1). An open lead joins it."""
    d = ledger.deal_count[0]
    ledger.deal_count[0] = d + 1
    deal, row = ledger.deals[d], customers[customer]
    deal["customer"], deal["firm"], deal["rep"] = customer, firm, rep
    deal["origin"], deal["channel"], deal["lead"] = origin, channel, row["open_lead"][firm]
    deal["opened"], deal["due"], deal["first_talk"], deal["closed"] = time, time, np.nan, np.nan
    deal["progress"], deal["utility"], deal["value"] = np.nan, np.nan, 0.0
    deal["list_value"], deal["agreed"], deal["signs"], deal["move"] = 0.0, np.nan, -1, 0
    deal["favourite"], deal["offering"], deal["outcome"] = -1, -1, _OPEN
    deal["prospector"] = -1
    if deal["lead"] >= 0:
        lead = ledger.leads[deal["lead"]]
        lead["deal"] = d
        deal["channel"] = lead["channel"]
    row["open_deal"][firm] = d
    ledger.panel[firm, OPEN_DEALS] += 1.0
    if rep >= 0:
        ledger.load[rep] += 1
    queue(d, line, ledger)
    return int(d)


@forced_inline
def queue(d: int, line: Any, ledger: Ledger) -> None:
    """Put a deal at the end of what waits in a line: first conversations, or follow-ups."""
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
def follow_up(d: int, day: int, ledger: Ledger) -> None:
    """Write a deal in the diary for a later day; one that is in it already moves when it is due."""
    deal = ledger.deals[d]
    deal["due"] = float(day)
    if not deal["in_diary"]:
        deal["in_diary"] = True
        appoint(ledger.diary, day, d)


@forced_inline
def close_deal(d: int, outcome: int, time: float, customers: Any, ledger: Ledger) -> None:
    """Stamp a deal's end, and its lead's."""
    deal = ledger.deals[d]
    firm = np.int64(deal["firm"])
    # Reps' clocks run side by side: what was opened later today cannot have ended before.
    deal["outcome"], deal["closed"] = outcome, max(time, deal["opened"])
    if deal["agreed"] >= 0.0:
        ledger.agreed[deal["rep"]] -= 1
    customers[deal["customer"]]["open_deal"][firm] = -1
    if customers[deal["customer"]]["waiting"] == firm:
        customers[deal["customer"]]["waiting"] = -1
    ledger.panel[firm, OPEN_DEALS] -= 1.0
    if deal["rep"] >= 0:
        ledger.load[deal["rep"]] -= 1
    if outcome == _WON:
        ledger.panel[firm, WINS] += 1.0
    elif outcome == _LOST:
        ledger.panel[firm, LOSSES] += 1.0
    else:
        ledger.panel[firm, NO_DECISIONS] += 1.0
    if deal["lead"] >= 0:
        end_lead(np.int64(deal["lead"]), outcome, deal["closed"], customers, ledger)
