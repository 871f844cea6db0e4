"""A grid, axis by axis: the effect of each swept value, and the interaction of two axes."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.inference.effects import Effect, NotAGridError, cells, effects
from sim.inference.intervals import intervals
from sim.inference.outcomes import Outcomes, levels
from sim.metrics.estimates import outcomes
from sim.metrics.sections import capital, words_of
from sim.metrics.summary import Result
from sim.plots import style
from sim.plots.data import NoDataError
from sim.plots.scenarios import (
    found_or_alike,
    gap_text,
    level,
    note,
    points,
    scale,
    swept_axes,
    value_text,
)
from sim.plots.words import TIED, share

MOST_AXES = 5
MOST_LINES = len(style.FIRM_COLOURS)
CLAIMED = " The title says what is told from zero after Holm's correction over all "


def main_effects(results: Sequence[Result], kpi: str = "profit") -> Figure:
    """Draw the mean with each value of each axis minus the grand mean, largest axis first.

    Args:
        results: The results of a sweep over two axes or more.
        kpi: The KPI, in its own unit.

    Raises:
        NoDataError: The scenarios are no grid of two axes or more.
    """
    found, axes_swept = _grid(results, kpi)
    every = [one for one in _effects(found, axes_swept) if len(one.axes) == 1]
    mains = sorted(every, key=lambda one: not one.shows)[:MOST_AXES]
    if len(axes_swept) < 2:
        raise NoDataError("main effects need two swept axes")
    drawn = f"{capital(words_of(kpi))} of the focal firm: mean with each value, "
    drawn += "all others averaged, minus the grand mean"
    foot = note(results, "Whiskers") + " Thin lines: all intervals of all axes at once with 95 % "
    foot += "(Bonferroni). Filled: told from none. In brackets: part of the variance between "
    foot += f"scenario means.{CLAIMED}axes."
    finding = found_or_alike(results, _what_moves(mains, kpi, axes_swept))
    rows = [len(one.mean) for one in mains]
    grid: Any = {"nrows": len(mains), "squeeze": False, "sharex": True}
    grid["height_ratios"] = [count + 0.8 for count in rows]
    size = (8.6, 2.3 + 0.24 * sum(rows) + 0.42 * len(mains))
    with style.look():
        page, panels = style.page(finding, drawn, foot, size, **grid)
        for axes, one in zip(panels[:, 0], mains, strict=True):
            _levels(axes, one)
        scale(panels[-1, 0].xaxis, kpi, signed=True)
        panels[-1, 0].set_xlabel(f"{words_of(kpi)}, against the grand mean{points(kpi)}")
    return page


def interaction(results: Sequence[Result], kpi: str = "profit") -> Figure:
    """Draw the two axes that interact most: means over one, a line per value of the other.

    Args:
        results: The results of a sweep over two axes or more.
        kpi: The KPI, in its own unit.

    Raises:
        NoDataError: The scenarios are no grid of two axes or more, or too many for lines.
    """
    found, axes_swept = _grid(results, kpi)
    pairs = [one for one in _effects(found, axes_swept) if len(one.axes) == 2]
    if not pairs:
        raise NoDataError("an interaction needs two swept axes")
    pair = next((one for one in pairs if one.shows), pairs[0])
    across, lines = sorted(pair.axes, key=lambda name: -len(levels(axes_swept[name])))
    if len(levels(axes_swept[lines])) > MOST_LINES:
        raise NoDataError("too many values on both axes for lines")
    drawn = f"{capital(words_of(kpi))} of the focal firm over {across}, by {lines}; "
    drawn += "the same gaps throughout: no interaction"
    foot = note(results, "Whiskers") + " Replicates share luck across scenarios, so gaps between "
    foot += f"lines are surer than whiskers show.{CLAIMED}pairs of axes."
    finding = found_or_alike(results, _whether_they_meet(pair, kpi, axes_swept))
    with style.look():
        page, axes = style.page(finding, drawn, foot, (8.6, 4.8))
        _lines(axes, found, axes_swept, (across, lines))
        scale(axes.yaxis, kpi)
        axes.set(xlabel=across, ylabel=words_of(kpi))
        style.rules(axes)
    return page


def _grid(results: Sequence[Result], kpi: str) -> tuple[Outcomes, dict[str, list[Any]]]:
    return outcomes(results, kpi), swept_axes(results)


def _effects(found: Outcomes, axes_swept: dict[str, list[Any]]) -> list[Effect]:
    try:
        return effects(found, axes_swept)
    except NotAGridError as error:
        raise NoDataError(str(error)) from None


def _levels(axes: Axes, one: Effect) -> None:
    """A row a value: its effect with both intervals; hollow where it is not told from none."""
    axes.axvline(0, color=style.INK, lw=1)
    for row, (low, high) in enumerate(zip(one.low, one.high, strict=True)):
        if np.isfinite(low):
            joint = [one.joint_low[row], one.joint_high[row]]
            axes.plot(joint, [row, row], color=style.BLUE, lw=0.8)
            axes.plot([low, high], [row, row], color=style.BLUE, lw=2.2)
        look: Any = {"ms": 5.5, "mfc": style.BLUE if one.sure[row] else "white", "zorder": 5}
        axes.plot(one.mean[row], row, "o", mec=style.BLUE, mew=1.4, **look)
    axes.set_yticks(range(len(one.mean)), [value_text(each[0]) for each in one.levels])
    axes.set_ylim(len(one.mean) - 0.4, -0.6)
    style.listed(axes)
    axes.set_title(f"{one.axes[0]} ({share(one.share)})", size=9.5, loc="left", weight="bold")


def _lines(
    axes: Axes, found: Outcomes, axes_swept: dict[str, list[Any]], pair: tuple[str, str]
) -> None:
    values = cells(found, axes_swept, pair)
    x, lines = (levels(axes_swept[name]) for name in pair)
    numeric = all(isinstance(one, int | float) for one in x)
    places = np.asarray(x if numeric else range(len(x)), np.float64)
    step = float(np.ptp(places)) / max(len(places) - 1, 1) * (0.012 if numeric else 0.08)
    for n, line in enumerate(lines):
        colour = style.FIRM_COLOURS[n]
        drawn = intervals(values[:, :, n])
        shifted = places + (n - (len(lines) - 1) / 2) * step
        style.whiskers(axes, shifted, drawn, colour)
        look: Any = {"color": colour, "marker": style.FIRM_MARKERS[n], "ms": 6, "lw": 2}
        # Only numbers lie on a way from one to the next.
        look["ls"] = style.FIRM_LINES[n] if numeric else ""
        axes.plot(shifted, drawn.mean, label=level(pair[1], line, axes_swept), **look)
    style.key(axes)
    if not numeric:
        axes.set_xticks(places, [value_text(one) for one in x])
    axes.margins(x=0.08 if numeric else 0.12)


def _what_moves(mains: Sequence[Effect], kpi: str, axes: Iterable[str]) -> str:
    """The axis of the largest share of those that are told from chance; and by which levels."""
    told = [one for one in mains if one.shows]
    still = [one for one in mains if np.isnan(one.p_holm).any()]
    if not told and not still:
        return f"No swept axis moves {words_of(kpi)} by more than chance"
    first = (told or still)[0]
    sure = np.where(first.sure, first.mean, np.nan) if told else first.mean
    best, worst = int(np.nanargmax(sure)), int(np.nanargmin(sure))
    names = [level(first.axes[0], one[0], axes) for one in first.levels]
    if sure[worst] < 0 < sure[best]:
        gap = _tied(sure[best] - sure[worst], kpi)
        worth = f"{names[best]} is worth {gap} more than {names[worst]}"
    else:
        most = int(np.nanargmax(np.abs(sure)))
        more = "above" if sure[most] > 0 else "below"
        worth = f"{names[most]} is {_tied(abs(sure[most]), kpi)} {more} the mean"
    judged = "" if told else ", with no spread to judge it by"
    return f"{first.axes[0]} moves {words_of(kpi)} most{judged}: {worth}"


def _tied(value: float, kpi: str) -> str:
    return gap_text(value, kpi).replace(" ", TIED)


def _whether_they_meet(pair: Effect, kpi: str, axes: Iterable[str]) -> str:
    one, other = pair.axes
    if not pair.shows:
        return f"What {one} and {other} do to {words_of(kpi)} adds up: no interaction beyond chance"
    # Of two values, one gains what the other loses: it is told from the side of the gain.
    cell = int(np.argmax(np.where(pair.sure, np.abs(pair.mean) * (1 + 1e-9 * (pair.mean > 0)), -1)))
    more = "more" if pair.mean[cell] > 0 else "less"
    first, second = (
        level(axis, one, axes) for axis, one in zip(pair.axes, pair.levels[cell], strict=True)
    )
    size = _tied(abs(float(pair.mean[cell])), kpi)
    both = f"{first} and {second} together bring {size}{TIED}{more} {words_of(kpi)}"
    return f"{both} than their effects added up"
