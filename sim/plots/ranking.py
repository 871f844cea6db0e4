"""The ranking of scenarios: the probability that each is the best."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.inference.ranking import DRAWS, TOLD_FROM, Ranking, ranking
from sim.metrics.estimates import estimate, outcomes
from sim.metrics.sections import words_of
from sim.metrics.summary import Result
from sim.plots import style
from sim.plots.data import NoDataError
from sim.plots.scenarios import amount, found_or_alike, note, numbered, scale, short_names
from sim.plots.words import TIED, share

MOST_ROWS = 20
LIKELY = 0.95


def figure(results: Sequence[Result], kpi: str = "profit") -> Figure:
    """Draw the probability that each scenario has the highest mean, and its rank with 95 % limits.

    Args:
        results: The results of a sweep.
        kpi: The KPI by which scenarios are ranked.

    Raises:
        NoDataError: There are not three scenarios.
    """
    if len(results) < 3:
        raise NoDataError("a ranking needs three scenarios")
    found = ranking(outcomes(results, kpi), fewest=TOLD_FROM)
    order = found.order[:MOST_ROWS]
    names = short_names(results)
    if np.isnan(found.best).all():
        return _unranked(results, order, kpi)
    left_out = len(results) - len(order)
    drawn = f"Focal firm, {len(results)} scenarios by the probability that none has a higher mean "
    foot = f"{DRAWS:,} draws of all means together (Student t, covariance over seeds). Ranks: mean "
    foot += "and 95 % limits."
    foot += f" {left_out} less likely scenarios are not shown." if left_out else ""
    finding = found_or_alike(results, _finding(found, names, kpi))
    words = (finding, drawn + words_of(kpi), foot + numbered(names))
    grid: Any = {"ncols": 2, "squeeze": False, "sharey": True}
    with style.look():
        page, panels = style.page(*words, (9.4, 2.2 + 0.34 * len(order)), **grid)
        _chances(panels[0, 0], found, order, kpi)
        _ranks(panels[0, 1], found, order)
        _rows(panels[0, 0], [names[n] for n in order])
    return page


def _unranked(results: Sequence[Result], order: NDArray[np.int64], kpi: str) -> Figure:
    """The means with their intervals, as there are too few replicates for more."""
    names, rows = short_names(results), range(len(order))
    runs = min(len(one.tables["runs"]) for one in results)
    finding = f"Too few replicates to rank {len(results)} scenarios: "
    finding += f"{runs}, of {TOLD_FROM} at least"
    drawn = f"Focal firm, {words_of(kpi)} of each scenario, the highest mean first"
    foot = note(results, "Whiskers") + numbered(names)
    words = (found_or_alike(results, finding), drawn, foot)
    with style.look():
        page, axes = style.page(*words, (8.6, 2.2 + 0.34 * len(order)))
        found = [estimate(results[n], kpi) for n in order]
        for row, one in zip(rows, found, strict=True):
            style.whiskers(axes, row, one, across=True)
        axes.plot([one.mean for one in found], rows, "o", color=style.INK, ms=5)
        scale(axes.xaxis, kpi)
        axes.set_xlabel(words_of(kpi))
        style.listed(axes)
        _rows(axes, [names[n] for n in order])
    return page


def _rows(axes: Axes, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)


def _chances(axes: Axes, found: Ranking, order: NDArray[np.int64], kpi: str) -> None:
    chance = [found.best[n] for n in order]
    axes.barh(range(len(chance)), chance, height=0.62, color=style.BLUE)
    for row, n in enumerate(order):
        text = f"{_chance(found.best[n])}   mean {amount(found.mean[n], kpi)}"
        inside = found.best[n] > 0.55
        off, side, colour = (-6, "right", "white") if inside else (6, "left", style.INK)
        look: Any = {"size": 8, "va": "center", "ha": side, "color": colour}
        style.beside(axes, found.best[n], row, text, (off, 0), **look)
    axes.set_xlim(0, 1)
    style.per_cent(axes, "x")
    style.bare(axes, "left")
    axes.set_xlabel("probability of being best")


def _chance(value: float) -> str:
    """A probability, of which draws show neither none nor all."""
    least = 0.005
    if value < least:
        return f"< 1{TIED}%"
    return f"> 99{TIED}%" if value > 1 - least else share(value)


def _ranks(axes: Axes, found: Ranking, order: NDArray[np.int64]) -> None:
    rows = range(len(order))
    for row, n in zip(rows, order, strict=True):
        limits = [found.rank_low[n], found.rank_high[n]]
        axes.plot(limits, [row, row], color=style.GREY, lw=1.8)
    axes.plot([found.rank[n] for n in order], rows, "o", color=style.INK, ms=5)
    axes.set_xlim(0.5, len(found.rank) + 0.5)
    axes.locator_params(axis="x", integer=True)
    style.listed(axes)
    axes.set_xlabel("rank (1 is best)")


def _finding(found: Ranking, names: Sequence[str], kpi: str) -> str:
    first, second = found.order[:2]
    chance = _chance(found.best[first])
    if found.best[first] >= LIKELY:
        return f"{names[first]} is best on {words_of(kpi)} with a probability of {chance}"
    rivals = int((found.best > 1 - LIKELY).sum())
    other = _chance(found.best[second])
    if rivals > 2:
        both = f"{names[first]} ({chance}), {names[second]} ({other})"
        return f"{rivals} scenarios may be best on {words_of(kpi)}: {both}, …"
    best = f"{names[first]} is best on {words_of(kpi)} with a probability of {chance}"
    return f"{best}; {names[second]} with {other}"
