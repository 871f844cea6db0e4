"""Where won customers came from: how the first conversation began, channel by channel."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.config import CHANNELS, Config
from sim.plots import style
from sim.plots.data import FOCAL, NoDataError, Tables, counted, per_replicate, replicates
from sim.plots.words import over_replicates, share
from sim.records import Origin, Outcome
from sim.summary import Interval, intervals

if TYPE_CHECKING:
    from pandas import DataFrame

REQUEST, COLD_CALL = "the buyer called", "cold call"


def figure(tables: Tables, config: Config) -> Figure:
    """The focal firm's won deals and its leads, by where the contact came from."""
    deals = counted(tables, "deals", "closed", config)
    won = deals[(deals["firm"] == FOCAL) & (deals["outcome"] == Outcome.WON)]
    if not len(won):
        raise NoDataError("the focal firm won no deal")
    names, wins = _by_source(tables, won)
    leads = _lead_shares(tables, config, names)
    with style.look():
        page, axes = style.page(
            _finding(names, wins),
            "Sources of the focal firm's customers: share of won deals (filled), and of all leads "
            "that the same channel brought in (open)",
            over_replicates(len(replicates(tables)), "Whiskers")
            + f" {len(won):,} deals won. A lead's channel counts when the rep's call on that lead "
            "opened the deal.",
            (style.WIDTH, 2.5 + 0.42 * len(names)),
        )
        _dots(axes, names, wins, leads)
        style.rules(axes, "x")
        style.bare(axes, "left")
        style.per_cent(axes, "x")
        axes.set(xlabel="share of won deals, share of leads", ylim=(len(names) - 0.4, -0.75))
        axes.set_xlim(left=0)
    return page


def _sources(won: "DataFrame") -> NDArray[Any]:
    channels = np.array([name.replace("_", " ") for name in CHANNELS], object)
    origin = won["origin"].to_numpy()
    source = channels[won["channel"].to_numpy().clip(min=0)] + " lead"
    source[origin == Origin.REQUEST] = REQUEST
    source[origin == Origin.COLD_CALL] = COLD_CALL
    return source


def _by_source(tables: Tables, won: "DataFrame") -> tuple[list[str], Interval]:
    won = won.assign(source=_sources(won))
    counts = won["source"].value_counts().sort_index()
    names = list(counts.sort_values(ascending=False, kind="stable").index)

    def shares(rows: "DataFrame") -> list[float]:
        count = max(len(rows), 1)
        return [float((rows["source"] == name).sum()) / count for name in names]

    return names, intervals(per_replicate(tables, won, shares))


def _lead_shares(tables: Tables, config: Config, names: list[str]) -> Interval | None:
    try:
        leads = counted(tables, "leads", "created", config)
    except NoDataError:
        return None
    leads = leads[leads["firm"] == FOCAL]
    numbers = {name.replace("_", " ") + " lead": n for n, name in enumerate(CHANNELS)}

    def shares(rows: "DataFrame") -> list[float]:
        count = max(len(rows), 1)
        return [
            float((rows["channel"] == numbers[name]).sum()) / count if name in numbers else np.nan
            for name in names
        ]

    return intervals(per_replicate(tables, leads, shares))


def _dots(axes: Axes, names: list[str], wins: Interval, leads: Interval | None) -> None:
    rows = np.arange(len(names))
    if leads is not None:
        for y in rows[np.isfinite(leads.mean)]:
            axes.plot([leads.mean[y], wins.mean[y]], [y, y], color=style.PALE, lw=2, zorder=1)
        style.whiskers(axes, rows, leads, style.GREY, across=True)
        axes.plot(leads.mean, rows, "D", mfc="white", mec=style.GREY, ms=6, zorder=6)
    style.whiskers(axes, rows, wins, across=True)
    axes.plot(wins.mean, rows, "o", color=style.BLUE, ms=8, zorder=6)
    axes.text(wins.mean[0], -0.42, "won deals", color=style.BLUE, weight="bold", ha="center",
              size=9)  # fmt: skip
    if leads is not None and np.isfinite(leads.mean).any():
        first = int(np.argmax(np.nan_to_num(leads.mean)))
        axes.text(leads.mean[first], first - 0.42, "leads", color=style.GREY, weight="bold",
                  ha="center", size=9)  # fmt: skip
    axes.set_yticks(rows, names)


def _finding(names: list[str], wins: Interval) -> str:
    text = f"{share(wins.mean[0])} of won customers: {names[0]}"
    if np.isfinite(wins.low[0]):
        text += f" (95 % CI {100 * wins.low[0]:.0f}–{100 * wins.high[0]:.0f})"
    if len(names) > 1:
        text += f"; next {names[1]}, {share(wins.mean[1])}"
    return text
