"""The figure: plans by exploits; what the best of each brings a rep, and what it costs the firm."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.compensation.redteam.best import Best
from sim.compensation.redteam.exploits import FAMILIES
from sim.inference.intervals import Interval
from sim.plots import style

THOUSAND = 1000.0
_PANELS = (("gain", "gain to the rep", "PuOr_r"), ("cost", "cost to the firm", "RdGy_r"))


def figure(found: Sequence[Best], note: str) -> Figure:
    """Two heat maps side by side; cells that cannot be told from nothing are blank."""
    plans = by_worst(found)
    with style.look():
        page, panels = style.page(
            title(found),
            "Best exploit of each kind against honest conduct with the same luck, thousands per "
            "rep and year; · cannot be told from nothing",
            note, (11.0, 0.3 * len(plans) + 3.0), ncols=2, sharey=True,
        )  # fmt: skip
        for axes, (name, text, colours) in zip(panels, _PANELS, strict=True):
            _heat(axes, found, plans, name, colours)
            axes.set_title(text, loc="left", size=10, weight="bold")
    return page


def title(found: Sequence[Best]) -> str:
    """The finding in a sentence: the exploit that pays most, or that none does."""
    paying = [one for one in found if one.gain.low > 0.0]
    if not paying:
        return "No exploit of the grid pays a rep under any plan"
    top = max(paying, key=lambda one: one.gain.mean)
    which = "No plan is" if len({one.plan for one in paying}) == len({o.plan for o in found}) else (
        f"{len({o.plan for o in found}) - len({one.plan for one in paying})} of "
        f"{len({o.plan for o in found})} plans are"
    )  # fmt: skip
    return (
        f"{which} safe from gaming; most pays to {FAMILIES[top.family]} under "
        f"{top.plan.replace('_', ' ')}"
    )


def by_worst(found: Sequence[Best]) -> list[str]:
    """Plans, the one that is gamed for most first."""
    most: dict[str, float] = {}
    for one in found:
        most[one.plan] = max(most.get(one.plan, -np.inf), one.gain.mean)
    return sorted(most, key=lambda plan: -most[plan])


def _heat(axes: Any, found: Sequence[Best], plans: list[str], name: str, colours: str) -> None:
    families = list(FAMILIES)
    cells: dict[tuple[int, int], Interval] = {
        (plans.index(one.plan), families.index(one.family)): getattr(one, name) for one in found
    }
    grid = np.zeros((len(plans), len(families)))
    for place, value in cells.items():
        grid[place] = value.mean / THOUSAND if value.nonzero else 0.0
    limit = float(np.abs(grid).max()) or 1.0
    axes.imshow(grid, cmap=colours, vmin=-limit, vmax=limit, aspect="auto")
    for place, value in cells.items():
        dark = abs(grid[place]) > 0.6 * limit
        text = f"{grid[place]:+.1f}" if value.nonzero else "·"
        axes.text(place[1], place[0], text, ha="center", va="center", size=8.5,
                  color="white" if dark else style.INK)  # fmt: skip
    labels = [FAMILIES[family].replace(" ", "\n") for family in families]
    axes.set_xticks(range(len(families)), labels, size=8)
    axes.set_yticks(range(len(plans)), [plan.replace("_", " ") for plan in plans])
    axes.tick_params(length=0)
    style.bare(axes, "left", "bottom")
