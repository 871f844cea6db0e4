"""Every scenario minus the first, seed by seed, corrected for the number of comparisons."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.inference.paired import Differences, against
from sim.metrics.account import COMPARED
from sim.metrics.estimates import estimate, outcomes
from sim.metrics.glossary import KPIS
from sim.metrics.summary import Result
from sim.plots import style
from sim.plots.data import NoDataError
from sim.plots.scenarios import note, numbered, scale, short_names, title
from sim.plots.words import money

MOST_ROWS = 30


def figure(results: Sequence[Result]) -> Figure:
    """Draw a forest plot per KPI: 95 % intervals, joint ones, filled where Holm rejects zero.

    Args:
        results: The results of a sweep; all are compared with the first.

    Raises:
        NoDataError: There are not two scenarios with two replicates on shared seeds.
    """
    if len(results) < 2:
        raise NoDataError("one scenario: nothing to compare")
    first, tried = results[0], len(results) - 1
    shown = [name for name in COMPARED if name in first.tables["runs"]]
    found = {name: against(outcomes(results, name)) for name in shown}
    profit = found["profit"]
    if not np.isfinite(profit.low).any():
        raise NoDataError("paired differences need two replicates on shared seeds")
    # Of what is undefined everywhere, as nrr is in less than a year, there is nothing to draw.
    shown = [name for name in shown if np.isfinite(found[name].mean).any()]
    order = np.argsort(-np.nan_to_num(profit.mean, nan=-np.inf), kind="stable")[:MOST_ROWS]
    short = short_names(results)
    names = [short[n + 1] for n in order]
    finding = _verdict(names, _rows(profit, order), short[0], tried)
    drawn = f"Each scenario minus “{short[0]}”{_filled(tried)}"
    foot = f"{note(results, 'Whiskers')} Replicates are paired by seed.{_corrected(tried)}"
    usual = money(estimate(first, "profit").mean)
    foot += f" “{short[0]}”: profit {usual}.{numbered(short)}"
    grid: Any = {"ncols": len(shown), "squeeze": False, "sharey": True}
    with style.look():
        page, panels = style.page(finding, drawn, foot, (10, 2.3 + 0.36 * len(order)), **grid)
        for axes, name in zip(panels[0], shown, strict=True):
            _forest(axes, _rows(found[name], order), name)
        panels[0, 0].set_yticks(range(len(order)), names)
        panels[0, 0].set_ylim(len(order) - 0.4, -0.6)
    return page


def _rows(found: Differences, order: Any) -> Differences:
    return Differences(*(column[order] for column in found))


def _filled(tried: int) -> str:
    after = f" after Holm's correction for {tried} comparisons" if tried > 1 else ""
    return f"; filled where told from zero{after}"


def _corrected(tried: int) -> str:
    if tried == 1:
        return ""
    return f" Thin lines: all {tried} of a KPI's intervals at once with 95 % (Bonferroni)."


def _forest(axes: Axes, found: Differences, kpi: str) -> None:
    axes.axvline(0, color=style.INK, lw=1)
    for row, sure in enumerate(found.surely):
        mean = found.mean[row]
        if not np.isfinite(mean):
            continue
        colour = (style.GREY, style.BLUE, style.VERMILLION)[sure]
        if np.isfinite(found.low[row]):
            joint = [found.joint_low[row], found.joint_high[row]]
            axes.plot(joint, [row, row], color=colour, lw=0.8)
            axes.plot([found.low[row], found.high[row]], [row, row], color=colour, lw=2.2)
        look: Any = {"ms": 6.5, "mec": colour, "mew": 1.5, "mfc": colour if sure else "white"}
        axes.plot(mean, row, "o" if mean > 0 else "s", zorder=5, **look)
    scale(axes.xaxis, kpi, signed=True)
    axes.locator_params(axis="x", nbins=3)
    style.listed(axes)
    axes.set_title(title(kpi), size=9.5, loc="left", weight="bold")
    axes.set_xlabel("points" if KPIS[kpi].unit == "share" else KPIS[kpi].unit)


def _verdict(names: list[str], found: Differences, first: str, tried: int) -> str:
    better, worse = (int((found.surely == sign).sum()) for sign in (1, -1))
    if better:
        size = f"+{money(found.mean[0])}"
        if np.isfinite(found.low[0]):
            size += f" (95 % CI {money(found.low[0])} to {money(found.high[0])})"
        beat = f"{better} of {tried} scenarios {'beats' if better == 1 else 'beat'} {first}"
        return f"{beat} on profit; best is {names[0]}, {size}"
    if worse:
        do_worse = f"{worse} of {tried} {'does' if worse == 1 else 'do'} worse"
        return f"No scenario beats {first} on profit; {do_worse}"
    return f"No scenario differs from {first} in profit by more than chance"
