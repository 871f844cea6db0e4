"""Rows: the columns of every event table and of the daily panel.

Times are days from the start of the warm-up, agents are row numbers, and −1 is nobody.
"""

from collections import namedtuple
from typing import Any, TypedDict

import numpy as np

from sim.config.content_kinds import KINDS
from sim.engine.rows import (
    Flag,
    Float32,
    Float64,
    Int8,
    Int16,
    Int32,
    columns_of,
    packed,
    structure_of,
)
from sim.records.activities import HOURS_BY_ACTIVITY

# Where a touch comes from: a kind of content, or what another customer says.
SOURCES = (*KINDS, "word_of_mouth")


class LeadRow(TypedDict):
    """A lead, from the day a customer leaves a name, or asks for a rep, to the day it ends."""

    customer: Int32
    firm: Int8
    channel: Int8  # number among CHANNELS
    inquiry: Flag  # whether the customer asked for a rep; else content or a friend brought it
    created: Float64  # day
    score: Float64
    worth: Float64  # of a call today, as the rep sees it (wins an hour)
    mql: Flag  # whether marketing calls it qualified
    last_attempt: Int32  # day of the last call, -1 for none
    routed: Float64  # day on which a rep has it
    rep: Int32  # -1 for none, or for who was put through to a rep at once
    attempts: Int8  # calls
    first_attempt: Float64  # day of the first call, or of the first conversation
    reached: Float64  # day
    deal: Int32  # row of the deal that it became
    ended: Float64  # day
    outcome: Int8  # an Outcome
    unpursued: Int8  # an Unpursued


class DealRow(TypedDict):
    """A deal: a rep and a customer, from the request or the call to its end.

    Customer, journey and firm name the opportunity: one that was given up and taken up again in
    the same journey has several rows.
    """

    customer: Int32
    journey: Int16  # of the customer's, from 0
    firm: Int8
    rep: Int32
    origin: Int8  # an Origin
    channel: Int8
    lead: Int32  # row of the lead that was open or made it, the latest of several; -1 for none
    prospector: Int32  # rep who found it, -1 for none
    opened: Float64  # day
    due: Float64  # day of the next conversation
    first_talk: Float64  # day
    talks: Int16  # conversations
    refusals: Int8
    queued: Flag  # whether it is in a line
    in_diary: Flag  # whether it is in the diary
    hours: Float64  # spent talking
    first_contact: Flag  # whether it began the journey's first conversation
    progress: Float64  # of the decision at the first conversation, 0 to 1
    decided_before: Flag  # whether the mind was made up by then
    favourite: Int8  # firm that led then
    revealed: Int32  # pains found, as bits
    offering: Int8
    best_offering: Flag
    utility: Float64
    list_value: Float64  # money a year for what is offered so far, nothing off
    value: Float64  # money a year, discounts off
    cut: Float64  # part of the price that a promotion took off
    agreed: Float64  # day of the yes
    signs: Int32  # day of the signature
    move: Int8  # the rep's move on it
    closed: Float64  # day
    outcome: Int8  # an Outcome


class JourneyRow(TypedDict):
    """A customer's way from a need to a purchase or to no decision; written when it ends."""

    customer: Int32
    entered: Int32  # day
    ended: Float64  # day
    outcome: Int8
    firm: Int8  # bought from, -1 for none
    first_contact: Float64  # day
    first_firm: Int8  # first talked to
    progress: Float64
    decided_before: Flag
    favourite: Int8
    talks: Int16


class ConversationRow(TypedDict):
    """A conversation between a rep and a customer, with what it left behind."""

    time: Float64  # day
    customer: Int32
    firm: Int8
    rep: Int32
    deal: Int32
    number: Int16  # of the deal, from 1
    origin: Int8
    hours: Float64
    skill: Float64
    knowledge: Float64  # skill, unless sales.knowledge sets them apart
    pains_revealed: Int8
    offering: Int8
    progress: Float64
    confidence: Float64  # chance that the leader is best, as the customer sees it
    outcome: Int8


class RenewalRow(TypedDict):
    """The end of an account's term, or its being broken off (values in money a year)."""

    day: Int32
    customer: Int32
    firm: Int8
    rep: Int32
    since: Int32
    value_before: Float64
    value_after: Float64
    satisfaction: Float64
    outcome: Int8


class TouchRow(TypedDict):
    """A signal that reached a customer before a purchase (precision in 1/utility²)."""

    day: Int32
    customer: Int32
    firm: Int8
    source: Int8
    searching: Flag
    lead: Flag
    precision: Float32


class ContentRow(TypedDict):
    """Items of content that a marketer published in a day."""

    day: Int32
    firm: Int16
    marketer: Int32
    kind: Int16
    channel: Int16
    topic: Int16
    items: Float64
    hours: Float64
    cost: Float64


class PayRow(TypedDict):
    """Pay that a component of the plan owed a rep at the end of a period, or took back (money).

    ``share`` is the part of the period for which the rep was there, and 0 where pay is taken back
    and for an instalment, whose quota is the period's; ``taken_back`` is that pay, or the credit
    that is missing.
    """

    day: Int32
    rep: Int32
    firm: Int16
    component: Int16
    days: Int32
    measure: Int16
    credit: Float64
    quota: Float64
    attainment: Float64
    pay: Float64
    share: Float64
    taken_back: Float64
    balance: Float64


class StaffRow(TypedDict):
    """A person's time in a seat, written when the person leaves or the run ends."""

    day: Int32
    rep: Int32
    firm: Int16
    skill: Float64
    person: Int32
    joined: Int32
    vacant_days: Int32
    stays: Flag
    hours_worked: Float64
    pay: Float64


LEAD, DEAL = packed(columns_of(LeadRow)), packed(columns_of(DealRow))
JOURNEY, CONVERSATION = packed(columns_of(JourneyRow)), packed(columns_of(ConversationRow))
RENEWAL, TOUCH = packed(columns_of(RenewalRow)), packed(columns_of(TouchRow))
CONTENT, PAY, STAFF = structure_of(ContentRow), structure_of(PayRow), structure_of(StaffRow)

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
    "leads", "mqls", "sqls", "inquiries", "calls", "talks", "wins", "losses", "no_decisions",
    "revenue_new", "revenue_renewal", "items", "reach", "content_cost", "wages", "salary",
    "variable_pay", *HOURS_BY_ACTIVITY, "hours_worked", "effort", "accounts", "account_value",
    "open_leads", "open_deals", "reps", "quits", "hires", "vacancies", "in_market", "entered",
    "journeys_ended",
)  # fmt: skip
# The place of each column by its name, as compiled code takes it.
COLUMN: Any = namedtuple("Column", PANEL)(*range(len(PANEL)))
