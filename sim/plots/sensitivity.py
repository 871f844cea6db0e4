"""The weight of parameters over their ranges: Morris' elementary effects, or Sobol's shares."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.inference.samples import Numbers
from sim.inference.sensitivity import Elementary, Shares
from sim.plots import style
from sim.plots.scenarios import amount, scale, title
from sim.plots.words import TIED, share

MOST_ROWS = 25
Look = tuple[str, str]
DOTS, SQUARES = (style.BLUE, "o"), (style.VERMILLION, "s")


def figure(found: Elementary | Shares, kpi: str, scenarios: int, grid: str = "") -> Figure:
    """Draw the indices of every parameter on a KPI, the most important first.

    Args:
        found: The indices.
        kpi: The KPI.
        scenarios: The number of scenarios behind them.
        grid: The name of the design, where a grid has several.
    """
    where = f"{title(kpi).capitalize()} of the focal firm{f', {grid}' if grid else ''}"
    draw = _morris if isinstance(found, Elementary) else _sobol
    return draw(found, kpi, scenarios, where)


def _morris(found: Any, kpi: str, scenarios: int, where: str) -> Figure:
    order = np.argsort(-found.mu_star)[:MOST_ROWS]
    first = order[0]
    size = amount(float(found.mu_star[first]), kpi).replace(" ", TIED)
    finding = f"{found.parameters[first]} moves {title(kpi)} most: {size} over its range"
    drawn = f"{where}: mean size of elementary effects, and their spread"
    note = f"{scenarios} scenarios in Morris trajectories. Whiskers: 95 %, bootstrap over "
    note += "trajectories. A spread as large as the mean: the effect hangs on other parameters."
    room, grid = (9.4, 2.2 + 0.36 * len(order)), {"ncols": 2, "squeeze": False, "sharey": True}
    with style.look():
        page, panels = style.page(finding, drawn, note, room, **grid)
        _dots(panels[0, 0], found.mu_star[order], found.mu_star_half[order], DOTS)
        _dots(panels[0, 1], found.sigma[order], np.full(len(order), np.nan), SQUARES)
        for axes, name in zip(panels[0], ("mean size, μ*", "spread, σ"), strict=True):
            scale(axes.xaxis, kpi)
            axes.set_xlabel(name)
        _rows(panels[0, 0], [found.parameters[n] for n in order])
    return page


def _sobol(found: Any, kpi: str, scenarios: int, where: str) -> Figure:
    order = np.argsort(-found.total)[:MOST_ROWS]
    first = order[0]
    whole = share(float(found.total[first]))
    finding = f"{found.parameters[first]} accounts for {whole} of the variance of {title(kpi)}"
    drawn = f"{where}: shares of its variance over the ranges"
    note = f"{scenarios} scenarios in Saltelli's scheme. Whiskers: 95 %, bootstrap."
    size = (8.6, 2.2 + 0.42 * len(order))
    with style.look():
        page, axes = style.page(finding + _alone(found, first), drawn, note, size)
        _dots(axes, found.first[order], found.first_half[order], DOTS, -0.13, "alone")
        _dots(axes, found.total[order], found.total_half[order], SQUARES, 0.13, "with all others")
        style.per_cent(axes, "x")
        axes.set_xlabel(f"share of the variance of {title(kpi)}")
        axes.legend(frameon=False, loc="lower right")
        _rows(axes, [found.parameters[n] for n in order])
    return page


def _alone(found: Shares, n: Any) -> str:
    """A parameter's own part of its share; empty where chance makes it more than all."""
    own, whole = max(float(found.first[n]), 0.0), float(found.total[n])
    return f", {share(own)} alone" if own < whole else ""


def _dots(
    axes: Axes, values: Numbers, half: Numbers, look: Look, shift: float = 0.0, name: str = ""
) -> None:
    colour, mark = look
    rows = np.arange(len(values)) + shift
    for row, value, reach in zip(rows, values, half, strict=True):
        if np.isfinite(reach):
            axes.plot([value - reach, value + reach], [row, row], color=colour, lw=1.6)
    axes.plot(values, rows, mark, color=colour, ms=6, label=name or None)
    axes.axvline(0, color=style.INK, lw=1)
    style.listed(axes)


def _rows(axes: Axes, names: list[str]) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
