"""Reps' pay, month by month: fixed and variable, and as a part of what it brings in."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.config import Config
from sim.config.working_days import MONTH
from sim.inference.estimates import each
from sim.inference.intervals import Interval
from sim.inference.kinds import Kind
from sim.metrics.numbers import in_sign
from sim.plots import style
from sim.plots.data import FOCAL, NoDataError, Tables, of_kpi, panel
from sim.plots.words import money, over_replicates, percent


def figure(tables: Tables, config: Config) -> Figure:
    """Draw the focal firm's pay of reps by month (money), and under it as a share of revenue.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: No whole month was counted, or nobody was paid.
    """
    fixed, variable, revenue = (_by_month(tables, config, *names) for names in (
        ("salary",), ("variable_pay",), ("revenue_new", "revenue_renewal")))  # fmt: skip
    if not fixed.shape[1] or not (fixed + variable).any():
        raise NoDataError("no month in which a rep was paid")
    part = each(Kind.RATIO, fixed + variable, revenue)
    cost = of_kpi(tables, "compensation_cost_of_sales")
    drawn = "Reps’ pay as it is handed over in each month of 20 working days; below, of revenue"
    note = over_replicates(tables["runs"], "Whiskers")
    note += " New and renewed revenue; what managers and overhead cost is not in it."
    grid: Any = {"nrows": 2, "sharex": True, "height_ratios": [2.2, 1]}
    with style.look():
        page, (top, below) = style.page(_finding(cost), drawn, note, **grid)
        month = np.arange(1, fixed.shape[1] + 1)
        _bars(top, month, fixed, variable)
        below.plot(month, part.mean, color=style.INK, lw=1.6, marker="o", ms=3.5)
        style.whiskers(below, month, part)
        style.rules(below)
        style.per_cent(below)
        below.set(xlabel="month", ylabel="of revenue", xlim=(0.4, len(month) + 0.6))
        below.set_ylim(0, style.ceiling(part))
        below.set_xticks(month[:: max(len(month) // 13, 1)])
    return page


def _by_month(tables: Tables, config: Config, *names: str) -> Any:
    """Sums of daily columns by whole month [replicate, month], the focal firm's."""
    daily = panel(tables, *names)[:, config.warmup_days :, FOCAL]
    months = daily.shape[1] // MONTH
    return daily[:, : months * MONTH].reshape(len(daily), months, MONTH).sum(axis=2)


def _bars(axes: Any, month: Any, fixed: Any, variable: Any) -> None:
    base, more = fixed.mean(axis=0), variable.mean(axis=0)
    style.bars(axes, month, base, 0.82, style.PALE)
    axes.bar(month, more, 0.82, base, color=style.BLUE, hatch="////", edgecolor="white", lw=0)
    style.whiskers(axes, month, each(Kind.RATIO, fixed + variable, np.ones_like(fixed)))
    style.rules(axes)
    axes.yaxis.set_major_formatter(lambda value, _: money(value))
    axes.set_ylabel(in_sign("pay of all reps, money"))
    axes.set_ylim(0, 1.04 * axes.get_ylim()[1])
    parts = (("fixed", style.PALE, ""), ("variable", style.BLUE, "////"))
    style.key(axes, [style.filled(colour, hatch, name) for name, colour, hatch in parts])


def _finding(cost: Interval) -> str:
    return f"What reps are paid is {percent(cost)} of revenue"
