"""A sweep: the surface over two swept axes, the curve over one, and paired differences."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from sim.glossary import KPIS
from sim.plots import style
from sim.plots.data import NoDataError
from sim.plots.words import money, over_replicates, share
from sim.summary import Interval, Result, differences, interval

COMPARED = ("profit", "revenue", "market_share", "nrr")
MOST_ROWS = 30


def heat_map(results: Sequence[Result], kpi: str = "profit") -> Figure:
    """A KPI over the grid of two swept axes, with its interval in every cell."""
    axes_swept = _swept(results)
    if len(axes_swept) != 2:
        raise NoDataError("a heat map needs two swept axes")
    longest_first = sorted(axes_swept.items(), key=lambda one: -len(_levels(one[1])))
    (across, columns), (down, rows) = longest_first
    x, y = _levels(columns), _levels(rows)
    cells = np.full((len(y), len(x), 3), np.nan)
    for result, column, row in zip(results, columns, rows, strict=True):
        found = interval(result.tables["runs"][kpi])
        cells[y.index(row), x.index(column)] = found.mean, found.low, found.high
    with style.look():
        page, axes = style.page(
            _best_cell(results, kpi),
            f"{_title(kpi).capitalize()} of the focal firm: mean and half-width of its 95 % CI",
            _note(results, "± in the cells"),
            (max(style.WIDTH, 1.15 * len(x) + 3), max(4.2, 0.62 * len(y) + 2.6)),
        )
        _grid(page, axes, cells, kpi)
        axes.set_xticks(range(len(x)), [str(value) for value in x])
        axes.set_yticks(range(len(y)), [str(value) for value in y])
        axes.set(xlabel=across, ylabel=down)
    return page


def curve(results: Sequence[Result], kpis: Sequence[str] = ("profit", "market_share")) -> Figure:
    """KPIs over one swept number, with bands."""
    swept = _swept(results)
    if len(swept) != 1:
        raise NoDataError("a curve needs one swept axis")
    ((axis, values),) = swept.items()
    if len(results) < 3 or not all(isinstance(value, int | float) for value in values):
        raise NoDataError("a curve needs at least three swept numbers")
    order = np.argsort(values)
    x = np.asarray(values, np.float64)[order]
    shown = [name for name in kpis if name in results[0].tables["runs"]]
    with style.look():
        page, panels = style.page(
            _best_cell(results, "profit"), f"Focal firm, over {axis}", _note(results, "Bands"),
            (9.4, 4.4), ncols=len(shown), squeeze=False,
        )  # fmt: skip
        for axes, name in zip(panels[0], shown, strict=True):
            found = [interval(results[n].tables["runs"][name]) for n in order]
            low, mean, high = (np.array([part[k] for part in found]) for k in (1, 0, 2))
            axes.fill_between(x, low, high, color=style.BLUE, alpha=0.18, lw=0)
            axes.plot(x, mean, color=style.BLUE, marker="o", lw=2)
            _scale(axes.yaxis, name)
            style.rules(axes)
            axes.set(xlabel=axis, ylabel=_title(name))
    return page


def paired_differences(results: Sequence[Result]) -> Figure:
    """Every scenario minus the first, seed by seed, with intervals: a forest plot per KPI."""
    if len(results) < 2:
        raise NoDataError("one scenario: nothing to compare")
    first = results[0]
    shown = [name for name in COMPARED if name in first.tables["runs"]]
    found = {
        name: [interval(differences(first, other, name)) for other in results[1:]] for name in shown
    }
    if not any(np.isfinite(one.low) for one in found["profit"]):
        raise NoDataError("paired differences need two replicates on shared seeds")
    order = sorted(range(len(results) - 1), key=lambda n: -found["profit"][n].mean)[:MOST_ROWS]
    short = short_names(results)
    names = [short[n + 1] for n in order]
    with style.look():
        page, panels = style.page(
            _verdict(names, [found["profit"][n] for n in order], short[0], len(results) - 1),
            f"Each scenario minus “{short[0]}”; filled where the interval excludes zero",
            _note(results, "Whiskers")
            + " Replicates are paired by seed; not adjusted for the number of comparisons. "
            f"“{short[0]}”: profit {money(interval(first.tables['runs']['profit']).mean)}.",
            (10, 2.3 + 0.36 * len(order)), ncols=len(shown), squeeze=False, sharey=True,
        )  # fmt: skip
        for axes, name in zip(panels[0], shown, strict=True):
            _forest(axes, [found[name][n] for n in order], name)
        panels[0, 0].set_yticks(range(len(order)), names)
        panels[0, 0].set_ylim(len(order) - 0.4, -0.6)
    return page


def short_names(results: Sequence[Result]) -> list[str]:
    """What tells the scenarios apart: the values of the swept axes, or else their names."""
    columns = [[_short(key, value) for value in values] for key, values in _swept(results).items()]
    names = [" + ".join(words) for words in zip(*columns, strict=True)]
    unique = len(set(names)) == len(results)
    return names if unique else [result.name for result in results]


def _short(key: str, value: Any) -> str:
    """A word explains itself; a number needs the last part of its key."""
    return value if isinstance(value, str) else f"{key.rpartition('.')[2]}={value}"


def swept_axes(result: Result) -> dict[str, Any]:
    """A scenario's overrides as keys and values, numbers as numbers."""
    given = result.overrides
    if not isinstance(given, Mapping):
        given = dict(word.split("=", 1) for word in given if "=" in word)
    return {key.lstrip("+~"): _value(value) for key, value in given.items()}


def _value(text: Any) -> Any:
    for kind in (int, float):
        try:
            return kind(text) if isinstance(text, str) else text
        except ValueError:
            continue
    return text


def _swept(results: Sequence[Result]) -> dict[str, list[Any]]:
    """The keys whose values differ between scenarios, with a value for each scenario."""
    given = [swept_axes(result) for result in results]
    keys = dict.fromkeys(key for one in given for key in one)
    columns = {key: [one.get(key, "default") for one in given] for key in keys}
    return {key: values for key, values in columns.items() if len(set(map(str, values))) > 1}


def _levels(values: list[Any]) -> list[Any]:
    levels = list(dict.fromkeys(values))
    numbers = all(isinstance(value, int | float) for value in levels)
    return sorted(levels) if numbers else levels


def _grid(page: Figure, axes: Axes, cells: NDArray[np.float64], kpi: str) -> None:
    mean = cells[:, :, 0]
    drawn = axes.imshow(mean, cmap="cividis", aspect="auto")
    low, high = np.nanmin(mean), np.nanmax(mean)
    best = np.unravel_index(np.nanargmax(mean), mean.shape)
    for (row, column), value in np.ndenumerate(mean):
        if not np.isfinite(value):
            axes.text(column, row, "not run", ha="center", va="center", size=8, color=style.GREY)
            continue
        dark = (value - low) < 0.55 * (high - low)
        half = (cells[row, column, 2] - cells[row, column, 1]) / 2
        text = _amount(value, kpi) + (f"\n± {_amount(half, kpi)}" if np.isfinite(half) else "")
        axes.text(column, row, text, ha="center", va="center", size=8.5, linespacing=1.3,
                  color="white" if dark else style.INK,
                  weight="bold" if (row, column) == best else "normal")  # fmt: skip
    axes.add_patch(_frame(best))
    axes.tick_params(length=0)
    style.bare(axes, "left", "bottom")
    bar = page.colorbar(drawn, ax=axes, fraction=0.035, pad=0.02, label=_title(kpi))
    _scale(bar.ax.yaxis, kpi)
    bar.outline.set_visible(False)


def _frame(cell: Any) -> Any:
    corner = (cell[1] - 0.47, cell[0] - 0.45)
    return Rectangle(corner, 0.94, 0.9, fill=False, ec=style.VERMILLION, lw=2.4)


def _forest(axes: Axes, found: Sequence[Interval], kpi: str) -> None:
    axes.axvline(0, color=style.INK, lw=1)
    for row, one in enumerate(found):
        if not np.isfinite(one.mean):
            continue
        sure = one.low > 0 or one.high < 0
        colour = style.GREY if not sure else style.BLUE if one.mean > 0 else style.VERMILLION
        if np.isfinite(one.low):
            axes.plot([one.low, one.high], [row, row], color=colour, lw=1.8)
        axes.plot(one.mean, row, "o" if one.mean > 0 else "s", ms=6.5, mec=colour, mew=1.5,
                  mfc=colour if sure else "white", zorder=5)  # fmt: skip
    _scale(axes.xaxis, kpi, signed=True)
    axes.locator_params(axis="x", nbins=3)
    style.rules(axes, "x")
    style.bare(axes, "left")
    axes.set_title(_title(kpi), size=9.5, loc="left", weight="bold")
    axes.set_xlabel("points" if KPIS[kpi].unit == "share" else KPIS[kpi].unit)


def _scale(axis: Any, kpi: str, signed: bool = False) -> None:
    unit = KPIS[kpi].unit

    def text(value: float, _: Any) -> str:
        plus = "+" if signed and value > 0 else ""
        if unit == "share":
            text = f"{100 * value:.3g}" + ("" if signed else " %")
        else:
            text = money(value) if unit == "money" else f"{value:g}"
        return plus + text.replace("-", "−")

    axis.set_major_formatter(text)


def _amount(value: float, kpi: str) -> str:
    return share(value, 1) if KPIS[kpi].unit == "share" else money(value)


def _title(kpi: str) -> str:
    return kpi.replace("_", " ").replace("nrr", "net revenue retention")


def _note(results: Sequence[Result], drawn: str) -> str:
    return over_replicates(len(results[0].tables["runs"]), drawn)


def _best_cell(results: Sequence[Result], kpi: str) -> str:
    """Which scenario is best, and whether the runner-up can be told apart from it."""
    means = [interval(result.tables["runs"][kpi]).mean for result in results]
    first, second = sorted(range(len(results)), key=lambda n: -means[n])[:2]
    gap = interval(differences(results[second], results[first], kpi))
    names = short_names(results)
    text = f"{_title(kpi).capitalize()} is highest with {names[first]}"
    if not np.isfinite(gap.low):
        return f"{text} ({_amount(means[first], kpi)})"
    if gap.low > 0:
        return f"{text}, {_amount(gap.mean, kpi)} ahead of the next best"
    return f"{text}, but {names[second]} cannot be told apart from it"


def _verdict(names: list[str], found: list[Interval], first: str, tried: int) -> str:
    better = sum(one.low > 0 for one in found)
    worse = sum(one.high < 0 for one in found)
    if better:
        scale = f"+{money(found[0].mean)}"
        if np.isfinite(found[0].low):
            scale += f" (95 % CI {money(found[0].low)} to {money(found[0].high)})"
        beat = f"{better} of {tried} scenarios {'beats' if better == 1 else 'beat'} {first}"
        return f"{beat} on profit; best is {names[0]}, {scale}"
    if worse:
        do_worse = f"{worse} of {tried} {'does' if worse == 1 else 'do'} worse"
        return f"No scenario beats {first} on profit; {do_worse}"
    return f"No scenario differs from {first} in profit by more than chance"
