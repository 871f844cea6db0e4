"""Outcomes: how things end, who began them, and why a lead was left."""

from enum import IntEnum

from sim.engine.rows import whole_numbers


class Outcome(IntEnum):
    """Ends of a lead, a deal, a journey or an account's term."""

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
    TAKEN_OVER = 16


class Origin(IntEnum):
    """Starts of a conversation, by who took the first step."""

    REQUEST = 0
    LEAD = 1
    COLD_CALL = 2
    FOLLOW_UP = 3


class Unpursued(IntEnum):
    """Reasons why no rep called a lead: none, as one did or need not; it came to a rep too late;
    the rep's seat was empty; others lay on top of it; no hours were left for any."""

    NOT_SO = 0
    TOO_LATE = 1
    EMPTY_SEAT = 2
    BURIED = 3
    NO_TIME = 4


# The same in the form in which compiled code takes them.
OUTCOME, ORIGIN = whole_numbers(Outcome), whole_numbers(Origin)
UNPURSUED = whole_numbers(Unpursued)
