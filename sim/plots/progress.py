"""Progress at first contact: the uncertainty that buyers had resolved before any rep."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config import Config
from sim.inference.intervals import Interval
from sim.inference.kinds import Kind
from sim.plots import style
from sim.plots.data import (
    FOCAL,
    LEAST_DEALS,
    NoDataError,
    Rows,
    Tables,
    counted,
    histogram,
    of_kpi,
    summed,
)
from sim.plots.words import few, in_ten, over_replicates, percent, percent_within
from sim.records import Outcome

EDGES = np.linspace(0, 1, 21)
CEB_MEAN = 0.57
PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
# Half an interval up to which a share is told in tenths.
TENTH = 0.15


def figure(tables: Tables, config: Config) -> Figure:
    """Draw the focal firm's sales by progress x = 1 − v/v₀ at the first conversation with any rep.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: Hardly anybody bought from the firm after the warm-up.
    """
    journeys = counted(tables, "journeys", "ended", config)
    bought = (journeys["outcome"] == Outcome.WON) & (journeys["firm"] == FOCAL)
    journeys = journeys[bought & journeys["first_contact"].notna()]
    if len(journeys) < LEAST_DEALS:
        raise NoDataError(f"fewer than {LEAST_DEALS} bought from a rep of the focal firm")
    decided = of_kpi(tables, "decided_before_contact")
    mean = summed(tables, journeys, lambda rows: rows["progress"].sum(), kind=Kind.PORTION)
    drawn = "The firm’s buyers by the share of their uncertainty that was resolved before they "
    drawn += "talked to any rep"
    note = over_replicates(tables["runs"], "Whiskers")
    note += few(len(journeys), "purchase from the firm", "purchases from the firm")
    note += " Dotted: 57 % on average in a survey of "
    note += "1,400 buyers (Adamson, Dixon & Toman 2012)."
    with style.look():
        page, axes = style.page(_finding(decided), drawn, note)
        _bars(axes, tables, journeys)
        _marks(axes, mean)
        style.shares(axes)
        style.per_cent(axes, "x")
        axes.set(xlabel="progress at first contact, x = 1 − v/v₀", ylabel="share of buyers")
        axes.set_xlim(0, 1)
    return page


def _bars(axes: Axes, tables: Tables, journeys: Rows) -> None:
    every = histogram(tables, journeys, "progress", EDGES)
    decided = histogram(tables, journeys, "progress", EDGES, "decided_before").mean
    open_minded = every.mean - decided
    centres, width = (EDGES[1:] + EDGES[:-1]) / 2, np.diff(EDGES) * 0.92
    looks: Any = {"edgecolor": "white", "lw": 0}
    axes.bar(centres, decided, width, color=style.BLUE, **looks)
    axes.bar(centres, open_minded, width, decided, color=style.ORANGE, hatch="////", **looks)
    style.whiskers(axes, centres, every)
    axes.set_ylim(0, 1.36 * np.nanmax(np.append(every.high, every.mean)))
    parts = (("mind made up", style.BLUE, ""), ("still open", style.ORANGE, "////"))
    style.key(axes, [style.filled(colour, hatch, name) for name, colour, hatch in parts])


def _marks(axes: Axes, mean: Interval) -> None:
    top = axes.get_ylim()[1]
    if np.isfinite(mean.low):
        axes.axvspan(mean.low, mean.high, 0, 0.86, color=style.INK, alpha=0.12, lw=0)
    axes.axvline(mean.mean, 0, 0.86, color=style.INK, lw=1.4)
    axes.axvline(CEB_MEAN, 0, 0.96, color=style.GREY, lw=1.2, ls=":")
    text = f"mean {percent(mean)}"
    left = mean.mean > 0.68 or 0.35 < mean.mean < CEB_MEAN
    shift, side = (-0.012, "right") if left else (0.012, "left")
    look: Any = {"va": "top", "bbox": PLATE}
    style.say(axes, mean.mean + shift, 0.865 * top, text, ha=side, zorder=6, **look)
    grey: Any = {"size": 9, "color": style.GREY, "ha": "right", **look}
    axes.text(CEB_MEAN - 0.012, 0.965 * top, "survey 57 %", **grey)


def _finding(decided: Interval) -> str:
    if decided.high - decided.low < 2 * TENTH:
        found = percent_within(decided)
        return f"{in_ten(decided.mean)} buyers had decided before their first call ({found})"
    return f"{percent(decided)} of buyers had decided before their first call"
