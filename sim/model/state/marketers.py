"""Marketers: few, each with hours in hand and a backlog of what the calendar asked for."""

from typing import NamedTuple

import numpy as np

from sim.engine.compiled import compiled
from sim.engine.rows import Floats, Settings, Table, Whole

# A marketer can work ahead by this many days, or as long as the dearest item takes, no more.
_DAYS_AHEAD = 5.0


class Marketers(NamedTuple):
    """Columns over all marketers."""

    firm: Whole
    place: Whole  # in the team, from 0
    team: Whole  # size of the team
    hours: Floats  # in hand
    backlog: Floats  # items asked for and not yet made [marketer, stream]
    credit: Floats  # money of the calendar that those who decide themselves have not spent yet
    dealt: Whole  # items of the calendar dealt round the team before today [firm]


def hire_all(teams: list[int], streams: int) -> Marketers:
    """A row for every marketer of every firm, with a backlog of so many streams of content."""
    firm, team = (
        np.repeat(np.arange(len(teams)), teams),
        np.repeat(np.array(teams, np.int64), teams),
    )
    place = np.array([place for size in teams for place in range(size)], np.int64)
    backlog = np.zeros((len(firm), streams))
    dealt = np.zeros(len(teams), np.int64)
    return Marketers(firm, place, team, np.zeros(len(firm)), backlog, np.zeros(len(firm)), dealt)


@compiled
def start_day(marketers: Marketers, settings: Table[Settings], kinds: Table[Settings]) -> None:
    """Add a day's hours to those that each marketer has in hand; ``settings`` are of marketing
    [firm], ``kinds`` of content [stream]."""
    dearest = 0.0
    for k in range(marketers.backlog.shape[1]):
        dearest = max(dearest, kinds[k]["hours"])
    for m in range(len(marketers.hours)):
        today = settings[marketers.firm[m]]["hours_per_day"]
        most = max(_DAYS_AHEAD * today, dearest)
        marketers.hours[m] = min(marketers.hours[m] + today, most)
