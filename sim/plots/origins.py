"""The origin of won customers: who began the conversation, and the leads that were won."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config import CHANNELS, Config
from sim.inference.intervals import Interval
from sim.metrics.attribution import CREDIT_DAYS
from sim.plots import style
from sim.plots.data import (
    NoDataError,
    Rows,
    Tables,
    followed_leads,
    of_kpi,
    share,
    summed,
    won_opportunities,
)
from sim.plots.words import TIED, over_replicates, percent, so_many
from sim.records import Origin

FEWEST_LEADS = 20
# The beginning of the first conversation; of the second and third the buyer was a lead on file.
BEGUN = (
    "the buyer asked,\nno lead on file",
    "the buyer asked,\na lead on file",
    "a rep called\na lead on file",
    "a rep called\na stranger",
)
INQUIRIES = "asked for a rep"
_NONE = Interval(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0))


def figure(tables: Tables, config: Config) -> Figure:
    """Draw the focal firm's won deals by who began them, and the part of its leads that were won.

    Above are the opportunities won in the window, as in ``won_with_lead_on_file``; below the leads
    of ``inquiry_to_win`` and ``content_to_win``, the latter by channel.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: The focal firm won no deal.
    """
    won = won_opportunities(tables, config)
    begun = _begun(tables, won)
    channels, rates = _won_by_channel(tables, config)
    known = of_kpi(tables, "won_with_lead_on_file")
    finding = f"{percent(known)} of new customers were on file as content leads"
    asked = share(tables, won, won["origin"] == Origin.REQUEST)
    finding += f"; {percent(asked).split(' (')[0]} had asked for a rep"
    below = "Below: share of its leads with a win, inquiries and channels of content"
    above = "Above: won" if channels else "Won"
    drawn = f"{above} deals of the focal firm by who began the conversation. "
    drawn += below if channels else ""
    note = f"{over_replicates(tables['runs'], 'Whiskers')} {so_many(len(won), 'deal')} won. "
    note += f"Leads are followed for {CREDIT_DAYS} working days; "
    note += f"groups of under {FEWEST_LEADS} left out."
    heights = [len(BEGUN), 0.7 * len(channels)][: 1 + bool(channels)]
    grid: Any = {"nrows": len(heights), "squeeze": False, "height_ratios": heights}
    size = (style.WIDTH, 4.4 + 0.3 * len(channels))
    with style.look():
        page, panels = style.page(finding, drawn, note, size, **grid)
        _dots(panels[0, 0], list(BEGUN), begun, style.BLUE, "o")
        panels[0, 0].set_xlabel("share of won deals")
        if channels:
            _dots(panels[1, 0], channels, rates, style.VERMILLION, "D")
            panels[1, 0].set_xlabel("share of leads with a win")
    return page


def _begun(tables: Tables, won: Rows) -> Interval:
    asked, known = won["origin"] == Origin.REQUEST, won["on_file"]
    kind = np.select([asked & ~known, asked, known], [0, 1, 2], 3)

    def counts(rows: Rows) -> Any:
        return np.bincount(rows["kind"], minlength=len(BEGUN))

    return summed(tables, won.assign(kind=kind), counts)


def _won_by_channel(tables: Tables, config: Config) -> tuple[list[str], Interval]:
    """Inquiries, and channels that brought leads, the best converting first: the share won."""
    names, found = [], []
    asked = tables["leads"]["inquiry"].to_numpy()
    for some, called in ((asked, INQUIRIES), (~asked, "")):
        try:
            leads = followed_leads(tables, config, some)
        except NoDataError:
            continue
        counts = leads["channel"].value_counts()
        for number in sorted(counts.index[counts >= FEWEST_LEADS]):
            name = called or CHANNELS[number].replace("_", " ")
            names.append(f"{name}, {counts[number]:,} leads")
            rows = leads[leads["channel"] == number]
            found.append(share(tables, rows, rows["credited"]))
    made = Interval(*(np.array(part) for part in zip(*found, strict=True))) if found else _NONE
    order = np.argsort(-made.mean, kind="stable")
    return [names[n] for n in order], Interval(*(part[order] for part in made))


def _dots(axes: Axes, names: list[str], found: Interval, colour: str, marker: str) -> None:
    rows = np.arange(len(names))
    axes.hlines(rows, 0, found.mean, color=style.PALE, lw=2, zorder=1)
    style.whiskers(axes, rows, found, across=True)
    axes.plot(found.mean, rows, marker, color=colour, ms=7.5, zorder=6, clip_on=False)
    widest = max(np.nanmax(np.append(found.high, found.mean)), 0.01)
    for y in range(len(names)):
        right, here = np.nanmax([found.mean[y], found.high[y]]), _at(found, y)
        text = percent(here).split(" (")[0] if here.mean else f"0{TIED}%"
        look: Any = {"va": "center", "size": 8.5, "weight": "bold", "color": style.ink(colour)}
        style.beside(axes, right, y, text, (8, 0), **look)
    axes.set_yticks(rows, names)
    axes.tick_params(axis="y", pad=8)
    axes.set(xlim=(0, 1.12 * widest), ylim=(len(names) - 0.4, -0.6))
    style.listed(axes)
    style.per_cent(axes, "x")


def _at(found: Interval, place: int) -> Interval:
    return Interval(*(part[place].item() for part in found))
