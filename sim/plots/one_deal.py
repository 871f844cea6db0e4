"""The life of one deal, day by day: a typical one of those that the focal firm won."""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config import Config
from sim.plots import style
from sim.plots.data import FOCAL, NoDataError, Rows, Tables, won_opportunities
from sim.plots.words import share, so_many

MARK: Any = {"ls": "", "ms": 7, "zorder": 5, "clip_on": False}


class Life(NamedTuple):
    """A won deal, its customer's journey, and what happened on the way; times are days."""

    deal: Any
    journey: Any
    talks: Rows
    others: Rows
    leads: Rows
    touches: Rows


def figure(tables: Tables, config: Config) -> Figure:
    """Draw the won deal nearest to the median in days and talks: what its customer met, and when.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: The focal firm won hardly a deal, or the customer's journey is not known.
    """
    won = won_opportunities(tables, config)
    life = _life(tables, _typical(won))
    start = float(life.journey["entered"])
    drawn = "One customer of the focal firm, by working days since the search began (day "
    drawn += f"{start:.0f} of the run). Above: as the customer saw it at each talk, with any firm"
    runs = so_many(len(tables["runs"]), "replicate")
    note = f"Of {so_many(len(won), 'deal')} won over {runs}, the one nearest to the median both in "
    note += "days from opened to signed and in talks: a single deal, no interval."
    if not len(life.touches):
        note += " What content the customer saw is recorded with touches=true."
    grid: Any = {"nrows": 2, "sharex": True, "height_ratios": [1.2, 1.5]}
    with style.look():
        words = (_finding(life, start), drawn, note)
        page, (above, below) = style.page(*words, (style.WIDTH, 5.4), **grid)
        _mind(above, life, start)
        _lanes(below, life, start)
        below.set_xlabel("working days since the customer began to look")
    return page


def _typical(won: Rows) -> Any:
    """The deal nearest to the middle of two orders: of days to close, and of talks."""
    ways = (won["closed"] - won["opened"], won["talks"])
    away = [(one.rank(pct=True) - 0.5).abs().to_numpy(np.float64) for one in ways]
    return won.iloc[int(np.argmin(away[0] + away[1]))]


def _life(tables: Tables, deal: Any) -> Life:
    def own(name: str) -> Rows:
        rows = tables.get(name)
        if rows is None:
            raise NoDataError(f"no {name}")
        chosen = (rows["replicate"] == deal["replicate"]) & (rows["customer"] == deal["customer"])
        return rows[chosen]

    journeys = own("journeys")
    journeys = journeys[(journeys["ended"] - deal["closed"]).abs() < 1]
    if not len(journeys):
        raise NoDataError("the journey of the typical deal is not known")
    journey, end = journeys.iloc[0], deal["closed"]

    def within(rows: Rows, time: str) -> Rows:
        return rows[(rows[time] >= journey["entered"]) & (rows[time] <= end)]

    talks = within(own("conversations"), "time").sort_values("time")
    leads = within(own("leads"), "created")
    # A folder has no table of touches unless they were asked for.
    seen = within(own("touches"), "day") if "touches" in tables else leads.iloc[:0]
    mine = talks["firm"] == FOCAL
    return Life(
        deal, journey, talks[mine], talks[~mine], leads[leads["firm"] == FOCAL],
        seen[seen["firm"] == FOCAL],
    )  # fmt: skip


def _mind(axes: Axes, life: Life, start: float) -> None:
    """Progress of the decision, and how sure the customer is of the leader, talk by talk."""
    rows = [part for part in (life.talks, life.others) if len(part)]
    days = np.concatenate([part["time"] for part in rows]) - start if rows else np.zeros(0)
    order = np.argsort(days, kind="stable")
    ends = []
    for column, name, colour, mark in (
        ("progress", "uncertainty resolved", style.BLUE, "o"),
        ("confidence", "sure of the leader", style.VERMILLION, "s"),
    ):
        values = np.concatenate([part[column] for part in rows])[order] if rows else np.zeros(0)
        axes.plot(days[order], values, marker=mark, ms=5, lw=1.4, color=colour, clip_on=False)
        if len(values):
            ends.append((float(values[-1]), name, colour))
    for y, name, colour in ends:
        style.line_end(axes, float(days.max()), y, name, colour)
    style.shares(axes)
    axes.set_ylim(0, 1)


def _lanes(axes: Axes, life: Life, start: float) -> None:
    """A line for each kind of thing that happened, and a mark for each time it did."""
    leads = life.leads
    called = leads["first_attempt"].dropna()
    asked = leads[leads["inquiry"]]["created"]
    lanes: list[tuple[str, Any, str, str]] = [
        ("content or word of mouth", life.touches.get("day", ()), "|", style.GREY),
        ("left a name with content", leads[~leads["inquiry"]]["created"], "D", style.GREEN),
        ("asked for a rep", asked, "P", style.ORANGE),
        ("first call", called[~called.isin(life.talks["time"])], "^", style.ORANGE),
        ("talks with a rival", life.others["time"], "s", style.VERMILLION),
        ("talks with the rep", life.talks["time"], "o", style.BLUE),
        ("said yes", [life.deal["agreed"]], "v", style.BLUE),
        ("signed", [life.deal["closed"]], "*", style.BLUE),
    ]
    shown = [lane for lane in lanes if len(lane[1])]
    for row, (_, times, mark, colour) in enumerate(shown):
        filled = style.ink(colour) if mark == "|" else colour
        axes.plot(np.asarray(times, np.float64) - start, np.full(len(times), row), mark,
                  color=filled, **MARK)  # fmt: skip
    alone = max(float(life.journey["first_contact"]) - start, 0.0)
    axes.barh(-1, alone, 0.5, color=style.PALE)
    end = float(life.deal["closed"]) - start
    axes.set_yticks(range(-1, len(shown)), ["looks around alone", *(name for name, *_ in shown)])
    axes.set(ylim=(len(shown) - 0.4, -1.6), xlim=(0, max(end, 1.0)))
    style.listed(axes)


def _finding(life: Life, start: float) -> str:
    alone = float(life.journey["first_contact"]) - start
    days, talks = float(life.deal["closed"]) - start, so_many(int(life.deal["talks"]), "talk")
    text = f"A typical deal: {_days(alone)} of looking alone, {share(life.deal['progress'])}"
    text += " decided at the first talk with the firm’s rep"
    return f"{text}; {talks}, signed on day {days:.0f}"


def _days(value: float) -> str:
    return "less than a day" if value < 1 else so_many(round(value), "day")
