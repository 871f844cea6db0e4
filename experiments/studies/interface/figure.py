"""The figure: leads never called over ι, what twice the leads do, revenue over ι and ω."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.studies.interface.score import surface
from sim.inference.intervals import Interval
from sim.plots import style


def figure(
    unpursued: dict[str, dict[float, Interval]], doubled: dict[float, Interval], grid: pd.DataFrame,
    title: str, note: str,
) -> Figure:  # fmt: skip
    """Three panels; intervals are 95 %."""
    with style.look():
        page, (left, middle, right) = style.page(
            title, "Leads never called over shared knowledge ι; wins per 1,000 rep-hours of two "
            "divisions with the usual leads and with twice as many; revenue over ι and ω against "
            "neither",
            note, (10.6, 4.6), ncols=3, width_ratios=(1, 0.7, 1.5),
        )  # fmt: skip
        left.axhspan(0.6, 0.8, color=style.RULE, zorder=0)
        left.annotate("published", (0.0, 0.7), va="center", color=style.GREY)
        for place, (name, found) in enumerate(unpursued.items()):
            _line(left, found, name, place)
        style.key(left, columnspacing=1.0)
        left.set_xlabel("shared knowledge ι")
        style.per_cent(left)
        left.set_ylim(0, 1)
        left.set_ylabel("routed leads never called")
        for place, one in enumerate(doubled.values()):
            middle.bar(place, one.mean, 0.6, color=(style.BLUE, style.VERMILLION)[place])
            style.whiskers(middle, place, one)
            middle.annotate(f"{one.mean:.2f}" if np.isfinite(one.mean) else "", (place, 0),
                            xytext=(0, 5), ha="center", textcoords="offset points",
                            color="white", weight="bold")  # fmt: skip
        middle.set_xticks(range(2), ["usual leads", "twice as many"])
        middle.set_ylabel("wins per 1,000 rep-hours")
        _surface(right, *surface(grid, "revenue"))
    return page


def _line(axes: Axes, found: dict[float, Interval], name: str, place: int) -> None:
    x, colour = np.array(list(found)), (style.BLUE, style.VERMILLION, style.INK)[place]
    means = [one.mean for one in found.values()]
    axes.plot(x, means, "osD"[place] + "-", color=colour, ms=4, label=name)
    for at, one in found.items():
        style.whiskers(axes, at, one)
    style.rules(axes)


def _surface(axes: Axes, means: pd.DataFrame, halves: pd.DataFrame) -> None:
    values, widths = 100 * means.to_numpy(), 100 * halves.to_numpy()
    most = float(np.nan_to_num(np.abs(values)).max()) or 1.0
    axes.imshow(values, cmap="PuOr", vmin=-most, vmax=most, origin="lower", aspect="auto")
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            dark = abs(values[row, column]) > 0.6 * most
            axes.text(column, row, _cell(values[row, column], widths[row, column]), ha="center",
                      va="center", size=7.5, color="white" if dark else style.INK)  # fmt: skip
    axes.set_xticks(range(means.shape[1]), [f"{value:g}" for value in means.columns])
    axes.set_yticks(range(means.shape[0]), [f"{value:g}" for value in means.index])
    axes.set_xlabel("shared goals ω")
    axes.set_ylabel("shared knowledge ι")
    axes.set_title("revenue against ι = ω = 0, %", size=9, color=style.GREY, loc="left")


def _cell(value: float, half: float) -> str:
    """A change with half its interval, where it has one; nothing of what is undefined."""
    if not np.isfinite(value):
        return ""
    width = f"\n±{half:.1f}" if np.isfinite(half) else ""
    return f"{round(value, 1) + 0.0:+.1f}{width}".replace("-", "−")
