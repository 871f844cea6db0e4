"""Two classes of lead: who asked for a rep, and who only left a name beside some content."""

from typing import Any

import numpy as np

from sim.records import Outcome, Rows

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
# Rows of tables by class of lead.
CONTENT, INQUIRY = 0, 1


def asked(leads: Rows) -> Flags:
    """Whether each lead is an inquiry, as through a web form: the customer asked for a rep."""
    return np.asarray(leads["inquiry"], np.bool_)


def called(leads: Rows) -> Flags:
    """Whether a rep called each lead; who asked and was put through at once was not called."""
    put_through = asked(leads) & (leads["rep"] < 0)
    return np.asarray((leads["attempts"] > 0) & ~put_through, np.bool_)


def pursued(leads: Rows) -> Flags:
    """Whether a rep called each lead; a lead of content also where the customer came first.

    Who asks may be put through, and then has a deal before anybody has answered.
    """
    came_first = ~asked(leads) & (leads["deal"] >= 0)
    return np.asarray(~np.isnan(leads["first_attempt"]) | came_first, np.bool_)


def handed_over(leads: Rows) -> Flags:
    """Whether each lead was meant for a rep and it is known if one pursued it.

    Meant for a rep are inquiries, and the leads of marketing that it called qualified and routed;
    not one of content in whose place the customer's own form has come.
    """
    meant = asked(leads) | (leads["mql"].astype(bool) & ~np.isnan(leads["routed"]))
    meant &= asked(leads) | (leads["outcome"] != Outcome.TAKEN_OVER)
    return np.asarray(meant & (pursued(leads) | (leads["outcome"] != Outcome.OPEN)), np.bool_)


def pursuit(leads: Rows) -> Numbers:
    """Leads handed over, and those of them that were pursued [class of lead; both]."""
    known = leads[handed_over(leads)]
    inquiry, done = asked(known).astype(np.int64), pursued(known).astype(np.float64)
    return np.array([np.bincount(inquiry, one, 2) for one in (np.ones(len(known)), done)]).T
