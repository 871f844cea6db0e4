"""Bookings by week of the quarter: is there a hockey stick?"""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure

from sim.config import Config
from sim.config.working_days import QUARTER, WEEK
from sim.metrics.summary import Interval, intervals
from sim.plots import style
from sim.plots.data import FOCAL, NoDataError, Tables, counted, per_replicate, replicates
from sim.plots.words import over_replicates, percent
from sim.records import Outcome

if TYPE_CHECKING:
    from pandas import DataFrame

WEEKS = QUARTER // WEEK


def figure(tables: Tables, config: Config) -> Figure:
    """The focal firm's new business by week of the quarter, over whole quarters."""
    first = -(-config.warmup_days // QUARTER) * QUARTER
    quarters = (config.warmup_days + config.days - first) // QUARTER
    if quarters < 1:
        raise NoDataError("less than a whole quarter was counted")
    won = _won(tables, config, first, first + quarters * QUARTER)
    found = intervals(per_replicate(tables, won, _shares))
    last = Interval(*(part[-1].item() for part in found))
    with style.look():
        page, axes = style.page(
            _finding(last),
            "Share of a quarter’s new business, by value, that is signed in each of its 13 weeks",
            over_replicates(len(replicates(tables)), "Whiskers")
            + f" {len(won):,} deals won in {quarters} quarters per replicate.",
        )
        week = np.arange(1, WEEKS + 1)
        looks = ((week < WEEKS, style.SKY, ""), (week == WEEKS, style.VERMILLION, "////"))
        for chosen, colour, hatch in looks:
            axes.bar(week[chosen], found.mean[chosen], 0.82, color=colour, hatch=hatch,
                     edgecolor="white", lw=0)  # fmt: skip
        style.whiskers(axes, week, found)
        axes.axhline(1 / WEEKS, color=style.INK, lw=1.1, ls="--")
        style.line_end(axes, WEEKS + 0.6, 1 / WEEKS, "even pace\n7.7 %", style.INK)
        style.rules(axes)
        style.per_cent(axes)
        axes.set(xlabel="week of the quarter", ylabel="share of new business", xticks=week,
                 xlim=(0.4, WEEKS + 0.6))  # fmt: skip
    return page


def _won(tables: Tables, config: Config, start: int, end: int) -> "DataFrame":
    deals = counted(tables, "deals", "closed", config)
    chosen = (deals["firm"] == FOCAL) & (deals["outcome"] == Outcome.WON)
    won = deals[chosen & (deals["closed"] >= start) & (deals["closed"] < end)]
    if not len(won):
        raise NoDataError("the focal firm won no deal in a whole quarter")
    return won


def _shares(won: "DataFrame") -> Any:
    if not len(won):
        return np.full(WEEKS, np.nan)
    week = won["closed"].to_numpy().astype(np.int64) % QUARTER // WEEK
    value = np.bincount(week, won["value"].to_numpy(), WEEKS)
    return value / value.sum()


def _finding(last: Interval) -> str:
    even = 1 / WEEKS
    if last.low > even or last.high < even:
        return (f"The last week of the quarter takes {percent(last)} of its business, "
                f"{last.mean / even:.1f} times an even share")  # fmt: skip
    text = "No clear rush at the end: a quarter’s last week takes"
    return f"{text} {percent(last)} of its business"
