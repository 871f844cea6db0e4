"""Quota attainment: the spread of rep-periods around their quota."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config import Config
from sim.metrics.leading_quota import leads
from sim.plots import style
from sim.plots.data import (
    FOCAL,
    NoDataError,
    Rows,
    Tables,
    counted,
    histogram,
    of_kpi,
)
from sim.plots.words import few, over_replicates, percent

EDGES = np.arange(0, 2.11, 0.1)
LAST = 2.05


def figure(tables: Tables, config: Config) -> Figure:
    """Draw the rep-periods of the focal firm by attainment, credited sales over quota.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: No period was paid by quota.
    """
    pay = with_quota(tables, config)
    reached = of_kpi(tables, "reps_at_quota")
    middle = pay["attainment"].median()
    unit = period_name(config, pay)
    drawn = f"{unit.capitalize()}s of the focal firm by attainment, credited sales ÷ quota; "
    drawn += f"the median is {100 * middle:.0f} %"
    note = over_replicates(tables["runs"], "Whiskers") + few(len(pay), unit)
    note += " The last bar holds everything from 200 % up. "
    note += "Published: 31 to 70 % of reps at quota, by source and year."
    with style.look():
        page, axes = style.page(f"{percent(reached)} of {unit}s reach their quota", drawn, note)
        _bars(axes, tables, pay)
        style.shares(axes)
        axes.set(xlabel="attainment of quota", ylabel=f"share of {unit}s", xlim=(0, 2.1))
        axes.set_xticks([0, 0.5, 1, 1.5, LAST], ["0 %", "50 %", "100 %", "150 %", "200 % +"])
    return page


def with_quota(tables: Tables, config: Config) -> Rows:
    """The focal firm's pay rows of whole periods in the counted window that have a quota."""
    pay = counted(tables, "pay", "day", config)
    pay = pay[(pay["firm"] == FOCAL) & (pay["quota"] > 0) & (pay["share"] == 1)]
    if not (pay["component"] >= 0).any():
        raise NoDataError("no quota in the focal firm's pay plan")
    rows = pay["component"].to_numpy(), pay["day"].to_numpy()
    return pay[leads(*rows, config.incentive, config.warmup_days)]


def period_name(config: Config, pay: Rows) -> str:
    """The name of a component's row: a rep-month, a rep-quarter, a rep-window…"""
    part = config.incentive.components[int(pay["component"].iloc[0])]
    name = part.period if part.to_day is None else "window"
    return "rep-half-year" if name == "half" else f"rep-{name}"


def _bars(axes: Axes, tables: Tables, pay: Rows) -> None:
    found = histogram(tables, pay, "attainment", EDGES)
    centres = (EDGES[1:] + EDGES[:-1]) / 2
    over = centres > 1
    for chosen, colour, hatch in ((~over, style.PALE, "////"), (over, style.BLUE, "")):
        style.bars(axes, centres[chosen], found.mean[chosen], 0.092, colour, hatch)
    style.whiskers(axes, centres, found)
    axes.axvline(1, color=style.INK, lw=1.2)
    top = axes.get_ylim()[1]
    axes.set_ylim(0, top * 1.12)
    for text, colour, off, side in (
        ("short of quota", style.GREY, -5, "right"), ("quota reached", style.BLUE, 5, "left"),
    ):  # fmt: skip
        look: Any = {"ha": side, "va": "top", "size": 9, "weight": "bold", "color": colour}
        style.beside(axes, 1, top * 1.12, text, (off, -2), **look)
