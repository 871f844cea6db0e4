"""Speed: the time until inquiries and leads are answered, and the days until deals are won."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config import Config
from sim.metrics.kpis import clock_hours
from sim.plots import style
from sim.plots.data import (
    FOCAL,
    NoDataError,
    Rows,
    Tables,
    counted,
    histogram,
    of_kpi,
    summed,
    won_opportunities,
)
from sim.plots.words import number, over_replicates, percent, so_many
from sim.records import Outcome

CLASSES = ("≤ 1 h", "1–24 h", "later", "never")
# Oldroyd, McElheran & Elkington 2011: 2,241 firms that were sent an inquiry.
AUDIT = np.array([0.37, 0.16, 0.24, 0.23])


def figure(tables: Tables, config: Config) -> Figure:
    """Draw inquiries and leads by hours to an answer, and won deals by working days to close.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: The focal firm had no qualified lead or won no deal.
    """
    leads = _known(counted(tables, "leads", "created", config))
    won = won_opportunities(tables, config)
    if not len(leads):
        raise NoDataError("no qualified lead of the focal firm")
    won = won.assign(days=won["closed"] - won["opened"])
    never = of_kpi(tables, "leads_unpursued")
    median = of_kpi(tables, "sales_cycle_days_median")
    finding = f"{percent(never)} of qualified content leads are never called; half of the won "
    finding += f"deals close within {number(median, 'working days')}"
    drawn = "Left: inquiries to the focal firm by clock hours to the first answer, and its "
    drawn += "qualified content leads to the first call. Right: won deals by working days to close"
    asked = int(leads["inquiry"].sum())
    note = f"{over_replicates(tables['runs'], 'Whiskers')} "
    note += f"{so_many(len(leads) - asked, 'content lead')}, "
    note += f"{so_many(asked, 'inquiry', 'inquiries')}, "
    note += f"{so_many(len(won), 'deal')}, the longest 1 % in the last bar. "
    note += "Open marks: inquiries to 2,241 firms (Oldroyd, McElheran & Elkington 2011)."
    grid: Any = {"ncols": 2, "width_ratios": [1, 1.25]}
    with style.look():
        page, (left, right) = style.page(finding, drawn, note, (9.4, 4.9), **grid)
        _response(left, tables, leads)
        _cycle(right, tables, won, median.mean)
    return page


def _known(leads: Rows) -> Rows:
    """Leads routed to the focal firm's reps that were answered or ended, with hours to that."""
    pursued = (leads["attempts"] > 0) | (~leads["inquiry"] & (leads["deal"] >= 0))
    known = leads["routed"].notna() & leads["mql"] & (pursued | (leads["outcome"] != Outcome.OPEN))
    leads = leads[(leads["firm"] == FOCAL) & known]
    called, created = (clock_hours(leads[name].to_numpy()) for name in ("first_attempt", "created"))
    return leads.assign(hours=called - created)


def _response(axes: Axes, tables: Tables, leads: Rows) -> None:
    def counts(rows: Rows) -> Any:
        hours = rows["hours"].to_numpy()
        parts = [hours <= 1, (hours > 1) & (hours <= 24), hours > 24, np.isnan(hours)]
        return [part.sum() for part in parts]

    x, asked = np.arange(len(CLASSES)), leads["inquiry"]
    marks: list[Any] = []
    for rows, shift, colour, hatch, name in (
        (leads[asked], -0.2, style.ORANGE, "////", "inquiries"),
        (leads[~asked], 0.2, style.BLUE, "", "content leads"),
    ):
        if not len(rows):
            continue
        found = summed(tables, rows, counts)
        style.bars(axes, x + shift, found.mean, 0.38, colour, hatch)
        style.whiskers(axes, x + shift, found)
        marks.append(style.filled(colour, hatch, name))
    marks += axes.plot(x - 0.2, AUDIT, "D", mfc="white", mec=style.INK, ms=6, ls="", label="audit")
    style.key(axes, marks)
    style.shares(axes)
    axes.set_xticks(x, CLASSES)
    axes.set(ylabel="share of the group", xlabel="answered after", ylim=(0, None))


def _cycle(axes: Axes, tables: Tables, won: Rows, median: float) -> None:
    last = max(float(won["days"].quantile(0.99)), 1.0)
    edges = np.linspace(0, last, 25)
    found = histogram(tables, won, "days", edges)
    centres = (edges[1:] + edges[:-1]) / 2
    style.bars(axes, centres, found.mean, 0.9 * np.diff(edges), style.SKY, "....")
    style.whiskers(axes, centres, found)
    axes.axvline(median, color=style.INK, lw=1.4)
    off, side = (5, "left") if median < last / 2 else (-5, "right")
    look: Any = {"xycoords": ("data", "axes fraction"), "va": "bottom", "weight": "bold", "size": 9}
    style.beside(axes, median, 1.0, f"median {median:.0f}", (off, 2), ha=side, **look)
    style.shares(axes)
    axes.set(ylabel="share of won deals", xlabel="working days from opened to won")
    axes.set(xlim=(0, last), ylim=(0, None))
