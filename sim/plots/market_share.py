"""Market share over time: each firm's share of purchases, quarter by quarter, with bands."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.config import Config
from sim.config.working_days import QUARTER
from sim.inference.estimates import difference, each
from sim.inference.intervals import Interval
from sim.inference.kinds import Kind
from sim.inference.samples import Sample, total
from sim.plots import style
from sim.plots.data import FOCAL, NoDataError, Tables, of_kpi, panel
from sim.plots.words import ci, over_replicates, percent, share


def figure(tables: Tables, config: Config) -> Figure:
    """Draw every firm's share of all purchases in the last 65 working days, day by day.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: There is one firm only, or nobody bought.
    """
    bought, whole = trailing(tables, config)
    weeks = np.arange(bought.shape[1]) / 5
    drawn = "Share of all purchases, per firm, over the last 65 working days"
    note = over_replicates(tables["runs"]) + " Weeks count from the end of the warm-up."
    with style.look():
        page, axes = style.page(_finding(tables, bought, whole), drawn, note)
        ends = _lines(axes, weeks, each(Kind.SHARE, bought, whole))
        _names(axes, weeks[-1], ends)
        style.shares(axes)
        axes.set(xlabel="week", ylabel="market share", xlim=(0, weeks[-1]))
        axes.set_ylim(0, axes.get_ylim()[1])
    return page


def trailing(tables: Tables, config: Config) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Purchases in the quarter that ends on a day [replicate, counted day, firm]; of all firms."""
    wins = panel(tables, "wins")
    if wins.shape[2] < 2:
        raise NoDataError("one firm only: it has the whole market")
    total = np.concatenate([np.zeros_like(wins[:, :1]), np.cumsum(wins, axis=1)], axis=1)
    end = np.arange(config.warmup_days + 1, wins.shape[1] + 1)
    quarter = total[:, end] - total[:, np.maximum(end - QUARTER, 0)]
    whole = quarter.sum(axis=2, keepdims=True)
    if not whole.any():
        raise NoDataError("nobody bought")
    return quarter, whole


def _lines(axes: Axes, weeks: NDArray[np.float64], shares: Interval) -> list[float]:
    ends, firms = [], shares.mean.shape[1]
    for firm in reversed(range(firms)):
        found = Interval(*(part[:, firm] for part in shares))
        alpha = 0.16 if firm == FOCAL or firms <= 3 else 0.07
        colour, line = style.FIRM_COLOURS[firm], style.FIRM_LINES[firm]
        wide, order = (2.4, 4) if firm == FOCAL else (1.6, 3)
        axes.fill_between(weeks, found.low, found.high, color=colour, alpha=alpha, lw=0)
        axes.plot(weeks, found.mean, color=colour, ls=line, lw=wide, zorder=order)
        ends.append(float(found.mean[-1]))
    return ends[::-1]


def _names(axes: Axes, x: float, ends: list[float]) -> None:
    gap = 0.055 * axes.get_ylim()[1]
    for firm, y in enumerate(style.spread_out(ends, gap)):
        name = f"{style.firm_name(firm, len(ends))}  {share(ends[firm])}"
        style.line_end(axes, x, y, name, style.FIRM_COLOURS[firm])


def _finding(tables: Tables, bought: NDArray[np.float64], whole: NDArray[np.float64]) -> str:
    """Whether the focal firm's share moved from its first counted quarter to its last."""
    days = bought.shape[1]
    first, last = (
        Sample(Kind.SHARE, bought[:, day, FOCAL], whole[:, day, 0])
        for day in (min(QUARTER, days) - 1, days - 1)
    )
    change = difference(first, last)
    if days > QUARTER and change.nonzero:
        verb = "gained" if change.mean > 0 else "lost"
        low, high = sorted((abs(change.low), abs(change.high)))
        points = Interval(abs(change.mean), low, high, change.replicates)
        moved = f"{verb} {100 * points.mean:.1f} points of market share ({ci(points, 'share')})"
        return f"The focal firm {moved} and ended at {share(total(last))}"
    return f"The focal firm holds {percent(of_kpi(tables, 'market_share'))} of the market"
