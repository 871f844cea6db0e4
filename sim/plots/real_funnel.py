"""A real funnel beside the simulated one: inputs, fitted levels, and outputs of the model."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config import Config
from sim.inference.estimates import each
from sim.inference.intervals import Interval
from sim.inference.kinds import Kind
from sim.metrics.published_funnel import FIT, MIX, SCORE, SOURCE
from sim.metrics.real_funnel import (
    FITTED,
    INPUT,
    OUTPUT,
    compared,
    days_to_win,
    plain,
    share_of,
    won_of,
)
from sim.plots import style
from sim.plots.data import NoDataError, Rows, Tables
from sim.plots.words import ci, over_replicates, share

FIRST_DAY, LAST_DAY = 0.5, 240
HEADS = {
    INPUT: "INPUT: given,\na match proves nothing",
    FITTED: "FITTED: made to match\nJanuary, March and May",
    OUTPUT: "OUTPUT: neither given nor fitted,\nthe test of the model",
}
# Told apart by form and filling as well as by colour.
MARKS: dict[str, dict[str, Any]] = {
    INPUT: {"marker": "s", "mfc": style.GREY, "mec": style.GREY},
    FITTED: {"marker": "o", "mfc": "white", "mec": style.GREY},
    OUTPUT: {"marker": "o", "mfc": style.BLUE, "mec": style.BLUE},
}
REAL: dict[str, Any] = {"marker": "D", "mfc": "white", "mec": style.VERMILLION}
OTHER_MONTHS: dict[str, Any] = {"marker": "_", "mec": style.GREY}


def figure(tables: Tables, config: Config) -> Figure:
    """Draw channels and their conversion beside the time to a win, each under its role.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: No leads come from a real funnel's demand, or none was won.
    """
    if config.market.arrivals.per_weekday <= 0:
        raise NoDataError("leads do not come from a real funnel's demand")
    waits = days_to_win(tables, config)
    if not any(len(one) for one in waits):
        raise NoDataError("no lead was won")
    days = np.geomspace(FIRST_DAY, LAST_DAY, 400)
    won = np.array([[len(one)] for one in waits])
    found, told = (
        each(Kind.SHARE, np.array([_closed_by(one, some) for one in waits]), won)
        for some in (days, np.array([14, 90]))
    )
    facts = compared(tables, config).set_index("fact")
    drawn = "The simulated funnel beside the real one, by what the model was told of it; a working "
    drawn += "day counts 7/5 calendar days"
    note = over_replicates(tables["runs"], "Bars and band")
    note += f" Real: 95 % Wilson intervals. {SOURCE}"
    grid: Any = {"ncols": 3, "width_ratios": [1, 1, 1.9]}
    titles = {"share of all leads": share_of, "share of its leads won": won_of}
    with style.look():
        page, panels = style.page(_finding(told), drawn, note, (10.0, 5.2), **grid)
        for axes, (title, name) in zip(panels[:2], titles.items(), strict=True):
            _channels(axes, facts.loc[[name(channel) for channel in MIX]], title)
        panels[0].set_yticks(range(len(MIX)), [plain(channel) for channel in MIX])
        panels[1].set_yticks([])
        _time(panels[2], days, found)
        _legend(panels[2], [role for role in (INPUT, FITTED) if role in set(facts["role"])])
    return page


def _channels(axes: Axes, facts: Rows, title: str) -> None:
    """Simulated and real shares, a row per channel."""
    role = str(facts["role"].iloc[0])
    rows = np.arange(len(facts))
    simulated = _interval(facts[["simulated", "ci_low", "ci_high"]].to_numpy())
    real = _interval(facts[["real", "real_low", "real_high"]].to_numpy())
    colour = style.BLUE if role == OUTPUT else style.GREY
    _points(axes, rows - 0.16, simulated, colour, MARKS[role])
    _points(axes, rows + 0.16, real, style.VERMILLION, REAL)
    axes.invert_yaxis()
    style.listed(axes)
    style.per_cent(axes, "x")
    axes.set(xlabel=title, xlim=(0, 1.15 * max(np.nanmax(simulated.mean), real.high.max())))
    _head(axes, role)


def _interval(rows: Any) -> Interval:
    """Intervals from a row of estimate, low and high each."""
    return Interval(rows[:, 0], rows[:, 1], rows[:, 2], 0)


def _points(axes: Axes, places: Any, found: Interval, colour: str, mark: dict[str, Any]) -> None:
    style.whiskers(axes, places, found, colour, across=True)
    axes.plot(found.mean, places, ls="", ms=5.5, mew=1.4, zorder=6, **mark)


def _time(axes: Axes, days: Any, found: Interval) -> None:
    """Cumulative share of wins by calendar days since the lead, on a logarithmic axis."""
    axes.fill_between(days, found.low, found.high, color=style.BLUE, alpha=0.2, lw=0)
    axes.plot(days, found.mean, color=style.BLUE, lw=2.2)
    day = np.array(list(SCORE.closed_by))
    fitted = [share for share, _, _ in FIT.closed_by.values()]
    axes.plot(day, fitted, ls="", ms=8, mew=1.4, zorder=5, **OTHER_MONTHS)
    real = _interval(np.array(list(SCORE.closed_by.values())))
    style.whiskers(axes, day, real, style.VERMILLION)
    axes.plot(day, real.mean, ls="", ms=6, mew=1.6, zorder=6, **REAL)
    style.shares(axes)
    axes.set(xscale="log", xlim=(FIRST_DAY, LAST_DAY), ylim=(0, 1.03))
    axes.set(xlabel="days since the lead", ylabel="wins closed by then")
    axes.set_xticks([1, 3, *day], [str(one) for one in (1, 3, *day)])
    axes.minorticks_off()
    _head(axes, OUTPUT)


def _legend(axes: Axes, others: list[str]) -> None:
    """The marks of all panels: of the output, of the other roles, of the real."""
    for role in others:
        axes.plot([], [], ls="", ms=5.5, mew=1.4, label=f"simulated, {role}", **MARKS[role])
    axes.plot([], [], color=style.BLUE, lw=2.2, label=f"simulated, {OUTPUT}")
    axes.plot([], [], ls="", ms=6, mew=1.6, label="real, Feb, Apr", **REAL)
    label = "real, Jan, Mar, May"
    axes.plot([], [], ls="", ms=8, mew=1.4, label=label, **OTHER_MONTHS)
    axes.legend(loc="upper left", frameon=True, edgecolor="white", framealpha=1.0)


def _head(axes: Axes, role: str) -> None:
    colour = style.BLUE if role == OUTPUT else style.GREY
    axes.set_title(HEADS[role], loc="left", size=9, weight="bold", color=colour)


def _closed_by(waits: Any, days: Any) -> Any:
    return np.searchsorted(np.sort(waits), days, side="right")


def _finding(found: Interval) -> str:
    by = [Interval(*(part[place].item() for part in found)) for place in range(2)]
    text = f"{share(by[0].mean)} of simulated wins close within 14 days"
    if np.isfinite(by[0].low):
        text += f" ({ci(by[0], 'share')})"
    text += f", {share(SCORE.closed_by[14][0])} of real ones; "
    return text + f"{share(by[1].mean)} and {share(SCORE.closed_by[90][0])} within 90"
