"""The origin of won customers: who began the conversation, and the leads that were won."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config import CHANNELS, Config
from sim.inference.intervals import Interval
from sim.plots import style
from sim.plots.data import FOCAL, NoDataError, Rows, Tables, counted, summed
from sim.plots.words import over_replicates, percent
from sim.records import Origin, Outcome

FEWEST_LEADS = 20
# The beginning of the first conversation, on the axis and in the title.
BEGUN = (
    ("the buyer called,\nno lead on file", "called the firm themselves"),
    ("the buyer called,\nalready a lead", "called as known leads"),
    ("a rep called\nmarketing’s lead", "were leads a rep called"),
    ("a rep called\na stranger", "were called cold"),
)


def figure(tables: Tables, config: Config) -> Figure:
    """Draw the focal firm's won deals by who began them, and its leads by channel: the share won.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: The focal firm won no deal.
    """
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
    above = "Above: won" if channels else "Won"
    drawn = f"{above} deals of the focal firm by who began the conversation. {below}"
    note = f"{over_replicates(tables['runs'], 'Whiskers')} {len(won):,} deals won. Leads "
    note += f"count when they end; channels with fewer than {FEWEST_LEADS} are left out."
    heights = [len(BEGUN), 0.7 * len(channels)][: 1 + bool(channels)]
    grid: Any = {"nrows": len(heights), "squeeze": False, "height_ratios": heights}
    size = (style.WIDTH, 4.4 + 0.3 * len(channels))
    with style.look():
        page, panels = style.page(finding, drawn, note, size, **grid)
        _dots(panels[0, 0], [name for name, _ in BEGUN], begun, style.BLUE, "o")
        panels[0, 0].set_xlabel("share of won deals")
        if channels:
            _dots(panels[1, 0], channels, rates, style.VERMILLION, "D")
            panels[1, 0].set_xlabel("share of leads that were won")
    return page


def _begun(tables: Tables, won: Rows) -> Interval:
    origin, known = won["origin"], won["lead"] >= 0
    asked = origin == Origin.REQUEST
    cases = [asked & ~known, asked & known, origin == Origin.LEAD, origin == Origin.COLD_CALL]
    kind = np.select(cases, list(range(len(BEGUN))), 2)

    def counts(rows: Rows) -> Any:
        return np.bincount(rows["kind"], minlength=len(BEGUN))

    return summed(tables, won.assign(kind=kind), counts)


def _won_by_channel(tables: Tables, config: Config) -> tuple[list[str], Interval]:
    """Channels that brought leads, the best converting first, and the share of leads won."""
    try:
        leads = counted(tables, "leads", "ended", config)
    except NoDataError:
        return [], Interval(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0))
    leads = leads[(leads["firm"] == FOCAL) & (leads["outcome"] != Outcome.OPEN)]
    counts = leads["channel"].value_counts()
    numbers = sorted(counts.index[counts >= FEWEST_LEADS])

    def won(rows: Rows) -> Any:
        return np.bincount(rows["channel"], rows["outcome"] == Outcome.WON, len(CHANNELS))[numbers]

    def all_leads(rows: Rows) -> Any:
        return np.bincount(rows["channel"], minlength=len(CHANNELS))[numbers]

    found = summed(tables, leads, won, all_leads)
    order = np.argsort(-found.mean, kind="stable")
    ordered = [numbers[n] for n in order]
    names = [f"{CHANNELS[n].replace('_', ' ')}, {counts[n]:,} leads" for n in ordered]
    return names, Interval(*(part[order] for part in found))


def _dots(axes: Axes, names: list[str], found: Interval, colour: str, marker: str) -> None:
    rows = np.arange(len(names))
    axes.hlines(rows, 0, found.mean, color=style.PALE, lw=2, zorder=1)
    style.whiskers(axes, rows, found, across=True)
    axes.plot(found.mean, rows, marker, color=colour, ms=7.5, zorder=6, clip_on=False)
    widest = max(np.nanmax(np.append(found.high, found.mean)), 0.01)
    for y in range(len(names)):
        right = np.nanmax([found.mean[y], found.high[y]])
        text, look = percent(_at(found, y)).split(" (")[0], {"va": "center", "size": 8.5}
        style.say(axes, right + 0.025 * widest, y, text, style.ink(colour), **look)
    axes.set_yticks(rows, names)
    axes.tick_params(axis="y", pad=8)
    axes.set(xlim=(0, 1.12 * widest), ylim=(len(names) - 0.4, -0.6))
    style.listed(axes)
    style.per_cent(axes, "x")


def _at(found: Interval, place: int) -> Interval:
    return Interval(*(part[place].item() for part in found))
