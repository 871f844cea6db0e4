"""A rep's week: hours by activity, for every firm."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.config import Config
from sim.config.working_days import WEEK
from sim.inference.estimates import each
from sim.inference.kinds import Kind
from sim.plots import style
from sim.plots.data import FOCAL, NoDataError, Tables, of_kpi, panel
from sim.plots.words import over_replicates, percent
from sim.records.activities import HOURS_BY_ACTIVITY, REGISTER, SELLING

COLOURS = (style.BLUE, style.SKY, style.ORANGE, style.VERMILLION, style.GREEN, style.PURPLE)
# Name, colour and hatch of each activity.
LOOKS = [(one.label, COLOURS[number], style.HATCHES[number]) for number, one in enumerate(REGISTER)]
PLATE = {"facecolor": "white", "edgecolor": "none", "boxstyle": "round,pad=0.2"}


def figure(tables: Tables, config: Config) -> Figure:
    """Draw a rep's hours on each activity in a week of five days, the rest not with customers.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: No rep of the focal firm worked.
    """
    hours, weeks = _hours(tables, config)
    selling = of_kpi(tables, "selling_time_share")
    firms = hours.shape[1]
    finding = f"Reps of the focal firm sell in {percent(selling)} of their time"
    drawn = "Hours of a rep’s week by activity; selling is everything left of the black mark"
    note = over_replicates(tables["runs"], "Whiskers")
    note += " Published: 22 to 41 % of reps’ time is selling (vendor surveys)."
    with style.look():
        page, axes = style.page(finding, drawn, note, (style.WIDTH, 3.05 + 0.62 * firms))
        _bars(axes, hours, weeks)
        style.listed(axes)
        names = [style.firm_name(firm, firms) for firm in range(firms)]
        axes.set_yticks(range(firms), names)
        axes.get_yticklabels()[FOCAL].set_weight("bold")
        axes.set(xlabel="hours a rep and week", ylim=(firms - 0.45, -1.2))
        axes.set_xlim(0, np.nanmax(each(Kind.RATIO, hours.sum(axis=2), weeks).mean))
    return page


def _hours(tables: Tables, config: Config) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Hours by activity and rest [replicate, firm, activity], and weeks of reps at work."""
    days = slice(config.warmup_days, None)
    reps = panel(tables, "reps")[:, days].sum(axis=1)
    worked = panel(tables, "hours_worked")[:, days].sum(axis=1)
    if not (worked[:, FOCAL] > 0).any():
        raise NoDataError("no rep of the focal firm worked")
    parts = [panel(tables, name)[:, days].sum(axis=1) for name in HOURS_BY_ACTIVITY]
    rest = np.maximum(worked - sum(parts), 0.0)
    return np.stack([*parts, rest], axis=2), reps / WEEK


def _bars(axes: Axes, hours: NDArray[np.float64], weeks: NDArray[np.float64]) -> None:
    firms = hours.shape[1]
    left = np.zeros(firms)
    looks = [*LOOKS, ("not with\ncustomers", style.RULE, "")]
    _names(axes, each(Kind.RATIO, hours[:, FOCAL], weeks[:, FOCAL, None]).mean, looks)
    for number, (_, colour, hatch) in enumerate(looks):
        found = each(Kind.RATIO, hours[:, :, number], weeks)
        look: Any = {"color": colour, "hatch": hatch, "edgecolor": "white", "lw": 0.8}
        axes.barh(range(firms), found.mean, 0.62, left, **look)
        _amounts(axes, left, found.mean)
        left = left + found.mean
        if number == SELLING - 1:
            edge = each(Kind.RATIO, hours[:, :, :SELLING].sum(axis=2), weeks)
            for firm in range(firms):
                axes.plot([left[firm]] * 2, [firm - 0.36, firm + 0.4], color=style.INK, lw=2.2)
            style.whiskers(axes, np.arange(firms) + 0.4, edge, across=True)


def _names(axes: Axes, width: NDArray[np.float64], looks: Any) -> None:
    """The activities' names over the focal bar, moved apart where bars are narrow."""
    middles = np.cumsum(width) - width / 2
    shown = [number for number, size in enumerate(width) if size > 0]
    whole = width.sum()
    places = style.spread_out([float(middles[number]) for number in shown], 0.125 * whole)
    shift = max(0.05 * whole - places[0], 0.0)
    for number, place in zip(shown, places, strict=True):
        name, colour, _ = looks[number]
        axes.plot([middles[number], place + shift], [-0.33, -0.6], color=style.ink(colour), lw=0.8)
        look: Any = {"ha": "center", "va": "bottom", "size": 8, "linespacing": 1.1}
        style.say(axes, place + shift, -0.64, name, style.ink(colour), **look)


def _amounts(axes: Axes, left: NDArray[np.float64], width: NDArray[np.float64]) -> None:
    """Hours inside the bars that have room."""
    for firm, (start, size) in enumerate(zip(left, width, strict=True)):
        if size > 1.2:
            look: Any = {"ha": "center", "va": "center", "size": 8.5, "bbox": PLATE}
            axes.text(start + size / 2, firm, f"{size:.1f}", **look)
