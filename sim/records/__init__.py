"""Records: one typed row an event, appended as it happens, never summarised here.

A lead and a deal are rows from birth: the day moves them along and stamps them, and when they end
the row is the record. Times are working days as real numbers since the start of the warm-up
(day 3.25 is a quarter through the fourth day); an event that has not happened is NaN. Agents are
row numbers; −1 is nobody.
"""

from sim.records.activities import ACTIVITIES, HOURS_BY_ACTIVITY, SELLING_HOURS
from sim.records.outcomes import ORIGIN, OUTCOME, UNPURSUED, Origin, Outcome, Unpursued
from sim.records.rows import (
    COLUMN,
    CONTENT,
    CONVERSATION,
    DEAL,
    JOURNEY,
    LEAD,
    PANEL,
    PAY,
    RENEWAL,
    REP_TIME,
    SOURCES,
    STAFF,
    TABLES,
    TOUCH,
    ContentRow,
    ConversationRow,
    DealRow,
    JourneyRow,
    LeadRow,
    PayRow,
    RenewalRow,
    StaffRow,
    TouchRow,
)
from sim.records.tables import Records, Rows, Table

__all__ = [
    "ACTIVITIES",
    "COLUMN",
    "CONTENT",
    "CONVERSATION",
    "DEAL",
    "HOURS_BY_ACTIVITY",
    "JOURNEY",
    "LEAD",
    "ORIGIN",
    "OUTCOME",
    "PANEL",
    "PAY",
    "RENEWAL",
    "REP_TIME",
    "SELLING_HOURS",
    "SOURCES",
    "STAFF",
    "TABLES",
    "TOUCH",
    "UNPURSUED",
    "ContentRow",
    "ConversationRow",
    "DealRow",
    "JourneyRow",
    "LeadRow",
    "Origin",
    "Outcome",
    "PayRow",
    "Records",
    "RenewalRow",
    "Rows",
    "StaffRow",
    "Table",
    "TouchRow",
    "Unpursued",
]
