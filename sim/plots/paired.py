"""Every scenario minus the first, seed by seed, corrected for the number of comparisons."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.inference.intervals import LEAST, Interval
from sim.inference.paired import Differences
from sim.metrics.comparisons import comparisons
from sim.metrics.estimates import estimate
from sim.metrics.glossary import KPIS
from sim.metrics.numbers import amount
from sim.metrics.sections import words_of
from sim.metrics.summary import Result
from sim.plots import style
from sim.plots.data import NoDataError
from sim.plots.scenarios import found_or_alike, note, numbered, scale, short_names
from sim.plots.words import ci, money

MOST_ROWS = 30


def figure(results: Sequence[Result]) -> Figure:
    """Draw a forest plot per KPI: 95 % intervals, joint ones, filled where Holm rejects zero.

    Args:
        results: The results of a sweep; all are compared with the first.

    Raises:
        NoDataError: There are not two scenarios with three replicates on shared seeds.
    """
    if len(results) < 2:
        raise NoDataError("one scenario: nothing to compare")
    found, count = comparisons(results)
    profit = found["profit"]
    if (profit.replicates < LEAST).all():
        raise NoDataError(f"paired differences need {LEAST} replicates on shared seeds")
    # Of what is undefined everywhere, as attainment is without a quota, there is nothing to draw.
    shown = {name: one for name, one in found.items() if np.isfinite(one.mean).any()}
    order = np.argsort(-np.nan_to_num(profit.mean, nan=-np.inf), kind="stable")[:MOST_ROWS]
    short = short_names(results)
    names = [short[n + 1] for n in order]
    finding = found_or_alike(results, _verdict(short, profit, count))
    drawn = f"Each scenario minus “{short[0]}”{_filled(count)}"
    foot = f"{note(results, 'Whiskers')} Replicates are paired by seed.{_corrected(count)}"
    usual = money(estimate(results[0], "profit").mean)
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


def _filled(count: int) -> str:
    after = f" after Holm's correction for all {count} comparisons" if count > 1 else ""
    return f"; filled where told from zero{after}"


def _corrected(count: int) -> str:
    return f" Thin lines: all {count} intervals at once with 95 % (Bonferroni)." * (count > 1)


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
    axes.set_title(words_of(kpi), size=9.5, loc="left", weight="bold")
    axes.set_xlabel("percentage points" if KPIS[kpi].unit == "share" else KPIS[kpi].unit)


def _verdict(names: Sequence[str], found: Differences, count: int) -> str:
    """The number of scenarios that beat the first on profit, and the best of those that do."""
    tried, first = len(found.mean), names[0]
    better, worse = (int((found.surely == sign).sum()) for sign in (1, -1))
    if better:
        best = int(np.argmax(np.where(found.surely == 1, found.mean, -np.inf)))
        ends = (found.joint_low[best], found.joint_high[best])
        lead = Interval(found.mean[best], *ends, found.replicates[best])
        size = "+" + amount((lead.mean,), "money", (lead.high - lead.low) / 2)
        size += f" ({'joint ' * (count > 1)}{ci(lead, 'money')})"
        beat = f"{better} of {tried} scenarios {'beats' if better == 1 else 'beat'} {first}"
        return f"{beat} on profit; best is {names[best + 1]}, {size}"
    if worse:
        do_worse = f"{worse} of {tried} {'does' if worse == 1 else 'do'} worse"
        return f"No scenario beats {first} on profit; {do_worse}"
    still = int((np.isnan(found.p) & (found.replicates > 1) & (found.mean != 0)).sum())
    if still:
        return (
            f"{still} of {tried} scenarios differ from {first} in profit alike in every replicate"
        )
    return f"No scenario differs from {first} in profit by more than chance"
