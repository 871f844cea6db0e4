"""Answers to inquiries: how soon, and what comes of who answers first."""

from typing import Any

import numpy as np

from sim.facts.estimators.leads import asked, called
from sim.metrics.kpis import clock_hours
from sim.records import Outcome, Rows

Numbers = np.ndarray[Any, np.dtype[np.float64]]
# What became of an inquiry that came in so late is not yet known.
OPEN_DAYS = 20


def by_hour(leads: Rows, end: int) -> Numbers:
    """Inquiries first called in their first and in their second hour [hour; called, qualified].

    Qualified is who was reached and has a deal. Who was put through to a rep was not called.
    """
    leads = leads[asked(leads) & called(leads) & (leads["created"] < end - OPEN_DAYS)]
    hours = clock_hours(leads["first_attempt"]) - clock_hours(leads["created"])
    hour = np.digitize(hours, (1.0, 2.0), right=True)
    qualified = (~np.isnan(leads["reached"]) & (leads["deal"] >= 0)).astype(np.float64)
    return np.array([np.bincount(hour, one, 3) for one in (np.ones(len(hour)), qualified)]).T[:2]


def first_answers(leads: Rows, journeys: Rows, start: int) -> Numbers:
    """Journeys in which two or more firms were asked: all that ended after ``start``, those that
    ended in a purchase, and those of them won by the firm that answered first."""
    ended = journeys[(journeys["ended"] >= start)]
    ended = ended[np.lexsort((ended["entered"], ended["customer"]))]
    inquiries = leads[asked(leads)]
    place = _journey_of(inquiries, ended)
    inquiries, place = inquiries[place >= 0], place[place >= 0]
    firms = np.unique(np.column_stack([place, inquiries["firm"]]), axis=0)[:, 0]
    several = np.bincount(firms, minlength=len(ended)) >= 2
    answered = inquiries["first_attempt"]
    order = np.lexsort((answered, place))
    order = order[~np.isnan(answered[order])]
    journey, begins = np.unique(place[order], return_index=True)
    first = np.full(len(ended), -1)
    first[journey] = inquiries["firm"][order][begins]
    bought = several & (ended["outcome"] == Outcome.WON)
    return np.array([several.sum(), bought.sum(), (bought & (first == ended["firm"])).sum()], float)


def _journey_of(inquiries: Rows, journeys: Rows) -> Any:
    """The place of the journey in which each inquiry was made, −1 for none of these."""
    if not len(journeys):
        return np.full(len(inquiries), -1)
    far = float(max(journeys["ended"].max(), inquiries["created"].max(initial=0.0)) + 2.0)
    keys = journeys["customer"] * far + journeys["entered"]
    wanted = inquiries["customer"] * far + inquiries["created"]
    place = np.maximum(np.searchsorted(keys, wanted, side="right") - 1, 0)
    own = journeys[place]
    inside = (own["customer"] == inquiries["customer"]) & (own["entered"] <= inquiries["created"])
    return np.where(inside & (inquiries["created"] <= own["ended"]), place, -1)
