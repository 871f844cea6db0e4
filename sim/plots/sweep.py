"""A sweep: the surface over two swept axes, the curve over one."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from sim.inference.outcomes import levels
from sim.metrics.comparisons import comparisons, lead
from sim.metrics.estimates import estimate, outcomes
from sim.metrics.sections import capital, words_of
from sim.metrics.summary import Result
from sim.plots import style
from sim.plots.data import NoDataError
from sim.plots.scenarios import (
    amount,
    found_or_alike,
    gap_text,
    note,
    scale,
    short_names,
    swept_axes,
    value_text,
)

# Width of a letter (inches); points of a curve that are all named below it.
LETTER = 0.085
MOST_TICKS = 8
# Part of its cells from which on a heat map shows more than holes.
FILLED = 0.5


def heat_map(results: Sequence[Result], kpi: str = "profit") -> Figure:
    """Draw a KPI over the grid of two swept axes, with its interval in every cell.

    Args:
        results: The results of a sweep over two axes.
        kpi: The KPI, in its own unit.

    Raises:
        NoDataError: Not two axes were swept, or too few of their combinations.
    """
    axes_swept = swept_axes(results)
    if len(axes_swept) != 2:
        raise NoDataError("a heat map needs two swept axes")
    longest_first = sorted(axes_swept.items(), key=lambda one: -len(levels(one[1])))
    (across, columns), (down, rows) = longest_first
    x, y = levels(columns), levels(rows)
    cells = np.full((len(y), len(x), 3), np.nan)
    for result, column, row in zip(results, columns, rows, strict=True):
        found = estimate(result, kpi)
        cells[y.index(row), x.index(column)] = found.mean, found.low, found.high
    if np.isfinite(cells[:, :, 0]).mean() < FILLED:
        raise NoDataError("a heat map needs most of the cells")
    drawn = f"{capital(words_of(kpi))} of the focal firm: estimate"
    drawn += " and its 95 % CI" if np.isfinite(cells[:, :, 1]).any() else ""
    words = (_best_cell(results, kpi), drawn, note(results, "In the cells"))
    over, beside = ([value_text(value) for value in side] for side in (x, y))
    wide = max(1.15, LETTER * max(map(len, over)) + 0.15)
    long = LETTER * max(map(len, beside))
    size = (max(style.WIDTH, wide * len(x) + long + 0.9), max(3.4, 0.62 * len(y) + 2.0))
    with style.look():
        page, axes = style.page(*words, size)
        _grid(axes, cells, kpi)
        axes.set_xticks(range(len(x)), over)
        axes.set_yticks(range(len(y)), beside)
        axes.set(xlabel=across, ylabel=down)
    return page


def curve(results: Sequence[Result], kpis: Sequence[str] = ("profit", "market_share")) -> Figure:
    """Draw KPIs over one swept number, with bands.

    Args:
        results: The results of a sweep over one number.
        kpis: The KPIs, each in its own unit.

    Raises:
        NoDataError: Not one axis with three numbers was swept.
    """
    axes_swept = swept_axes(results)
    if len(axes_swept) != 1:
        raise NoDataError("a curve needs one swept axis")
    ((axis, values),) = axes_swept.items()
    if len(results) < 3 or not all(isinstance(value, int | float) for value in values):
        raise NoDataError("a curve needs at least three swept numbers")
    order = np.argsort(values)
    x = np.asarray(values, np.float64)[order]
    shown = [name for name in kpis if name in results[0].tables["runs"]]
    words = (_best_cell(results, "profit"), f"Focal firm, over {axis}", note(results, "Bands"))
    with style.look():
        page, panels = style.page(*words, (9.4, 4.4), ncols=len(shown), squeeze=False)
        for axes, name in zip(panels[0], shown, strict=True):
            found = [estimate(results[n], name) for n in order]
            low, mean, high = (np.array([part[k] for part in found]) for k in (1, 0, 2))
            axes.fill_between(x, low, high, color=style.BLUE, alpha=0.18, lw=0)
            axes.plot(x, mean, color=style.BLUE, marker="o", lw=2)
            scale(axes.yaxis, name)
            style.rules(axes)
            axes.set_xlabel(axis)
            axes.set_title(words_of(name), size=9.5, loc="left", weight="bold")
            if len(x) <= MOST_TICKS and np.diff(x).min() > np.ptp(x) / (2 * MOST_TICKS):
                axes.set_xticks(x, [value_text(values[n]) for n in order])
    return page


def _grid(axes: Axes, cells: NDArray[np.float64], kpi: str) -> None:
    mean = cells[:, :, 0]
    axes.imshow(mean, cmap="cividis", aspect="auto")
    low, high = np.nanmin(mean), np.nanmax(mean)
    best = np.unravel_index(np.nanargmax(mean), mean.shape)
    for (row, column), value in np.ndenumerate(mean):
        if not np.isfinite(value):
            axes.text(column, row, "not run", ha="center", va="center", size=8, color=style.GREY)
            continue
        dark = (value - low) < 0.55 * (high - low)
        ends = [amount(end, kpi) for end in cells[row, column, 1:] if np.isfinite(end)]
        text = "\n".join([amount(value, kpi), *([" to ".join(ends)] if ends else [])])
        look: Any = {"ha": "center", "va": "center", "size": 8.5, "linespacing": 1.3}
        weight = "bold" if (row, column) == best else "normal"
        axes.text(column, row, text, color="white" if dark else style.INK, weight=weight, **look)
    axes.add_patch(_frame(best))
    axes.tick_params(length=0)
    style.bare(axes, "left", "bottom")


def _frame(cell: Any) -> Any:
    corner = (cell[1] - 0.47, cell[0] - 0.45)
    return Rectangle(corner, 0.94, 0.9, fill=False, ec=style.VERMILLION, lw=2.4)


def _best_cell(results: Sequence[Result], kpi: str) -> str:
    """The best scenario, and whether the runner-up can be told apart from it."""
    found, names = lead(outcomes(results, kpi), comparisons(results)), short_names(results)
    best, ahead = names[found.best], found.ahead
    text = f"{capital(words_of(kpi))} is highest with {best}"
    if not np.isfinite(ahead.low):
        mean = amount(estimate(results[found.best], kpi).mean, kpi)
        text += f" ({mean}), which no interval judges"
    elif found.told:
        text += f", {gap_text(ahead.mean, kpi)} ahead of the next best"
    else:
        text += f", but {names[found.second]} cannot be told apart from it"
    return found_or_alike(results, text)
