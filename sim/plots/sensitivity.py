"""Which parameters matter over their ranges: Morris' elementary effects, or Sobol's shares."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.inference.outcomes import Numbers
from sim.inference.sensitivity import Elementary, Shares
from sim.plots import style
from sim.plots.scenarios import amount, scale, title
from sim.plots.words import TIED, share

MOST_ROWS = 25


def figure(found: Elementary | Shares, kpi: str, scenarios: int, grid: str = "") -> Figure:
    """The indices of every parameter on a KPI, the most important first.

    ``grid`` says which of several such designs these scenarios are of.
    """
    where = f"{title(kpi).capitalize()} of the focal firm{f', {grid}' if grid else ''}"
    draw = _morris if isinstance(found, Elementary) else _sobol
    return draw(found, kpi, scenarios, where)


def _morris(found: Any, kpi: str, scenarios: int, where: str) -> Figure:
    order = np.argsort(-found.mu_star)[:MOST_ROWS]
    first = order[0]
    size = amount(float(found.mu_star[first]), kpi).replace(" ", TIED)
    with style.look():
        page, panels = style.page(
            f"{found.parameters[first]} moves {title(kpi)} most: {size} over its range",
            f"{where}: mean size of elementary effects, and their spread",
            f"{scenarios} scenarios in Morris trajectories. Whiskers: 95 %, bootstrap over "
            "trajectories. A spread as large as the mean: the effect hangs on other parameters.",
            (9.4, 2.2 + 0.36 * len(order)), ncols=2, squeeze=False, sharey=True,
        )  # fmt: skip
        _dots(panels[0, 0], found.mu_star[order], found.mu_star_half[order], style.BLUE, "o")
        _dots(panels[0, 1], found.sigma[order], np.full(len(order), np.nan), style.VERMILLION, "s")
        for axes, name in zip(panels[0], ("mean size, μ*", "spread, σ"), strict=True):
            scale(axes.xaxis, kpi)
            axes.set_xlabel(name)
        _rows(panels[0, 0], [found.parameters[n] for n in order])
    return page


def _sobol(found: Any, kpi: str, scenarios: int, where: str) -> Figure:
    order = np.argsort(-found.total)[:MOST_ROWS]
    first = order[0]
    with style.look():
        page, axes = style.page(
            f"{found.parameters[first]} accounts for {share(float(found.total[first]))} of the "
            f"variance of {title(kpi)}{_alone(found, first)}",
            f"{where}: shares of its variance over the ranges",
            f"{scenarios} scenarios in Saltelli's scheme. Whiskers: 95 %, bootstrap.",
            (8.6, 2.2 + 0.42 * len(order)),
        )  # fmt: skip
        _dots(axes, found.first[order], found.first_half[order], style.BLUE, "o", -0.13, "alone")
        _dots(axes, found.total[order], found.total_half[order], style.VERMILLION, "s", 0.13,
              "with all others")  # fmt: skip
        style.per_cent(axes, "x")
        axes.set_xlabel(f"share of the variance of {title(kpi)}")
        axes.legend(frameon=False, loc="lower right")
        _rows(axes, [found.parameters[n] for n in order])
    return page


def _alone(found: Shares, n: Any) -> str:
    """How much of a parameter's share is its own; nothing where chance makes it more than all."""
    own, whole = max(float(found.first[n]), 0.0), float(found.total[n])
    return f", {share(own)} alone" if own < whole else ""


def _dots(
    axes: Axes, values: Numbers, half: Numbers, colour: str, marker: str,
    shift: float = 0.0, label: str = "",
) -> None:  # fmt: skip
    rows = np.arange(len(values)) + shift
    for row, value, reach in zip(rows, values, half, strict=True):
        if np.isfinite(reach):
            axes.plot([value - reach, value + reach], [row, row], color=colour, lw=1.6)
    axes.plot(values, rows, marker, color=colour, ms=6, label=label or None)
    axes.axvline(0, color=style.INK, lw=1)
    style.rules(axes, "x")
    style.bare(axes, "left")


def _rows(axes: Axes, names: list[str]) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
