"""The pay plan as a picture: the pay for each measure, and the reps' places on the curve."""

import math
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from sim.config import Component, Config
from sim.config.measures import MULTIPLE
from sim.inference.kinds import Kind
from sim.metrics.numbers import in_sign
from sim.metrics.plan_terms import Target, Terms, axis_text, in_force, paid_at, paid_when, terms
from sim.plots import style
from sim.plots.attainment import period_name
from sim.plots.data import (
    FOCAL,
    NoDataError,
    Rows,
    Tables,
    counted,
    histogram,
    summed,
)
from sim.plots.words import TIED, money, over_replicates, percent, so_many

if TYPE_CHECKING:
    from pandas import Series

BINS = 24
PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}


def figure(tables: Tables, config: Config) -> Figure:
    """Draw each component's payout curve (money), and under it the share of rep-periods along it.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: The plan is a salary alone, or no whole pay period was counted.
    """
    components = config.incentive.components
    if not components:
        raise NoDataError("a salary alone: no payout curve")
    pay = counted(tables, "pay", "day", config)
    pay = pay[(pay["firm"] == FOCAL) & (pay["component"] >= 0) & (pay["share"] == 1)]
    shown = [number for number in range(len(components)) if (pay["component"] == number).any()]
    if not shown:
        raise NoDataError("no whole pay period of the focal firm after the warm-up")
    plan = terms(config, tables)
    note = "Lines: payout of each component of the focal firm’s plan; dot: on target; bars: how "
    note += f"many of {so_many(len(pay), 'rep-period')} end where, "
    note += "the outermost holding all beyond. "
    note += over_replicates(tables["runs"], "Whiskers")
    grid: Any = {"nrows": 2, "ncols": len(shown), "squeeze": False, "height_ratios": [2.2, 1]}
    words, size = (_finding(tables, config, pay), promise(plan), note), 3.3 * len(shown)
    with style.look():
        page, axes = style.page(*words, (max(style.WIDTH, size), 5.4), sharex="col", **grid)
        for place, number in enumerate(shown):
            rows = pay[pay["component"] == number]
            _component(axes[:, place], tables, config, plan.targets[number], rows, place == 0)
    return page


def promise(plan: Terms) -> str:
    """On-target earnings, their mix, quota and rate, and the cost, in a sentence."""
    base = 100 * (1 - plan.variable_share)
    mix = f"{money(plan.salary)} of it salary ({base:.0f}:{100 - base:.0f})"
    parts = [f"On target {money(plan.ote)} a year, {mix}"]
    if math.isfinite(plan.target_rate):
        quota = f"{money(plan.quota_a_year)} a year ({plan.quota_to_ote:.2g}{TIED}×{TIED}OTE)"
        parts.append(f"new business pays {100 * plan.target_rate:.3g} % of its quota, {quota}")
    parts.append(f"it cost {money(plan.paid.mean)} a rep and year")
    return "; ".join(parts)


def _component(
    axes: Any, tables: Tables, config: Config, target: Target, rows: Rows, first: bool
) -> None:
    part = target.component
    column = "attainment" if part.unit == "attainment" else "credit"
    edges = _edges(part, *_range(part, rows[column], target.x))
    low, high = float(edges[0]), float(edges[-1])
    x = np.append(np.linspace(low, high, 400), [side for a in part.at for side in (a - 1e-9, a)])
    x = np.unique(x[(x >= low) & (x <= high)])
    curve, density = axes
    curve.plot(x, paid_at(x, part), color=style.BLUE, lw=2.2)
    curve.plot([target.x], paid_at([target.x], part), "o", color=style.INK, ms=6, zorder=6)
    _breaks(curve, part, low, high)
    found = histogram(tables, rows, column, edges)
    centres = (edges[1:] + edges[:-1]) / 2
    style.bars(density, centres, found.mean, 0.9 * np.diff(edges), style.SKY, "////")
    style.whiskers(density, centres, found)
    for panel in axes:
        style.rules(panel)
    style.per_cent(density)
    curve.yaxis.set_major_formatter(lambda value, _: money(value))
    name = part.counted.words.replace(" over", "\nover")
    if part.to_day is not None:
        name += f" of days {part.from_day} to {part.to_day}"
    title = f"{name},\n{paid_when(part, config.fiscal)}{in_force(part)}"
    columns = curve.get_subplotspec().get_gridspec().ncols
    curve.set_title(_wrapped(title, columns), size=9.5, loc="left", weight="bold")
    curve.set_ylim(0, 1.12 * curve.get_ylim()[1])
    density.set_ylim(0)
    curve.set_ylabel(in_sign("payout, money") if first else "")
    density.set_ylabel(f"share of\n{period_name(config, rows)}s")
    density.set(xlim=(low, high), xlabel=_axis_name(part))
    density.xaxis.set_major_locator(MaxNLocator(5))
    density.xaxis.set_major_formatter(lambda value, _: axis_text(value, part))


def _wrapped(title: str, columns: int) -> str:
    """A title in lines for which a panel is wide enough, where others are beside it."""
    return "\n".join(
        line for part in title.splitlines() for line in wrap(part, max(100 // columns, 36))
    )


def _axis_name(part: Component) -> str:
    if part.unit == "attainment":
        return "attainment of goal" if part.goal > 0 else "attainment of quota"
    return in_sign(part.counted.axis)


def _range(part: Component, values: "Series[float]", target: float) -> tuple[float, float]:
    """From nothing, or of a ratio from near the lowest, to beyond most reps, target and breaks."""
    by_quota, ratio = part.unit == "attainment", part.counted.is_ratio
    top = max(float(values.quantile(0.975)), part.at[-1] + 0.15 * abs(part.at[-1]))
    top = max(top, 1.15 * target) if math.isfinite(target) else top
    if not ratio or part.counted.unit == MULTIPLE:
        return 0.0, max(top, 1.5 if by_quota or ratio else 1.0)
    breaks = [at for at in part.at if at != 0] or [float(values.quantile(0.975))]
    bottom = min(float(values.quantile(0.005)), breaks[0])
    room = 0.08 * max(top - bottom, 0.02)
    return (bottom - room if part.at[0] < 0 else max(bottom - room, 0.0)), top + room


def _edges(part: Component, low: float, high: float) -> NDArray[np.float64]:
    """Bins of one width that end where the curve's first break is."""
    step = next((at for at in part.at if low < at < high), high)
    width = (step - low) / max(round((step - low) / ((high - low) / BINS)), 1)
    count = math.ceil((high - low) / width - 1e-9)
    return np.asarray([low + width * number for number in range(count + 1)], np.float64)


def _breaks(curve: Axes, part: Component, low: float, high: float) -> None:
    for at, jump in zip(part.at, part.jump, strict=True):
        if at != 0 and low < at < high:
            curve.axvline(at, color=style.PALE, lw=1, ls="--", zorder=1)
            text = axis_text(at, part) + (f": +{money(part.target_pay * jump)}" if jump else "")
            off, side = (3, "left") if at < low + (high - low) / 3 else (-3, "right")
            look: Any = {"ha": side, "va": "top", "size": 8, "color": style.GREY}
            look |= {"xycoords": ("data", "axes fraction"), "bbox": PLATE}
            style.beside(curve, at, 1, text, (off, -1), **look)


def _finding(tables: Tables, config: Config, pay: Rows) -> str:
    """The reps' progress along the first curve, and the variable part of their pay."""
    staffed = tables["daily"]
    staffed = staffed[(staffed["firm"] == FOCAL) & (staffed["day"] >= config.warmup_days)]
    paid = summed(
        tables,
        staffed,
        lambda rows: rows["variable_pay"].sum(),
        lambda rows: rows["variable_pay"].sum() + rows["salary"].sum(),
        Kind.PORTION,
    )
    variable = percent(paid)
    number = int(pay["component"].min())
    part, rows = config.incentive.components[number], pay[pay["component"] == number]
    steps = [at for at in part.at if at > 0]
    if not steps:
        return f"Variable pay is {variable} of what reps earn"
    last = steps[-1]
    column = "attainment" if part.unit == "attainment" else "credit"
    past = summed(tables, rows, lambda group: (group[column] >= last).sum())
    where = axis_text(last, part)
    if part.unit == "attainment":
        where += " of quota" if part.goal == 0 else " of its goal"
    step = "the last step" if len(steps) > 1 else "the step"
    reach = f"{percent(past)} of {period_name(config, rows)}s get past {step} at {where}"
    return f"{reach}; variable pay is {variable.split(' (')[0]} of what reps earn"
