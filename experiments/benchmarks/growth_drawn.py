"""The figure of growth: time and memory against the number of each thing, beside a straight law."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from experiments.benchmarks.growth_figures import HIGH, MEMORY, TIME
from experiments.benchmarks.slopes import slope
from sim.plots import style

_GAP = 0.075


def growth_drawn(figures: list[dict[str, Any]], machine: str) -> Any:
    """Draw every exponent's sizes and amounts, both as multiples of their smallest."""
    times = [one for one in figures if one["section"] == TIME]
    memory = [one for one in figures if one["section"] == MEMORY]
    steep = sorted({one["what"] for one in (*times, *memory) if _surely_steep(one)})
    finding = "Nothing is seen to grow more than in proportion; intervals leave some of it open"
    if all(_surely_flat(one) for one in (*times, *memory)):
        finding = "Time and memory grow in proportion at most"
    if steep:
        finding = f"Time or memory grows more than in proportion to {', '.join(steep)}"
    drawn = "Times as much processor time, and as much memory above an empty process, as at the "
    drawn += "smallest number of each thing; grey: in proportion. In brackets: exponents"
    note = f"{machine}. Processor time of days after the first, and of a sweep whose runs do "
    note += "nothing; sizes and intervals: docs/speed.md."
    with style.look():
        page, axes = style.page(finding, drawn, note, (10.2, 5.2), ncols=2)
        for place, name, curves in zip(axes, ("time", "memory"), (times, memory), strict=True):
            _curves(place, curves)
            place.set(xlabel="times as many", ylabel=f"times as much {name}")
    return page


def _surely_steep(one: dict[str, Any]) -> bool:
    """Whether an exponent is over its budget, and surely over 1."""
    width = slope(one["sizes"], one["amounts"]).half_width
    return bool(one["value"] > HIGH and one["value"] - width > 1.0)


def _surely_flat(one: dict[str, Any]) -> bool:
    """Whether all of an exponent's interval is within its budget."""
    return bool(one["value"] + slope(one["sizes"], one["amounts"]).half_width <= HIGH)


def _curves(axes: Axes, curves: list[dict[str, Any]]) -> None:
    axes.set(xscale="log", yscale="log")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:g}")
    style.rules(axes)
    most = max(one["sizes"][-1] / one["sizes"][0] for one in curves)
    axes.plot([1, most], [1, most], color=style.PALE, lw=5, zorder=0)
    ends = []
    for n, one in enumerate(curves):
        x, y = (np.array(one[name], float) for name in ("sizes", "amounts"))
        colour = style.FIRM_COLOURS[n]
        axes.plot(x / x[0], y / y[0], color=colour, ls=style.FIRM_LINES[n], lw=1.6, ms=4.5,
                  marker=style.FIRM_MARKERS[n])  # fmt: skip
        ends.append((one, float(y[-1] / y[0]), colour))
    low, high = np.log(axes.get_ylim())
    places = style.spread_out([(np.log(y) - low) / (high - low) for _, y, _ in ends], _GAP)
    for (one, _, colour), y in zip(ends, places, strict=True):
        text = f"{one['what']} ({one['value']:.2f})"
        look: Any = {"color": style.ink(colour), "va": "center", "weight": "bold", "size": 8.5}
        axes.text(1.02, y, text, transform=axes.transAxes, **look)
