"""The result of a search: trials by their goals, and the front of the best."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.inference.intervals import Interval
from sim.metrics.estimates import estimate
from sim.metrics.summary import Result
from sim.plots import style
from sim.plots.data import NoDataError
from sim.plots.scenarios import amount, scale, title
from sim.plots.words import TIED

NAMED = 8
NOTE = (
    "Whiskers: 95 % CI of the mean over replicates (Student t). Trials given up are not "
    "shown. The best of many were picked after the fact: expect a little less."
)
Found = Mapping[str, Sequence[Interval]]


def figure(goals: Mapping[str, int], results: Sequence[Result], front: Sequence[str]) -> Figure:
    """Draw complete trials by the first two goals with intervals; of one goal, by their order.

    Args:
        goals: 1 for a KPI to raise, −1 for one to lower.
        results: The results of complete trials.
        front: The names of the trials that none is better than.

    Raises:
        NoDataError: No trial is complete.
    """
    if not results or not front:
        raise NoDataError("no trial is complete")
    kpis = list(goals)[:2]
    found = {kpi: [estimate(one, kpi) for one in results] for kpi in kpis}
    best = [n for n, one in enumerate(results) if one.name in front]
    with style.look():
        page, axes = style.page(
            _finding(goals, results, found, best), _drawn(goals), NOTE, (8.6, 5.0)
        )
        if len(kpis) == 1:
            _by_order(axes, results, found[kpis[0]], goals[kpis[0]])
            scale(axes.yaxis, kpis[0])
            axes.set(xlabel="trial", ylabel=title(kpis[0]))
        else:
            _by_goals(axes, results, [found[kpi] for kpi in kpis], best)
            scale(axes.xaxis, kpis[0])
            scale(axes.yaxis, kpis[1])
            axes.set(xlabel=title(kpis[0]), ylabel=title(kpis[1]))
            style.rules(axes, "x")
        style.rules(axes)
    return page


def _by_order(axes: Axes, results: Sequence[Result], found: Sequence[Interval], sign: int) -> None:
    x = np.array([int(one.name.rpartition(" ")[2]) for one in results])
    mean = np.array([one.mean for one in found])
    best = sign * np.fmax.accumulate(sign * mean)
    for place, one in zip(x, found, strict=True):
        style.whiskers(axes, place, one, style.PALE)
    axes.plot(x, mean, "o", color=style.GREY, ms=5)
    axes.step(x, best, where="post", color=style.BLUE, lw=2)
    style.line_end(axes, float(x[-1]), float(best[-1]), "best so far", style.BLUE)


def _by_goals(
    axes: Axes, results: Sequence[Result], found: Sequence[Sequence[Interval]], best: Sequence[int]
) -> None:
    across, up = found
    for n in range(len(results)):
        chosen = n in best
        colour = style.BLUE if chosen else style.PALE
        style.whiskers(axes, across[n].mean, up[n], colour)
        style.whiskers(axes, up[n].mean, across[n], colour, across=True)
        mark, edge, size, above = ("o", style.BLUE, 7, 6) if chosen else ("s", style.GREY, 5, 3)
        look: Any = {"color": colour, "mec": edge, "ms": size, "zorder": above}
        axes.plot(across[n].mean, up[n].mean, mark, **look)
    order = sorted(best, key=lambda n: across[n].mean)
    x, y = [across[n].mean for n in order], [up[n].mean for n in order]
    axes.plot(x, y, color=style.BLUE, lw=1.2, ls=(0, (4, 2)))
    for n in order[:NAMED]:
        place = (across[n].mean, up[n].mean)
        style.beside(axes, *place, results[n].name, (6, 6), size=8, color=style.BLUE)


def _drawn(goals: Mapping[str, int]) -> str:
    ways = {kpi: "higher" if sign > 0 else "lower" for kpi, sign in goals.items()}
    said = [f"{title(kpi)} ({way} is better)" for kpi, way in ways.items()]
    return f"Focal firm, complete trials: {', '.join(said)}"


def _finding(
    goals: Mapping[str, int], results: Sequence[Result], found: Found, best: Sequence[int]
) -> str:
    kpi = next(iter(goals))
    size = amount(float(found[kpi][best[0]].mean), kpi).replace(" ", TIED)
    if len(best) == 1:
        also = " on every goal" if len(goals) > 1 else ""
        return f"{results[best[0]].name} is best{also}: {title(kpi)} {size}"
    front = f"{len(best)} of {len(results)} complete trials are on the front"
    return f"{front}: nothing beats them on every goal"
