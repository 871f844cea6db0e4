"""The figure: needs by week with and without a price promotion."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from experiments.studies.content.arms import FIRST, OFF, WEEKS
from experiments.studies.content.score import Rows, bump, dip, weekly
from sim.inference.intervals import Interval
from sim.plots import style


def figure(before: Rows, after: Rows) -> Figure:
    """Needs a week that arise in the market, as a multiple of the year's mean without."""
    rose, fell = bump(before, after), dip(before, after)
    with style.look():
        page, panels = style.page(
            f"A fifth off for four weeks changes needs by {_percent(rose)}, "
            f"and by {_percent(fell)} in the quarter after",
            "Needs that arise in the whole market by week, over the mean week without a promotion",
            f"Band: 95 % interval over {len(before)} seeds. Shaded: the promotion. It takes needs "
            "from the days ahead and adds none.",
            (style.WIDTH, 4.4),
            squeeze=False,
        )
        axes: Any = panels[0, 0]
        level = weekly(before, "needs").mean()
        for rows, colour, name in (
            (before, style.INK, "without"),
            (after, style.BLUE, f"with {100 * OFF:.0f} % off"),
        ):
            _line(axes, weekly(rows, "needs") / level, colour, name)
        axes.axvspan(FIRST, FIRST + WEEKS, color=style.SKY, alpha=0.35, lw=0)
        axes.set_xlabel("week of the year")
        axes.set_ylabel("needs, mean week = 1")
        axes.set_ylim(0, None)
        axes.legend(frameon=False, loc="upper left")
    return page


def _line(axes: Any, values: Any, colour: str, name: str) -> None:
    weeks = np.arange(values.shape[1]) + 0.5
    centre = values.mean(axis=0)
    half = 1.96 * values.std(axis=0, ddof=1) / np.sqrt(len(values))
    axes.fill_between(weeks, centre - half, centre + half, color=colour, alpha=0.2, lw=0)
    axes.plot(weeks, centre, color=colour, lw=1.8, label=name)


def _percent(found: Interval) -> str:
    text = f"{100 * found.mean:+.0f} % ({100 * found.low:.0f} to {100 * found.high:.0f})"
    return text.replace("-", "−")
