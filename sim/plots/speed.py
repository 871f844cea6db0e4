"""Speed: the time until leads are called, and the days until deals are won."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config import Config
from sim.metrics.kpis import clock_hours
from sim.plots import style
from sim.plots.data import FOCAL, NoDataError, Rows, Tables, counted, histogram, of_kpi, summed
from sim.plots.words import number, over_replicates, percent
from sim.records import Outcome

CLASSES = ("≤ 1 h", "1–24 h", "later", "never")
# Oldroyd, McElheran & Elkington 2011: 2,241 firms audited.
AUDIT = np.array([0.37, 0.16, 0.24, 0.23])


def figure(tables: Tables, config: Config) -> Figure:
    """Draw qualified leads by hours to the first call, and won deals by working days to close.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: The focal firm had no qualified lead or won no deal.
    """
    leads = _known(counted(tables, "leads", "created", config))
    deals = counted(tables, "deals", "closed", config)
    won = deals[(deals["firm"] == FOCAL) & (deals["outcome"] == Outcome.WON)]
    if not len(leads) or not len(won):
        raise NoDataError("no qualified lead or no won deal of the focal firm")
    won = won.assign(days=won["closed"] - won["opened"])
    never = of_kpi(tables, "leads_unpursued")
    median = of_kpi(tables, "sales_cycle_days_median")
    finding = f"{percent(never)} of qualified leads are never called; half of the won deals close "
    finding += f"within {number(median, 'working days')}"
    drawn = "Left: the focal firm’s qualified leads by clock hours from creation to the first "
    drawn += "call. Right: its won deals by working days from opened to closed"
    note = f"{over_replicates(tables['runs'], 'Whiskers')} {len(leads):,} leads, "
    note += f"{len(won):,} deals, the longest 1 % in the last bar. "
    note += "Open marks: audit of 2,241 firms (Oldroyd, McElheran & Elkington 2011)."
    grid: Any = {"ncols": 2, "width_ratios": [1, 1.25]}
    with style.look():
        page, (left, right) = style.page(finding, drawn, note, (9.4, 4.9), **grid)
        _response(left, tables, leads)
        _cycle(right, tables, won, median.mean)
    return page


def _known(leads: Rows) -> Rows:
    """Qualified leads of the focal firm that were called or ended, with hours to the first call."""
    pursued = (leads["attempts"] > 0) | (leads["deal"] >= 0)
    known = leads["routed"].notna() & leads["mql"] & (pursued | (leads["outcome"] != Outcome.OPEN))
    leads = leads[(leads["firm"] == FOCAL) & known]
    called, created = (clock_hours(leads[name].to_numpy()) for name in ("first_attempt", "created"))
    return leads.assign(hours=called - created)


def _response(axes: Axes, tables: Tables, leads: Rows) -> None:
    def counts(rows: Rows) -> Any:
        hours = rows["hours"].to_numpy()
        parts = [hours <= 1, (hours > 1) & (hours <= 24), hours > 24, np.isnan(hours)]
        return [part.sum() for part in parts]

    found = summed(tables, leads, counts)
    x = np.arange(len(CLASSES))
    axes.bar(x[:-1], found.mean[:-1], 0.72, color=style.BLUE)
    style.bars(axes, x[-1], found.mean[-1], 0.72, style.VERMILLION, "////")
    style.whiskers(axes, x, found)
    axes.plot(x, AUDIT, "D", mfc="white", mec=style.INK, ms=6, ls="none", zorder=6)
    look: Any = {"ha": "center", "size": 9, "color": style.GREY, "weight": "bold"}
    style.beside(axes, x[0], AUDIT[0], "audit", (0, 7), **look)
    style.shares(axes)
    axes.set_xticks(x, CLASSES)
    axes.set(ylabel="share of qualified leads", xlabel="first call after", ylim=(0, None))


def _cycle(axes: Axes, tables: Tables, won: Rows, median: float) -> None:
    last = max(float(won["days"].quantile(0.99)), 1.0)
    edges = np.linspace(0, last, 25)
    found = histogram(tables, won, "days", edges)
    centres = (edges[1:] + edges[:-1]) / 2
    style.bars(axes, centres, found.mean, 0.9 * np.diff(edges), style.SKY, "....")
    style.whiskers(axes, centres, found)
    axes.axvline(median, color=style.INK, lw=1.4)
    look: Any = {"xycoords": ("data", "axes fraction"), "va": "top", "weight": "bold", "size": 9}
    style.beside(axes, median, 0.97, f"median {median:.0f}", (5, 0), **look)
    style.shares(axes)
    axes.set(ylabel="share of won deals", xlabel="working days from opened to won")
    axes.set(xlim=(0, last), ylim=(0, None))
