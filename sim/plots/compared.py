"""Two runs side by side: the main key figures of each, and what one has more than the other."""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.inference.estimates import apart
from sim.inference.intervals import Interval
from sim.inference.paired import family
from sim.metrics.estimates import estimate, outcomes, sample_of
from sim.metrics.numbers import amount as digits
from sim.metrics.numbers import in_currency
from sim.metrics.sections import shown_beside, shown_unit, words_of
from sim.metrics.summary import Result
from sim.plots import style
from sim.plots.data import NoDataError
from sim.plots.scenarios import numbered, short_names
from sim.plots.words import over_replicates

MAIN = (
    "wins", "win_rate", "new_revenue", "market_share", "decided_before_contact",
    "sales_cycle_days", "quota_attainment", "reps_at_quota", "pay_per_rep", "rep_turnover",
    "customer_surplus", "profit",
)  # fmt: skip
LOOKS = ((style.BLUE, "o"), (style.VERMILLION, "s"))
NUMBERS: Any = {"size": 8, "va": "center", "annotation_clip": False}


class Row(NamedTuple):
    """A KPI of both runs, and the second's less the first's: alone, jointly, and if it is told."""

    kpi: str
    both: tuple[Interval, Interval]
    more: Interval
    joint: Interval
    told: bool


def figure(first: Result, second: Result) -> Figure:
    """Draw a dozen KPIs of two runs with intervals, and their differences, each in its own unit.

    Args:
        first: The result that is compared with.
        second: The result whose differences to it are drawn; paired where seeds are shared.

    Raises:
        NoDataError: The two have no key figure in common.
    """
    with in_currency(first.config.currency), style.look():
        rows, paired = compared(first, second)
        if not rows:
            raise NoDataError("no key figure that both runs have")
        names = _names(first, second)
        drawn = f"Left: {len(rows)} key figures of both, each on a scale of its own. Right: "
        drawn += f"{names[1]} less {names[0]}, filled where told from none after Holm's correction"
        grid: Any = {"ncols": 2, "sharey": True, "width_ratios": [1.15, 1]}
        words = (_finding(rows, names), drawn, _note(first, second, paired, len(rows)))
        page, (left, right) = style.page(*words, (11.0, 2.3 + 0.42 * len(rows)), **grid)
        _values(left, rows, names)
        _differences(right, rows)
    return page


def compared(first: Result, second: Result) -> tuple[list[Row], bool]:
    """The rows of the figure, and whether the two share seeds."""
    tables = [one.tables["runs"] for one in (first, second)]
    both = [kpi for kpi in MAIN if all(kpi in one for one in tables)]
    both = [kpi for kpi in both if all(np.isfinite(one[kpi]).any() for one in tables)]
    matrices = [outcomes([first, second], kpi) for kpi in both]
    paired = bool(matrices) and matrices[0].shared
    found, rows = family(matrices), []
    for kpi in both:
        own = (estimate(first, kpi), estimate(second, kpi))
        if paired:
            its = found.kpis[kpi]
            more = Interval(its.mean[0], its.low[0], its.high[0], its.replicates[0])
            joint = Interval(more.mean, its.joint_low[0], its.joint_high[0], more.replicates)
            told = bool(its.surely[0])
        else:
            samples = [sample_of(one, kpi) for one in tables]
            more, joint = (apart(samples[0], samples[1], many) for many in (1, len(both)))
            told = joint.nonzero
        rows.append(Row(kpi, own, more, joint, bool(told)))
    return rows, paired


def _names(first: Result, second: Result) -> list[str]:
    """Words that tell the two apart, or else their order."""
    names = short_names([first, second])
    if names[0] == names[1] or numbered(names):
        return ["the first run", "the second run"]
    return names


def _note(first: Result, second: Result, paired: bool, many: int) -> str:
    one, other = (result.tables["runs"] for result in (first, second))
    few, most = sorted((one, other), key=len)
    note = over_replicates(few, "Whiskers", len(most))
    note += f" Thin lines: all {many} differences at once with 95 % (Bonferroni). "
    note += "Replicates are paired by seed." if paired else "No seed is shared: not paired."
    days = [result.config.days for result in (first, second)]
    return note if days[0] == days[1] else f"{note} Totals of {days[0]} and of {days[1]} days."


def _values(axes: Axes, rows: list[Row], names: list[str]) -> None:
    """Both estimates of each row, between the least and the largest end there."""
    marks = []
    for n, (colour, mark) in enumerate(LOOKS):
        shift = 0.17 * (2 * n - 1)
        marks += axes.plot([], [], mark, color=colour, ms=6, label=names[n])
        for y, row in enumerate(rows):
            ends = [end for one in row.both for end in one[:3] if np.isfinite(end)]
            low, wide = min(ends), (max(ends) - min(ends)) or 1.0
            place = [(end - low) / wide for end in row.both[n][:3]]
            style.whiskers(
                axes, y + shift, Interval(place[0], place[1], place[2], 0), colour, across=True
            )
            axes.plot(place[0], y + shift, mark, color=colour, ms=5.5, zorder=6)
            look = {**NUMBERS, "xycoords": ("axes fraction", "data"), "color": style.ink(colour)}
            axes.annotate(_said(row.both[n], row.kpi), (1.05, y + shift), **look)
    style.key(axes, marks)
    axes.set_yticks(range(len(rows)), [words_of(row.kpi) for row in rows])
    axes.set(xlim=(-0.04, 1.04), ylim=(len(rows) - 0.4, -0.6), xticks=[])
    style.bare(axes, "left", "bottom")
    for y in range(1, len(rows)):
        axes.axhline(y - 0.5, color=style.RULE, lw=0.8, zorder=0)


def _differences(axes: Axes, rows: list[Row]) -> None:
    """Each difference as a part of the widest end of its row, around none."""
    axes.axvline(0, color=style.INK, lw=1)
    for y, row in enumerate(rows):
        ends = [abs(end) for one in (row.more, row.joint) for end in one[:3] if np.isfinite(end)]
        wide = max(ends, default=1.0) or 1.0
        colour = style.INK if row.told else style.GREY
        for one, width in ((row.joint, 0.8), (row.more, 2.2)):
            if np.isfinite(one.low):
                axes.plot([one.low / wide, one.high / wide], [y, y], color=colour, lw=width)
        if np.isfinite(row.more.mean):
            look: Any = {"ms": 6, "mew": 1.4, "mec": colour, "mfc": colour if row.told else "white"}
            axes.plot(row.more.mean / wide, y, "D", zorder=6, **look)
        look = {**NUMBERS, "xycoords": ("axes fraction", "data"), "color": colour}
        axes.annotate(_said(row.more, row.kpi, gap=True), (1.04, y), **look)
    axes.set(xlim=(-1.08, 1.08), xticks=[0])
    axes.set_xticklabels(["no difference"])
    style.bare(axes, "left", "bottom")


def _said(found: Interval, kpi: str, gap: bool = False) -> str:
    """A number with its interval and its unit; of a difference of shares, in points."""
    mean, low, high = found[:3]
    if not np.isfinite(mean):
        return "undefined"
    unit, half = shown_unit(kpi), (high - low) / 2
    half = half if np.isfinite(half) else None
    plus = "+" if gap and mean > 0 else ""
    text = plus + digits((mean,), unit, half, max(abs(mean), half or 0.0))
    if half is not None and high > low:
        text += f" ({digits((low, high), unit, half, max(abs(mean), half))})"
    name = "points" if gap and unit == "share" else shown_beside(kpi)
    return text if unit.startswith("money") else f"{text} {name}"


def _finding(rows: list[Row], names: list[str]) -> str:
    told = [row for row in rows if row.told]
    if not any(np.isfinite(row.more.low) for row in rows):
        return f"Too few replicates to tell {names[1]} from {names[0]}"
    if not told:
        return f"{names[1]} cannot be told from {names[0]} on any of {len(rows)} key figures"
    ways = [f"{words_of(row.kpi)} {'up' if row.more.mean > 0 else 'down'}" for row in told]
    listed = ", ".join(ways[:4]) + (", …" if len(ways) > 4 else "")
    return f"{names[1]} differs from {names[0]} in {len(told)} of {len(rows)} key figures: {listed}"
