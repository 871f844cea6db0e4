"""Where won customers came from: who began the conversation, and which leads became customers."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config import CHANNELS, Config
from sim.inference.intervals import Interval, intervals
from sim.plots import style
from sim.plots.data import FOCAL, NoDataError, Tables, counted, per_replicate, replicates
from sim.plots.words import over_replicates, percent
from sim.records import Origin, Outcome

if TYPE_CHECKING:
    from pandas import DataFrame

FEWEST_LEADS = 20
# How the first conversation began, on the axis and in the title.
BEGUN = (
    ("the buyer called,\nno lead on file", "called the firm themselves"),
    ("the buyer called,\nalready a lead", "called as known leads"),
    ("a rep called\nmarketing’s lead", "were leads a rep called"),
    ("a rep called\na stranger", "were called cold"),
)


def figure(tables: Tables, config: Config) -> Figure:
    """The focal firm's won deals by who began them, and its leads by channel: how many it won."""
    deals = counted(tables, "deals", "closed", config)
    won = deals[(deals["firm"] == FOCAL) & (deals["outcome"] == Outcome.WON)]
    if not len(won):
        raise NoDataError("the focal firm won no deal")
    begun = _begun(tables, won)
    channels, rates = _won_by_channel(tables, config)
    best = int(np.argmax(begun.mean))
    finding = f"{percent(_at(begun, best))} of customers {BEGUN[best][1]}"
    if len(channels) > 1 and np.all(rates.low[0] > rates.high[1:]):
        best_rate = percent(_at(rates, 0)).split(" (")[0]
        finding += f"; leads from {channels[0].split(',')[0]} convert best, {best_rate}"
    below = "Below: share of its leads that became customers, by channel" if channels else ""
    with style.look():
        page, panels = style.page(
            finding,
            f"{'Above: won' if channels else 'Won'} deals of the focal firm by who began the "
            f"conversation. {below}",
            over_replicates(len(replicates(tables)), "Whiskers")
            + f" {len(won):,} deals won. Leads count when they end; channels with "
            f"fewer than {FEWEST_LEADS} are left out.",
            (style.WIDTH, 4.4 + 0.3 * len(channels)), nrows=1 + bool(channels), squeeze=False,
            height_ratios=[len(BEGUN), 0.7 * len(channels)][: 1 + bool(channels)],
        )  # fmt: skip
        _dots(panels[0, 0], [name for name, _ in BEGUN], begun, style.BLUE, "o")
        panels[0, 0].set_xlabel("share of won deals")
        if channels:
            _dots(panels[1, 0], channels, rates, style.VERMILLION, "D")
            panels[1, 0].set_xlabel("share of leads that were won")
    return page


def _begun(tables: Tables, won: "DataFrame") -> Interval:
    origin, known = won["origin"], won["lead"] >= 0
    asked = origin == Origin.REQUEST
    kind = np.select(
        [asked & ~known, asked & known, origin == Origin.LEAD, origin == Origin.COLD_CALL],
        list(range(len(BEGUN))), 2,
    )  # fmt: skip

    def shares(rows: "DataFrame") -> Any:
        if not len(rows):
            return np.full(len(BEGUN), np.nan)
        return np.bincount(rows["kind"], minlength=len(BEGUN)) / len(rows)

    return intervals(per_replicate(tables, won.assign(kind=kind), shares))


def _won_by_channel(tables: Tables, config: Config) -> tuple[list[str], Interval]:
    """Channels that brought leads, the best converting first, and the share of leads won."""
    try:
        leads = counted(tables, "leads", "ended", config)
    except NoDataError:
        return [], Interval(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0))
    leads = leads[(leads["firm"] == FOCAL) & (leads["outcome"] != Outcome.OPEN)]
    counts = leads["channel"].value_counts()
    numbers = sorted(counts.index[counts >= FEWEST_LEADS])

    def rates(rows: "DataFrame") -> Any:
        won = (rows["outcome"] == Outcome.WON).groupby(rows["channel"]).mean()
        return won.reindex(numbers).to_numpy()

    found = intervals(per_replicate(tables, leads, rates))
    order = np.argsort(-found.mean, kind="stable")
    names = [
        f"{CHANNELS[numbers[n]].replace('_', ' ')}, {counts[numbers[n]]:,} leads" for n in order
    ]
    return names, Interval(*(part[order] for part in found))


def _dots(axes: Axes, names: list[str], found: Interval, colour: str, marker: str) -> None:
    rows = np.arange(len(names))
    axes.hlines(rows, 0, found.mean, color=style.PALE, lw=2, zorder=1)
    style.whiskers(axes, rows, found, across=True)
    axes.plot(found.mean, rows, marker, color=colour, ms=7.5, zorder=6, clip_on=False)
    widest = max(np.nanmax(np.append(found.high, found.mean)), 0.01)
    for y in range(len(names)):
        right = np.nanmax([found.mean[y], found.high[y]])
        axes.text(right + 0.025 * widest, y, percent(_at(found, y)).split(" (")[0], va="center",
                  size=8.5, weight="bold", color=style.ink(colour))  # fmt: skip
    axes.set_yticks(rows, names)
    axes.tick_params(axis="y", pad=8)
    axes.set(xlim=(0, 1.12 * widest), ylim=(len(names) - 0.4, -0.6))
    style.rules(axes, "x")
    style.bare(axes, "left")
    style.per_cent(axes, "x")


def _at(found: Interval, place: int) -> Interval:
    return Interval(*(part[place].item() for part in found))
