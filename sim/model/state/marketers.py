"""Marketers: few, each with hours and a backlog; the calendar says what is due."""

from typing import Any, NamedTuple

import numpy as np

# A marketer can work ahead by this many days, or as long as the dearest item takes, no more.
_DAYS_AHEAD = 5.0


def start_day(marketers: "Marketers", hours_per_day: Any, dearest: float) -> None:
    """Add a day's hours to those that each marketer has in hand."""
    today = hours_per_day[marketers.firm]
    most = np.maximum(_DAYS_AHEAD * today, dearest)
    np.minimum(marketers.hours + today, most, out=marketers.hours)


class Marketers(NamedTuple):
    """Columns over all marketers: firm, place in team, hours in hand, backlog [stream] items, and
    what those who decide themselves have not spent yet of the calendar's money."""

    firm: Any
    place: Any
    team: Any
    hours: Any
    backlog: Any
    credit: Any


def hire_all(teams: list[int], streams: int) -> Marketers:
    """A row for every marketer of every firm, with a backlog of so many streams of content."""
    firm = np.repeat(np.arange(len(teams)), teams)
    place = np.array([place for size in teams for place in range(size)], np.int64)
    team = np.repeat(np.array(teams, np.int64), teams)
    backlog = np.zeros((len(firm), streams))
    return Marketers(firm, place, team, np.zeros(len(firm)), backlog, np.zeros(len(firm)))
