"""Progress at first contact: how far buyers had come before they first talked to a rep."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config import Config
from sim.inference.intervals import Interval, interval, intervals
from sim.plots import style
from sim.plots.data import NoDataError, Tables, counted, histogram, per_replicate, replicates
from sim.plots.words import in_ten, over_replicates, percent, percent_within
from sim.records import Outcome

if TYPE_CHECKING:
    from pandas import DataFrame

EDGES = np.linspace(0, 1, 21)
CEB_MEAN = 0.57
PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}


def figure(tables: Tables, config: Config) -> Figure:
    """Purchases by progress x = 1 − v/v₀ at the first conversation with any rep."""
    journeys = counted(tables, "journeys", "ended", config)
    bought = journeys["outcome"] == Outcome.WON
    journeys = journeys[bought & journeys["first_contact"].notna()]
    if not len(journeys):
        raise NoDataError("nobody bought from a rep")
    decided = interval(per_replicate(tables, journeys, lambda rows: rows["decided_before"].mean()))
    mean = interval(per_replicate(tables, journeys, lambda rows: rows["progress"].mean()))
    with style.look():
        page, axes = style.page(
            _finding(decided),
            "Buyers by the share of their uncertainty that was resolved before the first "
            "conversation with any firm’s rep",
            over_replicates(len(replicates(tables)), "Whiskers")
            + f" {len(journeys):,} purchases from any firm. Dotted: 57 % on average in a survey of "
            "1,400 buyers (Adamson, Dixon & Toman 2012).",
        )
        _bars(axes, tables, journeys)
        _marks(axes, mean)
        style.rules(axes)
        style.per_cent(axes)
        style.per_cent(axes, "x")
        axes.set(xlabel="progress at first contact, x = 1 − v/v₀", ylabel="share of buyers",
                 xlim=(0, 1))  # fmt: skip
    return page


def _bars(axes: Axes, tables: Tables, journeys: "DataFrame") -> None:
    every = intervals(histogram(tables, journeys, "progress", EDGES))
    decided = intervals(histogram(tables, journeys, "progress", EDGES, "decided_before")).mean
    open_minded = every.mean - decided
    centres, width = (EDGES[1:] + EDGES[:-1]) / 2, np.diff(EDGES) * 0.92
    looks: Any = {"edgecolor": "white", "lw": 0}
    axes.bar(centres, decided, width, color=style.BLUE, **looks)
    axes.bar(centres, open_minded, width, decided, color=style.ORANGE, hatch="////", **looks)
    style.whiskers(axes, centres, every)
    axes.set_ylim(0, 1.28 * np.nanmax(np.append(every.high, every.mean)))
    _names(axes, centres, decided, open_minded)


def _names(axes: Axes, centres: Any, decided: Any, open_minded: Any) -> None:
    """Each part's name where it is largest, the upper one clear of the lower."""
    top, placed = axes.get_ylim()[1], -np.inf
    for heights, bottom, name, colour in (
        (decided, 0 * decided, "mind made up", style.BLUE),
        (open_minded, decided, "still open", style.ORANGE),
    ):
        if heights.sum() > 0.02:
            place = int(np.argmax(heights))
            y = max(bottom[place] + heights[place] / 2, placed + 0.07 * top)
            axes.text(np.clip(centres[place], 0.1, 0.9), y, name, weight="bold", ha="center",
                      va="center", color=style.ink(colour), bbox=PLATE, zorder=6)  # fmt: skip
            placed = y


def _marks(axes: Axes, mean: Interval) -> None:
    top = axes.get_ylim()[1]
    if np.isfinite(mean.low):
        axes.axvspan(mean.low, mean.high, 0, 0.86, color=style.INK, alpha=0.12, lw=0)
    axes.plot([mean.mean, mean.mean], [0, 0.86 * top], color=style.INK, lw=1.4)
    axes.plot([CEB_MEAN, CEB_MEAN], [0, 0.96 * top], color=style.GREY, lw=1.2, ls=":")
    text = f"mean {percent(mean)}"
    left = mean.mean > 0.68 or 0.35 < mean.mean < CEB_MEAN
    axes.text(mean.mean + (-0.012 if left else 0.012), 0.865 * top, text, size=9, weight="bold",
              ha="right" if left else "left", va="top", zorder=6, bbox=PLATE)  # fmt: skip
    axes.text(CEB_MEAN - 0.012, 0.965 * top, "survey 57 %", size=9, color=style.GREY, ha="right",
              va="top", bbox=PLATE)  # fmt: skip


def _finding(decided: Interval) -> str:
    found = percent_within(decided)
    return f"{in_ten(decided.mean)} buyers had decided before their first call ({found})"
