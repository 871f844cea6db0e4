"""What a search found: trials by their goals, and the front that none is better than."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.inference.intervals import Interval, interval
from sim.metrics.summary import Result
from sim.plots import style
from sim.plots.data import NoDataError
from sim.plots.scenarios import amount, scale, title
from sim.plots.words import TIED

NAMED = 8


def figure(goals: Mapping[str, int], results: Sequence[Result], front: Sequence[str]) -> Figure:
    """Complete trials by the first two goals with intervals; of one goal, by their order.

    ``goals`` has 1 for a KPI to raise and −1 for one to lower; ``front`` names its trials.
    """
    if not results or not front:
        raise NoDataError("no trial is complete")
    kpis = list(goals)[:2]
    found = {kpi: [interval(one.tables["runs"][kpi]) for one in results] for kpi in kpis}
    best = [n for n, one in enumerate(results) if one.name in front]
    with style.look():
        page, axes = style.page(
            _finding(goals, results, found, best),
            _drawn(goals),
            "Whiskers: 95 % CI of the mean over replicates (Student t). Trials given up are not "
            "shown. The best of many were picked after the fact: expect a little less.",
            (8.6, 5.0),
        )  # fmt: skip
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
        axes.plot(across[n].mean, up[n].mean, "o" if chosen else "s", color=colour,
                  mec=style.BLUE if chosen else style.GREY, ms=7 if chosen else 5,
                  zorder=6 if chosen else 3)  # fmt: skip
    order = sorted(best, key=lambda n: across[n].mean)
    axes.plot([across[n].mean for n in order], [up[n].mean for n in order], color=style.BLUE,
              lw=1.2, ls=(0, (4, 2)))  # fmt: skip
    for n in order[:NAMED]:
        axes.annotate(results[n].name, (across[n].mean, up[n].mean), xytext=(6, 6), size=8,
                      textcoords="offset points", color=style.BLUE)  # fmt: skip


def _drawn(goals: Mapping[str, int]) -> str:
    said = [f"{title(kpi)} ({'higher' if sign > 0 else 'lower'} is better)"
            for kpi, sign in goals.items()]  # fmt: skip
    return f"Focal firm, complete trials: {', '.join(said)}"


def _finding(
    goals: Mapping[str, int], results: Sequence[Result],
    found: Mapping[str, Sequence[Interval]], best: Sequence[int],
) -> str:  # fmt: skip
    kpi = next(iter(goals))
    size = amount(float(found[kpi][best[0]].mean), kpi).replace(" ", TIED)
    if len(best) == 1:
        also = " on every goal" if len(goals) > 1 else ""
        return f"{results[best[0]].name} is best{also}: {title(kpi)} {size}"
    return (f"{len(best)} of {len(results)} complete trials are on the front: nothing beats them "
            "on every goal")  # fmt: skip
