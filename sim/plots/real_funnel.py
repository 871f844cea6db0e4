"""A real funnel beside the simulated one: how fast leads become wins."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config import Config
from sim.plots import style
from sim.plots.data import NoDataError, Tables, replicates
from sim.plots.words import ci, over_replicates, share
from sim.real_funnel import CLOSED_BY, SOURCE, days_to_win
from sim.summary import Interval, intervals

LAST_DAY = 180


def figure(tables: Tables, config: Config) -> Figure:
    """Cumulative share of wins by calendar days since the lead, simulated and real."""
    if config.market.arrivals.per_weekday <= 0:
        raise NoDataError("leads do not come from a real funnel's demand")
    waits = days_to_win(tables, config)
    if not any(len(one) for one in waits):
        raise NoDataError("no lead was won")
    days = np.arange(LAST_DAY + 1)
    found = intervals(np.array([_closed_by(one, days) for one in waits]))
    with style.look():
        page, axes = style.page(
            _finding(found),
            "Share of wins closed so many calendar days after the lead (a working day counts 7/5)",
            over_replicates(len(replicates(tables)), "Band")
            + f" Whiskers: 95 % Wilson interval of 781 real wins. {SOURCE}",
        )
        axes.fill_between(days, found.low, found.high, color=style.BLUE, alpha=0.2, lw=0)
        axes.plot(days, found.mean, color=style.BLUE, lw=2.2)
        _real(axes)
        style.line_end(axes, LAST_DAY, found.mean[-1] - 0.02, "simulated", style.BLUE)
        style.rules(axes)
        style.per_cent(axes)
        axes.set(xlabel="calendar days since the lead", ylabel="share of wins closed",
                 xlim=(0, LAST_DAY + 3), ylim=(0, 1.02), xticks=[0, *CLOSED_BY])  # fmt: skip
    return page


def _closed_by(waits: Any, days: Any) -> Any:
    if not len(waits):
        return np.full(len(days), np.nan)
    return np.searchsorted(np.sort(waits), days, side="right") / len(waits)


def _real(axes: Axes) -> None:
    day = np.array(list(CLOSED_BY))
    mean, low, high = np.array(list(CLOSED_BY.values())).T
    real = Interval(mean, low, high, 0)
    axes.plot(day, mean, "D", mfc="white", mec=style.VERMILLION, mew=1.6, ms=6.5, zorder=6)
    style.whiskers(axes, day, real, style.VERMILLION)
    axes.annotate("real (Olist 2018)", (day[3], mean[3]), xytext=(10, -16), weight="bold", size=9,
                  textcoords="offset points", color=style.VERMILLION)  # fmt: skip


def _finding(found: Interval) -> str:
    by = [Interval(*(part[day].item() for part in found)) for day in (14, 90)]
    text = f"{share(by[0].mean)} of simulated wins close within 14 days"
    if np.isfinite(by[0].low):
        text += f" ({ci(by[0], 100)})"
    text += f", {share(CLOSED_BY[14][0])} of real ones; "
    return text + f"{share(by[1].mean)} and {share(CLOSED_BY[90][0])} within 90"
