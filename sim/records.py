"""What happened: one typed row an event, appended as it happens, never summarised here.

A lead and a deal are rows from birth: the day moves them along and stamps them, and when they end
the row is the record. Times are working days as real numbers since the start of the warm-up
(day 3.25 is a quarter through the fourth day); an event that has not happened is NaN. Agents are
row numbers; −1 is nobody.
"""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np

from sim.config.market import KINDS
from sim.memory import packed, zeros

Rows = np.ndarray[Any, np.dtype[Any]]
# Where a touch comes from: a kind of content, or what another customer says.
SOURCES = (*KINDS, "word_of_mouth")


class Outcome(IntEnum):
    """How a lead, a deal, a journey or an account's term ended."""

    OPEN = 0
    WON = 1
    LOST = 2
    NO_DECISION = 3
    NOT_QUALIFIED = 4
    UNPURSUED = 5
    UNREACHED = 6
    NO_NEED = 7
    DECLINED = 8
    RENEWED = 9
    CHURNED = 10
    SWITCHED = 11
    EXPANDED = 12
    DROPPED = 13
    UNANSWERED = 14
    AGREED = 15


class Origin(IntEnum):
    """Who started a conversation."""

    REQUEST = 0
    LEAD = 1
    COLD_CALL = 2
    FOLLOW_UP = 3


class Unpursued(IntEnum):
    """Why a lead was never called: it was, or need not be; it came to a rep too late; the rep's
    seat was empty; newer leads lay on top of it; the rep had no hours left for any; a call was not
    worth it."""

    NOT_SO = 0
    TOO_LATE = 1
    EMPTY_SEAT = 2
    BURIED = 3
    NO_TIME = 4
    NOT_WORTH_IT = 5


LEAD = packed(
    [
        ("customer", "i4"),
        ("firm", "i1"),
        ("channel", "i1"),
        ("created", "f8"),
        ("score", "f8"),
        ("mql", "?"),
        ("last_attempt", "i4"),
        ("routed", "f8"),
        ("rep", "i4"),
        ("attempts", "i1"),
        ("first_attempt", "f8"),
        ("reached", "f8"),
        ("deal", "i4"),
        ("ended", "f8"),
        ("outcome", "i1"),
        ("unpursued", "i1"),
    ]
)
DEAL = packed(
    [
        ("customer", "i4"),
        ("firm", "i1"),
        ("rep", "i4"),
        ("origin", "i1"),
        ("channel", "i1"),
        ("lead", "i4"),
        ("prospector", "i4"),
        ("opened", "f8"),
        ("due", "f8"),
        ("first_talk", "f8"),
        ("talks", "i2"),
        ("refusals", "i1"),
        ("queued", "?"),
        ("in_diary", "?"),
        ("hours", "f8"),
        ("first_contact", "?"),
        ("progress", "f8"),
        ("decided_before", "?"),
        ("favourite", "i1"),
        ("revealed", "i4"),
        ("offering", "i1"),
        ("best_offering", "?"),
        ("utility", "f8"),
        ("list_value", "f8"),
        ("value", "f8"),
        ("cut", "f8"),
        ("agreed", "f8"),
        ("signs", "i4"),
        ("move", "i1"),
        ("closed", "f8"),
        ("outcome", "i1"),
    ]
)
JOURNEY = packed(
    [
        ("customer", "i4"),
        ("entered", "i4"),
        ("ended", "f8"),
        ("outcome", "i1"),
        ("firm", "i1"),
        ("first_contact", "f8"),
        ("first_firm", "i1"),
        ("progress", "f8"),
        ("decided_before", "?"),
        ("favourite", "i1"),
        ("talks", "i2"),
    ]
)
CONVERSATION = packed(
    [
        ("time", "f8"),
        ("customer", "i4"),
        ("firm", "i1"),
        ("rep", "i4"),
        ("deal", "i4"),
        ("number", "i2"),
        ("origin", "i1"),
        ("hours", "f8"),
        ("skill", "f8"),
        ("pains_revealed", "i1"),
        ("offering", "i1"),
        ("progress", "f8"),
        ("confidence", "f8"),
        ("outcome", "i1"),
    ]
)
RENEWAL = packed(
    [
        ("day", "i4"),
        ("customer", "i4"),
        ("firm", "i1"),
        ("rep", "i4"),
        ("since", "i4"),
        ("value_before", "f8"),
        ("value_after", "f8"),
        ("satisfaction", "f8"),
        ("outcome", "i1"),
    ]
)
# What reached a customer who searched then or later: the source, an item of a kind of content or
# another customer's word; the precision that it told (1/utility²); whether it left a name.
TOUCH = packed(
    [
        ("day", "i4"),
        ("customer", "i4"),
        ("firm", "i1"),
        ("source", "i1"),
        ("searching", "?"),
        ("lead", "?"),
        ("precision", "f4"),
    ]
)
CONTENT = np.dtype(
    [
        ("day", "i4"),
        ("firm", "i2"),
        ("marketer", "i4"),
        ("kind", "i2"),
        ("channel", "i2"),
        ("topic", "i2"),
        ("items", "f8"),
        ("hours", "f8"),
        ("cost", "f8"),
    ],
    align=True,
)
PAY = np.dtype(
    [
        ("day", "i4"),
        ("rep", "i4"),
        ("firm", "i2"),
        ("component", "i2"),
        ("days", "i4"),
        ("measure", "i2"),
        ("credit", "f8"),
        ("quota", "f8"),
        ("attainment", "f8"),
        ("pay", "f8"),
        ("share", "f8"),
        ("taken_back", "f8"),
        ("balance", "f8"),
    ],
    align=True,
)
STAFF = np.dtype(
    [
        ("day", "i4"),
        ("rep", "i4"),
        ("firm", "i2"),
        ("skill", "f8"),
        ("person", "i4"),
        ("joined", "i4"),
        ("vacant_days", "i4"),
        ("stays", "?"),
        ("hours_worked", "f8"),
        ("pay", "f8"),
    ],
    align=True,
)
HOURS_BY_ACTIVITY = (
    "hours_inbound", "hours_follow_up", "hours_leads", "hours_prospecting", "hours_service",
)  # fmt: skip
# A row a person and quarter: hours by activity, and all that were worked.
REP_TIME = np.dtype(
    [
        ("day", "i4"),
        ("rep", "i4"),
        ("firm", "i2"),
        ("person", "i4"),
        ("days", "i4"),
        *((name, "f8") for name in HOURS_BY_ACTIVITY),
        ("hours_worked", "f8"),
    ],
    align=True,
)

TABLES = {
    "leads": LEAD,
    "deals": DEAL,
    "journeys": JOURNEY,
    "conversations": CONVERSATION,
    "renewals": RENEWAL,
    "content": CONTENT,
    "pay": PAY,
    "staff": STAFF,
    "rep_time": REP_TIME,
    "touches": TOUCH,
}

# The daily panel: a number per day, firm and column. Stocks are as of the end of the day.
PANEL = (
    "leads",
    "mqls",
    "sqls",
    "requests",
    "calls",
    "talks",
    "wins",
    "losses",
    "no_decisions",
    "revenue_new",
    "revenue_renewal",
    "items",
    "reach",
    "content_cost",
    "wages",
    "salary",
    "variable_pay",
    *HOURS_BY_ACTIVITY,
    "hours_worked",
    "effort",
    "accounts",
    "account_value",
    "open_leads",
    "open_deals",
    "reps",
    "quits",
    "hires",
    "vacancies",
    "in_market",
    "entered",
    "journeys_ended",
)


@dataclass
class Table:
    """Rows of one kind: ``rows`` has room to spare, ``count[0]`` of them have happened."""

    dtype: np.dtype[Any]
    room: int = 1024
    rows: Rows = field(init=False)
    count: np.ndarray[Any, np.dtype[np.int64]] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = zeros(self.room, self.dtype)
        self.count = np.zeros(1, np.int64)

    def make_room(self, more: int) -> None:
        """Make sure that ``more`` rows can be appended."""
        needed = int(self.count[0]) + more
        if needed > len(self.rows):
            grown = zeros(max(needed, 2 * len(self.rows)), self.dtype)
            grown[: self.count[0]] = self.rows[: self.count[0]]
            self.rows = grown

    def append(self, **values: Any) -> None:
        """Append one row from Python, where events are few."""
        self.make_room(1)
        row = self.rows[self.count[0]]
        for name, value in values.items():
            row[name] = value
        self.count[0] += 1

    def extend(self, rows: Rows) -> None:
        """Append rows of this kind."""
        self.make_room(len(rows))
        self.rows[self.count[0] : self.count[0] + len(rows)] = rows
        self.count[0] += len(rows)

    @property
    def happened(self) -> Rows:
        """The rows so far, as a view."""
        return self.rows[: self.count[0]]


@dataclass
class Records:
    """All that one run leaves behind: the event tables and the daily panel [day, firm, column]."""

    leads: Table
    deals: Table
    journeys: Table
    conversations: Table
    renewals: Table
    content: Table
    pay: Table
    staff: Table
    rep_time: Table
    touches: Table
    panel: np.ndarray[Any, np.dtype[np.float64]]

    @classmethod
    def empty(cls, days: int, firms: int, customers: int = 0) -> "Records":
        """Records of a run that has not begun, with the room that such a run usually takes."""
        # Room is free until rows are written; a table that grows is copied.
        usual = {
            "leads": 0.03, "deals": 0.004, "conversations": 0.01, "journeys": 0.002,
            "renewals": 0.004,
        }  # fmt: skip
        tables = {
            name: Table(dtype, 1024 + int(usual.get(name, 0.0) * customers * days))
            for name, dtype in TABLES.items()
        }
        return cls(**tables, panel=np.zeros((days, firms, len(PANEL))))

    def table(self, name: str) -> Table:
        """One event table by its name."""
        table: Table = getattr(self, name)
        return table
