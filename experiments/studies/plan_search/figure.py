"""The figure: each plan's three-year value against its first quarter, both over commission's."""

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.studies.plan_search.score import GAIN, LOSS, Score
from sim.plots import style

# The plan's rate on new revenue without its pay for renewals.
ALONE = "no pay for renewals"


def figure(
    searched: Mapping[str, Score], chosen: str, confirmed: Score, under: Mapping[str, Score],
    note: str,
) -> Figure:  # fmt: skip
    """Left: every plan tried as a dot, the one chosen with its intervals on fresh seeds. Right:
    what that plan gains over commission where a condition differs."""
    with style.look():
        page, panels = style.page(
            finding(chosen, confirmed, under.get(ALONE)),
            "Change against a 30 % commission on new revenue and nothing else, same luck", note,
            (10.0, 5.0), ncols=2, width_ratios=(1.35, 1.0),
        )  # fmt: skip
        _plans(panels[0], searched, chosen, confirmed)
        _conditions(panels[1], {"default market": confirmed, **under})
    return page


def finding(chosen: str, found: Score, alone: Score | None = None) -> str:
    """What became of the search, and what of it a higher rate does without pay for renewals."""
    value, quarter = (_percent(part.mean) for part in (found.value, found.first_quarter))
    if found.passes:
        rate = ""
        if alone is not None:
            rate = f", {_percent(alone.value.mean)} by the higher rate alone"
        return f"Paying {chosen} is worth {value} over three years{rate}; first quarter {quarter}"
    return (f"No plan tried is surely worth 10 % more over three years at 5 % less in the first "
            f"quarter: the best, {chosen}, gains {value} at {quarter}")  # fmt: skip


def _percent(change: float) -> str:
    """A change in per cent; nothing has the sign of a gain."""
    return f"{round(100 * change, 0) + 0.0:+.0f}\u00a0%".replace("-", "−")


def _plans(axes: Axes, searched: Mapping[str, Score], chosen: str, confirmed: Score) -> None:
    axes.set_title("Plans tried", size=9.5, loc="left", weight="bold")
    axes.axhline(0.0, color=style.PALE, lw=1)
    axes.axvline(0.0, color=style.PALE, lw=1)
    for name, one in searched.items():
        x, y = one.first_quarter.mean, one.value.mean
        paid = not name.endswith("of new")
        axes.plot(x, y, "o" if paid else "s", ms=5, color=style.SKY if paid else style.ORANGE)
    x, y = confirmed.first_quarter.mean, confirmed.value.mean
    style.whiskers(axes, x, confirmed.value, style.BLUE)
    style.whiskers(axes, y, confirmed.first_quarter, style.BLUE, across=True)
    axes.plot(x, y, "o", ms=8, color=style.BLUE, zorder=6)
    _say(axes, x, y, "chosen, on fresh seeds", style.BLUE)
    axes.plot(0.0, 0.0, "s", ms=8, color=style.INK, zorder=6)
    _say(axes, 0.0, 0.0, "commission", style.INK, above=True)
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    # Room for the legend below all, and for what is wanted above.
    top = max(high, GAIN) + 0.2 * (max(high, GAIN) - low)
    axes.set_ylim(low - 0.2 * (top - low), top)
    axes.set_xlim(min(left, LOSS), right)
    axes.fill_between([LOSS, right], GAIN, top, color=style.RULE, lw=0, zorder=0)
    axes.annotate("wanted: 10 % more value or better,\nat most 5 % less in the first quarter",
                  (right, top), xytext=(-4, -4), textcoords="offset points", ha="right", va="top",
                  size=8, color=style.GREY)  # fmt: skip
    axes.set_xlabel("first quarter's new revenue")
    axes.set_ylabel("three-year value")
    style.per_cent(axes, "x")
    style.per_cent(axes, "y")
    for marker, colour, text in (
        ()
        if not searched
        else (
            ("o", style.SKY, "pays for keeping accounts, or by quota"),
            ("s", style.ORANGE, "a commission on new revenue alone"),
        )
    ):
        axes.plot([], [], marker, ms=5, color=colour, label=text)
    if searched:
        axes.legend(loc="lower left", frameon=False, fontsize=8)


def _say(axes: Axes, x: float, y: float, text: str, colour: str, above: bool = False) -> None:
    axes.annotate(text, (x, y), xytext=(8, 8 if above else -8), textcoords="offset points",
                  va="bottom" if above else "top", color=style.ink(colour), size=8.5,
                  weight="bold")  # fmt: skip


def _conditions(axes: Axes, found: Mapping[str, Score]) -> None:
    axes.set_title("The chosen plan's value where …", size=9.5, loc="left", weight="bold")
    axes.axvline(0.0, color=style.PALE, lw=1)
    axes.axvline(GAIN, color=style.GREY, lw=1, ls=(0, (4, 2)))
    for row, (_, one) in enumerate(found.items()):
        colour: Any = style.BLUE if one.passes else style.VERMILLION
        style.whiskers(axes, row, one.value, colour, across=True)
        axes.plot(one.value.mean, row, "o" if one.passes else "s", color=colour, ms=6)
    axes.set_yticks(range(len(found)), list(found))
    axes.set_ylim(len(found) - 0.4, -0.6)
    axes.set_xlabel("three-year value (dashed: 10 %)")
    style.per_cent(axes, "x")
    style.rules(axes, "x")
    style.bare(axes, "left")
