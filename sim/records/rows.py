"""Rows: the columns of every event table and of the daily panel."""

import numpy as np

from sim.config.market import KINDS
from sim.engine.memory import packed

# Where a touch comes from: a kind of content, or what another customer says.
SOURCES = (*KINDS, "word_of_mouth")

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
