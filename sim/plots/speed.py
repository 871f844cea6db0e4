"""Speed: how soon leads are called, and how long won deals take."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config import Config
from sim.inference.intervals import interval, intervals
from sim.metrics.kpis import clock_hours
from sim.plots import style
from sim.plots.data import FOCAL, NoDataError, Tables, counted, per_replicate, replicates
from sim.plots.words import number, over_replicates, percent
from sim.records import Outcome

if TYPE_CHECKING:
    from pandas import DataFrame

CLASSES = ("≤ 1 h", "1–24 h", "later", "never")
# Oldroyd, McElheran & Elkington 2011: 2,241 firms audited.
AUDIT = np.array([0.37, 0.16, 0.24, 0.23])


def figure(tables: Tables, config: Config) -> Figure:
    """Qualified leads by time to the first call, and won deals by working days to close."""
    leads = _known(counted(tables, "leads", "created", config))
    deals = counted(tables, "deals", "closed", config)
    won = deals[(deals["firm"] == FOCAL) & (deals["outcome"] == Outcome.WON)]
    if not len(leads) or not len(won):
        raise NoDataError("no qualified lead or no won deal of the focal firm")
    won = won.assign(days=won["closed"] - won["opened"])
    never = interval(per_replicate(tables, leads, lambda rows: rows["hours"].isna().mean()))
    median = interval(per_replicate(tables, won, lambda rows: rows["days"].median()))
    with style.look():
        page, (left, right) = style.page(
            f"{percent(never)} of qualified leads are never called; half of the won deals close "
            f"within {number(median, 'working days')}",
            "Left: the focal firm’s qualified leads by clock hours from creation to the first "
            "call. Right: its won deals by working days from opened to closed",
            over_replicates(len(replicates(tables)), "Whiskers")
            + f" {len(leads):,} leads, {len(won):,} deals, the longest 1 % in the last bar. "
            "Open marks: audit of 2,241 firms (Oldroyd, McElheran & Elkington 2011).",
            (9.4, 4.9), ncols=2, width_ratios=[1, 1.25],
        )  # fmt: skip
        _response(left, tables, leads)
        _cycle(right, tables, won, median.mean)
    return page


def _known(leads: "DataFrame") -> "DataFrame":
    """Qualified leads of the focal firm that were called or ended, with hours to the first call."""
    pursued = (leads["attempts"] > 0) | (leads["deal"] >= 0)
    known = leads["routed"].notna() & leads["mql"] & (pursued | (leads["outcome"] != Outcome.OPEN))
    leads = leads[(leads["firm"] == FOCAL) & known]
    called, created = (clock_hours(leads[name].to_numpy()) for name in ("first_attempt", "created"))
    return leads.assign(hours=called - created)


def _response(axes: Axes, tables: Tables, leads: "DataFrame") -> None:
    def shares(rows: "DataFrame") -> Any:
        hours = rows["hours"].to_numpy()
        parts = [hours <= 1, (hours > 1) & (hours <= 24), hours > 24, np.isnan(hours)]
        return [part.mean() if len(part) else np.nan for part in parts]

    found = intervals(per_replicate(tables, leads, shares))
    x = np.arange(len(CLASSES))
    axes.bar(x[:-1], found.mean[:-1], 0.72, color=style.BLUE)
    axes.bar(x[-1], found.mean[-1], 0.72, color=style.VERMILLION, hatch="////", edgecolor="white",
             lw=0)  # fmt: skip
    style.whiskers(axes, x, found)
    axes.plot(x, AUDIT, "D", mfc="white", mec=style.INK, ms=6, ls="none", zorder=6)
    axes.annotate("audit", (x[0], AUDIT[0]), xytext=(0, 7), textcoords="offset points", ha="center",
                  size=9, color=style.GREY, weight="bold")  # fmt: skip
    style.rules(axes)
    style.per_cent(axes)
    axes.set_xticks(x, CLASSES)
    axes.set(ylabel="share of qualified leads", xlabel="first call after", ylim=(0, None))


def _cycle(axes: Axes, tables: Tables, won: "DataFrame", median: float) -> None:
    last = max(float(won["days"].quantile(0.99)), 1.0)
    edges = np.linspace(0, last, 25)

    def shares(rows: "DataFrame") -> Any:
        counts, _ = np.histogram(rows["days"].clip(0, last), edges)
        return counts / max(len(rows), 1)

    found = intervals(per_replicate(tables, won, shares))
    centres = (edges[1:] + edges[:-1]) / 2
    axes.bar(centres, found.mean, 0.9 * np.diff(edges), color=style.SKY, hatch="....",
             edgecolor="white", lw=0)  # fmt: skip
    style.whiskers(axes, centres, found)
    axes.axvline(median, color=style.INK, lw=1.4)
    axes.annotate(
        f"median {median:.0f}", (median, 0.97), xycoords=("data", "axes fraction"), xytext=(5, 0),
        textcoords="offset points", va="top", weight="bold", size=9,
    )  # fmt: skip
    style.rules(axes)
    style.per_cent(axes)
    axes.set(ylabel="share of won deals", xlabel="working days from opened to won", xlim=(0, last),
             ylim=(0, None))  # fmt: skip
