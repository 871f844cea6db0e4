"""The pipeline over time: open deals of the focal firm by how far they are."""

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
from sim.plots.data import FOCAL, NoDataError, Rows, Tables, replicates, scalar
from sim.plots.words import number, over_replicates, percent

# From the last stage up, as they are stacked: the name, colour and hatch of each.
STAGES = (
    ("said yes,\nto be signed", style.BLUE, ""),
    ("second talk\nand later", style.SKY, "////"),
    ("first talk held", style.ORANGE, "...."),
    ("waiting for\nthe first talk", style.PALE, ""),
)
SECOND = 2


def figure(tables: Tables, config: Config) -> Figure:
    """Draw the focal firm's open deals at the end of each week, stacked by stage.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: Less than two weeks were counted, or no deal was open.
    """
    weeks = np.arange(1, config.days // WEEK + 1)
    if len(weeks) < 2:
        raise NoDataError("less than two weeks were counted")
    open_ = np.array(
        [
            _open(deals, second, config.warmup_days + WEEK * weeks)
            for deals, second in _deals(tables)
        ]
    )
    whole = open_.sum(axis=1)
    if not whole.any():
        raise NoDataError("no deal of the focal firm was open")
    many = scalar(each(Kind.RATIO, whole.mean(axis=1), 1.0))
    signing = scalar(each(Kind.PORTION, open_[:, 0].sum(axis=1), whole.sum(axis=1)))
    finding = f"On an average day {number(many)} deals are open; in {percent(signing)} of them "
    finding += "the customer has said yes"
    drawn = "Open deals of the focal firm at the end of each week, by how far they are"
    note = over_replicates(tables["runs"], "Band of their number")
    note += " A deal that was dropped and taken up again waits for a first talk anew."
    with style.look():
        page, axes = style.page(finding, drawn, note)
        _areas(axes, weeks, open_.mean(axis=0))
        found = each(Kind.RATIO, whole, 1.0)
        axes.fill_between(weeks, found.low, found.high, color=style.INK, alpha=0.14, lw=0)
        axes.plot(weeks, found.mean, color=style.INK, lw=1.6)
        style.rules(axes)
        axes.set(
            xlabel="week", ylabel="open deals", xlim=(1, weeks[-1]), ylim=(0, style.ceiling(found))
        )
    return page


def _deals(tables: Tables) -> Any:
    """Each replicate's deals of the focal firm, and the day of the second talk of each."""
    deals, talks = tables.get("deals"), tables.get("conversations")
    if deals is None or talks is None or not len(deals):
        raise NoDataError("no deals")
    again = talks[talks["number"] == SECOND]
    for replicate in replicates(tables):
        own = deals[deals["replicate"] == replicate]
        second = np.full(len(own), np.nan)
        its = again[again["replicate"] == replicate]
        second[its["deal"].to_numpy()] = its["time"].to_numpy()
        focal = own["firm"].to_numpy() == FOCAL
        yield own[focal], second[focal]


def _open(deals: Rows, second: Any, days: NDArray[np.int64]) -> NDArray[np.float64]:
    """The number of open deals by stage and day, from the last stage to the first."""
    ends = (deals[name].to_numpy() for name in ("agreed", "first_talk", "opened", "closed"))
    agreed, first, opened, closed = ends
    # A yes comes with a talk, at its time.
    reached = (np.where(time >= opened, time, np.inf) for time in (first, second, agreed))
    begun = [opened, *reached]
    until = np.where(np.isfinite(closed), closed, np.inf)
    counts = []
    for place in range(len(begun)):
        end = np.fmin(until, np.min([np.full(len(until), np.inf), *begun[place + 1 :]], axis=0))
        counts.append(_sofar(np.fmin(begun[place], end), days) - _sofar(end, days))
    return np.array(counts[::-1], np.float64)


def _sofar(times: Any, days: NDArray[np.int64]) -> Any:
    return np.searchsorted(np.sort(times), days, side="left")


def _areas(axes: Axes, weeks: NDArray[np.int64], heights: NDArray[np.float64]) -> None:
    below = np.zeros(len(weeks))
    for (name, colour, hatch), height in zip(STAGES, heights, strict=True):
        look: Any = {"facecolor": colour, "hatch": hatch, "edgecolor": "white", "lw": 0}
        axes.fill_between(weeks, below, below + height, **look)
        if height[-1] > 0:
            middle = float(below[-1] + height[-1] / 2)
            style.line_end(axes, weeks[-1], middle, f"{name}  {height[-1]:.1f}", colour)
        below = below + height
