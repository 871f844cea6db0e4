"""A grid, axis by axis: the effect of each swept value, and the interaction of two axes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.inference.effects import Effect, NotAGridError, cells, effects
from sim.inference.intervals import intervals
from sim.inference.outcomes import Outcomes, levels
from sim.metrics.estimates import outcomes
from sim.metrics.summary import Result
from sim.plots import style
from sim.plots.data import NoDataError
from sim.plots.scenarios import amount, found_or_alike, note, scale, swept_axes, title
from sim.plots.words import TIED, share

MOST_AXES = 5
MOST_LINES = len(style.FIRM_COLOURS)
MOST_SHOWN = 12
MOST_LETTERS = 30
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
    drawn = f"{title(kpi).capitalize()} of the focal firm: mean with each value, "
    drawn += "all others averaged, minus the grand mean"
    foot = note(results, "Whiskers") + " Thin lines: all intervals of all axes at once with 95 % "
    foot += f"(Bonferroni). In brackets: part of the variance between scenario means.{CLAIMED}axes."
    finding = found_or_alike(results, _what_moves(mains, kpi))
    grid: Any = {"ncols": len(mains), "squeeze": False, "sharey": True}
    size = (max(7.0, 1.6 + 2.6 * len(mains)), 4.6)
    with style.look():
        page, panels = style.page(finding, drawn, foot, size, **grid)
        for axes, one in zip(panels[0], mains, strict=True):
            _levels(axes, one)
        scale(panels[0, 0].yaxis, kpi, signed=True)
        panels[0, 0].set_ylabel(f"{title(kpi)}, against the grand mean")
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
    drawn = f"{title(kpi).capitalize()} of the focal firm over {across}, by {lines}; "
    drawn += "parallel lines: no interaction"
    foot = note(results, "Whiskers") + " Replicates share luck across scenarios, so gaps between "
    foot += f"lines are surer than whiskers show.{CLAIMED}pairs of axes."
    finding = found_or_alike(results, _whether_they_meet(pair, kpi))
    with style.look():
        page, axes = style.page(finding, drawn, foot, (8.6, 4.8))
        _lines(axes, found, axes_swept, (across, lines))
        scale(axes.yaxis, kpi)
        axes.set(xlabel=across, ylabel=title(kpi))
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
    axes.axhline(0, color=style.INK, lw=1)
    places = range(len(one.mean))
    for place in places:
        if np.isfinite(one.low[place]):
            both = [place, place]
            axes.plot(both, [one.joint_low[place], one.joint_high[place]], color=style.BLUE, lw=0.8)
            axes.plot(both, [one.low[place], one.high[place]], color=style.BLUE, lw=2.2)
    axes.plot(places, one.mean, color=style.BLUE, marker="o", lw=0.9, ms=4.5)
    names = [str(level[0]) for level in one.levels]
    shown = names if len(names) <= MOST_SHOWN else ["" for _ in names]
    axes.set_xticks(places, shown, rotation=90 if sum(map(len, names)) > MOST_LETTERS else 0)
    axes.margins(x=0.15)
    style.rules(axes)
    name = one.axes[0] if len(one.axes[0]) <= 24 else "…" + one.axes[0][-23:]
    axes.set_title(f"{name} ({share(one.share)})", size=9.5, loc="left", weight="bold")


def _lines(
    axes: Axes, found: Outcomes, axes_swept: dict[str, list[Any]], pair: tuple[str, str]
) -> None:
    values = cells(found, axes_swept, pair)
    x, lines = (levels(axes_swept[name]) for name in pair)
    numeric = all(isinstance(one, int | float) for one in x)
    places = np.asarray(x if numeric else range(len(x)), np.float64)
    ends = [float(values[:, -1, n].mean()) for n in range(len(lines))]
    room = float(np.ptp(values.mean(axis=0))) or 1.0
    labels = style.spread_out(ends, 0.06 * room)
    step = float(np.ptp(places)) / max(len(places) - 1, 1) * 0.012
    for n, line in enumerate(lines):
        colour = style.FIRM_COLOURS[n]
        drawn = intervals(values[:, :, n])
        shifted = places + (n - (len(lines) - 1) / 2) * step
        style.whiskers(axes, shifted, drawn, colour)
        look: Any = {"color": colour, "ls": style.FIRM_LINES[n], "marker": style.FIRM_MARKERS[n]}
        axes.plot(shifted, drawn.mean, ms=6, lw=2, **look)
        style.line_end(axes, shifted[-1], labels[n], str(line), colour)
    if not numeric:
        axes.set_xticks(places, [str(one) for one in x])
    axes.margins(x=0.08)


def _what_moves(mains: Sequence[Effect], kpi: str) -> str:
    """The axis of the largest share of those that are told from chance; and by which levels."""
    told = [one for one in mains if one.shows]
    still = [one for one in mains if np.isnan(one.p_holm).any()]
    if not told and not still:
        return f"No swept axis moves {title(kpi)} by more than chance"
    first = (told or still)[0]
    sure = np.where(first.sure, first.mean, np.nan) if told else first.mean
    best, worst = int(np.nanargmax(sure)), int(np.nanargmin(sure))
    if sure[worst] < 0 < sure[best]:
        gap = _tied(sure[best] - sure[worst], kpi)
        worth = f"{first.levels[best][0]} is worth {gap} more than {first.levels[worst][0]}"
    else:
        level = int(np.nanargmax(np.abs(sure)))
        more = "above" if sure[level] > 0 else "below"
        worth = f"{first.levels[level][0]} is {_tied(abs(sure[level]), kpi)} {more} the mean"
    judged = "" if told else ", with no spread to judge it by"
    return f"{first.axes[0]} moves {title(kpi)} most{judged}: {worth}"


def _tied(value: float, kpi: str) -> str:
    return amount(value, kpi).replace(" ", TIED)


def _whether_they_meet(pair: Effect, kpi: str) -> str:
    one, other = pair.axes
    if not pair.shows:
        return f"What {one} and {other} do to {title(kpi)} adds up: no interaction beyond chance"
    # Of two values, one gains what the other loses: it is told from the side of the gain.
    cell = int(np.argmax(np.where(pair.sure, np.abs(pair.mean) * (1 + 1e-9 * (pair.mean > 0)), -1)))
    more = "more" if pair.mean[cell] > 0 else "less"
    first, second = pair.levels[cell]
    size = _tied(abs(float(pair.mean[cell])), kpi)
    both = f"{first} and {second} together bring {size}{TIED}{more} {title(kpi)}"
    return f"{both} than their effects added up"
