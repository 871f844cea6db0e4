"""The figure: recovered over given, a row per series, within ten per cent or not."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from experiments.studies.adoption.score import WITHIN, Recovery
from sim.plots import style

PANELS = {"p": "innovation p", "q": "imitation q", "m": "market size m"}


def figure(found: Sequence[Recovery], note: str) -> Figure:
    """Dots with intervals around one; the band is ten per cent either way."""
    with style.look():
        page, panels = style.page(
            finding(found),
            "Parameter fitted to simulated yearly adoptions ÷ the one the market was given",
            note, (10.0, 2.2 + 0.36 * len(found)), ncols=3, sharey=True,
        )  # fmt: skip
        for axes, (name, text) in zip(panels, PANELS.items(), strict=True):
            axes.axvspan(1 - WITHIN, 1 + WITHIN, color=style.RULE, lw=0)
            axes.axvline(1.0, color=style.GREY, lw=1)
            for row, one in enumerate(found):
                ratio = one.ratios[name]
                inside = ratio.inside(1 - WITHIN, 1 + WITHIN)
                colour = style.BLUE if inside else style.VERMILLION
                axes.plot([ratio.low, ratio.high], [row, row], color=colour, lw=1.8)
                axes.plot(ratio.mean, row, "o" if inside else "s", color=colour, ms=6)
            axes.set_title(text, size=9.5, loc="left", weight="bold")
            axes.set_xlim(min(0.85, *(one.ratios[name].low - 0.02 for one in found)),
                          max(1.15, *(one.ratios[name].high + 0.02 for one in found)))  # fmt: skip
            style.per_cent(axes, "x")
            style.rules(axes, "x")
            style.bare(axes, "left")
        panels[0].set_yticks(range(len(found)), [one.series.name for one in found])
        panels[0].invert_yaxis()
    return page


def finding(found: Sequence[Recovery]) -> str:
    """How many series come back."""
    back = sum(one.recovered for one in found)
    every = "All" if back == len(found) else f"{back} of"
    return f"{every} {len(found)} adoption curves come back with p, q and m within 10 %"
