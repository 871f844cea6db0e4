"""The weight of parameters over their ranges: Morris' elementary effects, or Sobol's shares."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.inference.intervals import Interval
from sim.inference.samples import Numbers
from sim.inference.sensitivity import Elementary, Shares
from sim.metrics.sections import capital, words_of
from sim.plots import style
from sim.plots.scenarios import gap_text, points, scale
from sim.plots.words import TIED, percent, share

MOST_ROWS = 25
Look = tuple[str, str]
DOTS, SQUARES = (style.BLUE, "o"), (style.VERMILLION, "s")
FLOOR: Any = {"color": style.GREY, "lw": 1.2, "ls": "--"}


def figure(found: Elementary | Shares, kpi: str, scenarios: int, grid: str = "") -> Figure:
    """Draw the indices of every parameter on a KPI, the most important first.

    Args:
        found: The indices.
        kpi: The KPI.
        scenarios: The number of scenarios behind them.
        grid: The name of the design, where a grid has several.
    """
    where = f"{capital(words_of(kpi))} of the focal firm{f', {grid}' if grid else ''}"
    if isinstance(found, Elementary):
        return _morris(found, kpi, scenarios, where)
    return _sobol(found, kpi, scenarios, where)


def _morris(found: Elementary, kpi: str, scenarios: int, where: str) -> Figure:
    order = np.argsort(-found.mu_star)[:MOST_ROWS]
    drawn = f"{where}: mean size of elementary effects, and their spread"
    note = f"{_scheme(found, scenarios, 'in Morris trajectories', 'trajectories')} A spread as "
    note += "large as the mean: the effect hangs on other parameters."
    if np.isfinite(found.floor).any():
        note += " Dashed: the size that luck alone would have given, which is taken off."
    room, grid = (9.4, 2.4 + 0.36 * len(order)), {"ncols": 2, "squeeze": False, "sharey": True}
    # A size is not less than nothing, though what is left of it without luck may be.
    star = [np.maximum(each, 0.0) for each in (
        found.mu_star, found.mu_star_low, found.mu_star_high)]  # fmt: skip
    with style.look():
        page, panels = style.page(_moving(found, kpi, order[0]), drawn, note, room, **grid)
        _dots(panels[0, 0], [each[order] for each in star], DOTS)
        colour, mark = SQUARES
        panels[0, 1].plot(found.sigma[order], range(len(order)), mark, color=colour, ms=6)
        _lines(panels[0, 1])
        for row, size in enumerate(found.floor[order]):
            panels[0, 0].plot([size, size], [row - 0.5, row + 0.5], **FLOOR)
        for axes, name in zip(panels[0], ("mean size, μ*", "spread, σ"), strict=True):
            scale(axes.xaxis, kpi, gap=True)
            axes.locator_params(axis="x", nbins=6)
            axes.set_xlabel(f"{name}{points(kpi)}")
        _rows(panels[0, 0], [found.parameters[n] for n in order])
    return page


def _moving(found: Elementary, kpi: str, first: int) -> str:
    """The finding of a screening, which is none where luck may have made it."""
    if found.luck.remark:
        return _unsure(found, kpi)
    size, low, high = (
        each[first] for each in (found.mu_star, found.mu_star_low, found.mu_star_high)
    )
    if not low > 0.0:
        return f"No parameter is told to move {words_of(kpi)}"
    told, *ends = (gap_text(each, kpi).replace(" ", TIED) for each in (size, low, high))
    if high > low:
        told += f" (95{TIED}%{TIED}CI {' to '.join(ends)})"
    most = f", the most of {len(found.parameters)}" if len(found.parameters) > 1 else ""
    return f"{found.parameters[first]} moves {words_of(kpi)} by {told} over its range{most}"


def _sobol(found: Shares, kpi: str, scenarios: int, where: str) -> Figure:
    order = np.argsort(-found.total)[:MOST_ROWS]
    drawn = f"{where}: shares of its variance over the ranges"
    note = _scheme(found, scenarios, "in Saltelli's scheme", "points")
    if np.isfinite(found.luck.share):
        note += f" Luck, {share(found.luck.share)} of the variance between the means of scenarios, "
        note += "is taken off; dashed: the share with all others that it alone would have given."
    note += " What chance puts below 0 or beyond all is drawn at the edge."
    first, total = (tuple(np.clip(each, 0.0, 1.0) for each in some) for some in (
        (found.first, found.first_low, found.first_high),
        (found.total, found.total_low, found.total_high)))  # fmt: skip
    with style.look():
        finding, size = _accounting(found, kpi, order[0]), (8.6, 2.4 + 0.42 * len(order))
        page, axes = style.page(finding, drawn, note, size)
        _dots(axes, [each[order] for each in first], DOTS, -0.13, "alone")
        _dots(axes, [each[order] for each in total], SQUARES, 0.13, "with all others")
        if np.isfinite(found.luck.share):
            axes.axvline(found.luck.share, **FLOOR)
        style.per_cent(axes, "x")
        axes.set_xlabel(f"share of the variance of {words_of(kpi)}")
        axes.set_xlim(0, 1)
        style.key(axes)
        _rows(axes, [found.parameters[n] for n in order])
    return page


def _accounting(found: Shares, kpi: str, first: int) -> str:
    """The finding on shares, which is none where luck may have made it."""
    if found.luck.remark:
        return _unsure(found, kpi)
    ends = found.total[first], found.total_low[first], found.total_high[first]
    mean, low, high = np.clip(ends, 0.0, 1.0).tolist()
    whole = Interval(mean, low, high, found.luck.replicates)
    if not whole.low > 0.0:
        return f"No parameter's share of the variance of {words_of(kpi)} is told from 0"
    finding = f"{found.parameters[first]} accounts for {percent(whole)} of the variance"
    return f"{finding} of {words_of(kpi)}{_alone(found, first)}"


def _unsure(found: Elementary | Shares, kpi: str) -> str:
    return f"{capital(words_of(kpi))}: {found.luck.remark}".replace(" %", f"{TIED}%")


def _scheme(found: Elementary | Shares, scenarios: int, scheme: str, rows: str) -> str:
    """The design, its replicates and its intervals, in a note."""
    luck = found.luck
    told = f"{scenarios} scenarios {scheme}, {luck.replicates} "
    told += f"replicate{'s' if luck.replicates > 1 else ''} each. "
    if luck.left_out:
        told += f"Seeds left out, as some point lacks them: {luck.left_out}. "
    if not np.isfinite(luck.share):
        return f"{told}No intervals, and luck is in all of it."
    return f"{told}Whiskers: 95 %, over {rows} and seeds. Hollow: not told from 0."


def _alone(found: Shares, n: int) -> str:
    """A parameter's own part of its share; empty where chance makes it more than all."""
    own, whole = max(float(found.first[n]), 0.0), min(float(found.total[n]), 1.0)
    return f", {share(own)} alone" if own < whole else ""


def _dots(
    axes: Axes, found: Sequence[Numbers], look: Look, shift: float = 0.0, name: str = ""
) -> None:
    """Estimates with their lower and upper ends, hollow where the ends reach 0."""
    colour, mark = look
    values, low, high = found
    rows = np.arange(len(values)) + shift
    for row, *ends in zip(rows, low, high, strict=True):
        axes.plot(ends, [row, row], color=colour, lw=1.6)
    for told, face in ((low > 0.0, colour), (~(low > 0.0), "white")):
        label = name if face == colour else None
        marks: Any = {"color": colour, "mfc": face, "ms": 6, "clip_on": False, "zorder": 5}
        axes.plot(values[told], rows[told], mark, label=label, **marks)
    _lines(axes)


def _lines(axes: Axes) -> None:
    axes.axvline(0, color=style.INK, lw=1)
    style.listed(axes)


def _rows(axes: Axes, names: list[str]) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
