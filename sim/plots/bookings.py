"""Bookings by week of the quarter: is there a hockey stick?"""

import math
from functools import partial
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.config import Config
from sim.config.working_days import WEEK
from sim.inference.intervals import Interval
from sim.inference.kinds import Kind
from sim.plots import style
from sim.plots.data import FOCAL, NoDataError, Rows, Tables, counted, summed
from sim.plots.words import over_replicates, percent
from sim.records import Outcome

QUARTER, WEEKS = 65, 13


def figure(tables: Tables, config: Config) -> Figure:
    """Draw the focal firm's new business by week of the quarter, as shares of its value.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: No whole quarter was counted, or no deal was won in one.
    """
    first, quarters = config.warmup_days, config.days // QUARTER
    if quarters < 1:
        raise NoDataError("less than a whole quarter was counted")
    rows = won(tables, config, first, first + quarters * QUARTER)
    values = partial(by_week, first=first)
    found = summed(tables, rows, values, lambda rows: rows["value"].sum(), Kind.PORTION)
    last = Interval(*(part[-1].item() for part in found))
    drawn = "Share of a quarter’s new business, by value, that is signed in each of its 13 weeks"
    note = over_replicates(tables["runs"], "Whiskers")
    note += f" {len(rows):,} deals won in {quarters} quarters per replicate."
    with style.look():
        page, axes = style.page(_finding(last), drawn, note)
        week = np.arange(1, WEEKS + 1)
        looks = ((week < WEEKS, style.SKY, ""), (week == WEEKS, style.VERMILLION, "////"))
        for chosen, colour, hatch in looks:
            style.bars(axes, week[chosen], found.mean[chosen], 0.82, colour, hatch)
        style.whiskers(axes, week, found)
        axes.axhline(1 / WEEKS, color=style.INK, lw=1.1, ls="--")
        style.line_end(axes, WEEKS + 0.6, 1 / WEEKS, "even pace\n7.7 %", style.INK)
        style.shares(axes)
        axes.set(xlabel="week of the quarter", ylabel="share of new business")
        axes.set(xticks=week, xlim=(0.4, WEEKS + 0.6))
    return page


def won(tables: Tables, config: Config, start: int, end: int) -> Rows:
    """The focal firm's deals that were won between two days; raises :class:`NoDataError`."""
    deals = counted(tables, "deals", "closed", config)
    chosen = (deals["firm"] == FOCAL) & (deals["outcome"] == Outcome.WON)
    found = deals[chosen & (deals["closed"] >= start) & (deals["closed"] < end)]
    if not len(found):
        raise NoDataError("the focal firm won no deal in a whole quarter")
    return found


def by_week(rows: Rows, first: int) -> Any:
    """The value of deals by the week of the quarter in which they closed."""
    week = (rows["closed"].to_numpy().astype(np.int64) - first) % QUARTER // WEEK
    return np.bincount(week, rows["value"].to_numpy(), WEEKS)


def _finding(last: Interval) -> str:
    even = 1 / WEEKS
    if last.low > even or last.high < even:
        share = f"{last.mean / even:.1f} times an even share"
        return f"The last week of the quarter takes {percent(last)} of its business, {share}"
    if not math.isfinite(last.low):
        return f"A quarter’s last week takes {percent(last)} of its business"
    text = "No clear rush at the end: a quarter’s last week takes"
    return f"{text} {percent(last)} of its business"
