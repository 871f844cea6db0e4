"""The figure: each KPI's difference by both ways, in units of the independent half-width."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from experiments.studies.paired.score import Width
from sim.metrics.sections import words_of
from sim.plots import style


def figure(found: Sequence[Width], plans: tuple[str, str], note: str) -> Figure:
    """Intervals of the difference between two plans, paired and independent, a row per KPI."""
    profit = found[0]
    with style.look():
        page, axes = style.page(
            f"Sharing luck makes the interval of a difference in {words_of(profit.kpi)} "
            f"{100 * profit.ratio:.0f} % as wide, from the same number of runs",
            f"{plans[1]} minus {plans[0]}; independent seeds would need the factor on the right "
            "as many runs for the same width",
            note,
            (8.6, 1.9 + 0.52 * len(found)),
        )
        for row, one in enumerate(found):
            unit = (one.independent[2] - one.independent[1]) / 2
            _interval(axes, row - 0.14, [v / unit for v in one.paired], style.BLUE, "o")
            _interval(axes, row + 0.14, [v / unit for v in one.independent], style.GREY, "s")
            times = f"× {one.runs:.1f}".replace("inf", "∞")
            axes.annotate(times, (1.01, row), xycoords=("axes fraction", "data"),
                          va="center", weight="bold")  # fmt: skip
        axes.axvline(0, color=style.INK, lw=1)
        axes.set_yticks(range(len(found)), [words_of(one.kpi) for one in found])
        axes.set_ylim(len(found) - 0.4, -0.6)
        axes.set_xlabel("difference, in half-widths of the independent interval")
        for label, colour, marker in (("shared seeds", style.BLUE, "o"),
                                      ("seeds of their own", style.GREY, "s")):  # fmt: skip
            axes.plot([], [], color=colour, marker=marker, lw=2, label=label)
        axes.legend(frameon=False, ncols=2, loc="lower left", bbox_to_anchor=(0, 1.0), borderpad=0)
        style.rules(axes, "x")
        style.bare(axes, "left")
    return page


def _interval(axes: object, row: float, found: Sequence[float], colour: str, marker: str) -> None:
    mean, low, high = found
    axes.plot([low, high], [row, row], color=colour, lw=2)  # type: ignore[attr-defined]
    axes.plot(mean, row, marker, color=colour, ms=6)  # type: ignore[attr-defined]
