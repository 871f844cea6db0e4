"""The figure: each kind of exploit against one plan; what it brings a rep and costs the firm."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure

from sim.compensation.redteam.exploits import FAMILIES
from sim.inference.intervals import Interval
from sim.plots import style
from sim.plots.words import money

if TYPE_CHECKING:
    from sim.compensation.redteam.attack import Finding

THOUSAND = 1000.0


def figure(found: Sequence["Finding"], plan: str, replicates: int) -> Figure:
    """Two panels of bars, a line a kind of exploit, the one that pays a rep most on top."""
    subtitle = (
        "Best exploit of each kind against honest conduct with the same luck, thousands a gaming "
        "rep and year; pale: cannot be told from nothing"
    )
    note = (
        f"One in three of the firm’s reps plays. Means over {replicates} replicates with 95 % "
        "intervals; each half of them is measured with the exploit that the other half chose. An "
        "hour saved counts with what it earns elsewhere; black dots: pay alone."
    )
    with style.look():
        page, panels = style.page(
            title(found, plan), subtitle, note, (9.6, 4.6), ncols=2, sharey=True
        )
        looks = (("gain", "gain to the rep", style.BLUE, ""),
                 ("cost", "cost to the firm", style.VERMILLION, "////"))  # fmt: skip
        for axes, (name, text, colour, hatch) in zip(panels, looks, strict=True):
            _bars(axes, [getattr(one.best, name) for one in found], colour, hatch)
            axes.set_title(text, loc="left", size=10, weight="bold")
            axes.axvline(0.0, color=style.GREY, lw=0.8)
            style.listed(axes)
        pay = [one.best.pay.mean / THOUSAND for one in found]
        panels[0].plot(pay, range(len(found)), "o", color=style.INK, ms=4.5, zorder=6)
        panels[0].set_yticks(range(len(found)), [_label(one) for one in found])
        panels[0].set_ylim(len(found) - 0.4, -0.6)
    return page


def title(found: Sequence["Finding"], plan: str) -> str:
    """The finding in a sentence: the exploit that pays most, or that none does."""
    paying = [one for one in found if one.pays]
    if not paying:
        return f"No exploit that was tried surely pays a rep under {plan}"
    most = paying[0]
    text = f"Under {plan} it pays a rep {money(most.best.gain.mean)} a year to "
    text += FAMILIES[most.best.family]
    return f"{text}, on {most.clause.text}" if most.clause and most.carried else text


def _label(found: "Finding") -> str:
    return f"{FAMILIES[found.best.family]}\n{found.best.text.replace(', if', chr(10) + 'if')}"


def _bars(axes: Any, values: Sequence[Interval], colour: str, hatch: str) -> None:
    for place, value in enumerate(values):
        told = value.nonzero
        look = {"color": colour if told else style.PALE, "hatch": hatch if told else ""}
        axes.barh(place, value.mean / THOUSAND, height=0.55, edgecolor="white", lw=0, **look)
    mean, low, high = (np.array([one[part] for one in values]) / THOUSAND for part in range(3))
    found = Interval(mean, low, high, len(values))
    style.whiskers(axes, np.arange(len(values)), found, across=True)
