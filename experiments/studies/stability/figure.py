"""The figure: outcomes by year since the start, from an empty market and from a settled one."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.studies.stability.score import drift, settled, verdict
from sim.inference.intervals import interval as mean
from sim.plots import style

SHOWN = {
    "decided_before_contact": "decided before contact",
    "progress_at_contact": "progress at first contact",
    "no_decision_contacted": "no decision, of those contacted",
    "wins_market": "purchases a year, per 1,000",
    "lead_to_win_market": "leads that became a win",
    "accounts": "customers with a supplier",
}
STARTS = {"stationary": ("settled start", style.BLUE, "-", "o"),
          "cold": ("empty start", style.VERMILLION, (0, (5, 2)), "s")}  # fmt: skip


def figure(runs: pd.DataFrame, note: str) -> Figure:
    """Six outcomes over the years, with 95 % bands, for both starts."""
    with style.look():
        page, panels = style.page(
            finding(runs),
            "By year since the start, without any warm-up: from an empty market, and from a "
            "settled one",
            note, (10.0, 5.6), nrows=2, ncols=3,
        )  # fmt: skip
        for axes, outcome in zip(panels.flat, SHOWN, strict=True):
            for start, (name, colour, line, marker) in STARTS.items():
                rows = runs[runs["start"] == start].groupby("year")[outcome]
                years = np.array(sorted(rows.groups))
                found = [mean(rows.get_group(y).to_numpy(float)) for y in years]
                axes.fill_between(years, [f.low for f in found], [f.high for f in found],
                                  color=colour, alpha=0.18, lw=0)  # fmt: skip
                axes.plot(years, [f.mean for f in found], color=colour, ls=line, marker=marker,
                          ms=4, lw=1.8, label=name)  # fmt: skip
            axes.set_title(SHOWN[outcome], size=9, loc="left", weight="bold")
            axes.set_xticks(years)
            axes.margins(y=0.35)
            style.rules(axes)
            if outcome != "wins_market":
                style.per_cent(axes)
        for axes in panels[1]:
            axes.set_xlabel("year since the start")
        panels[0, 0].legend(frameon=False, loc="best")
    return page


def finding(runs: pd.DataFrame) -> str:
    """Whether outcomes drift once settled, and how long either start takes."""
    last = int(runs["year"].max())
    first = min(3, last)
    changes = drift(runs, "stationary", first, last)
    values = runs[(runs["start"] == "stationary") & (runs["year"] == last)].mean(numeric_only=True)
    moved = [n for n, one in changes.items() if verdict(n, one, float(values[n])) == "moves"]
    tail = range(max(first, last - 4), last + 1)
    years = {start: max(settled(runs, start, name, tail) for name in SHOWN) for start in STARTS}
    text = (
        f"From year {first} to {last} no outcome drifts"
        if not moved
        else f"From year {first} to {last} {len(moved)} of {len(changes)} outcomes drift"
    )
    when = {start: _since(year, last) for start, year in years.items()}
    return f"{text}; a settled start is settled {when['stationary']}, an empty one {when['cold']}"


def _since(year: int, last: int) -> str:
    return f"from year {year}" if year <= last else f"not in {last} years"
