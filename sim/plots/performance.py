"""Pay for performance: does pay follow what reps sell?"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.config import Config
from sim.inference.intervals import Interval
from sim.inference.jackknife import jackknife
from sim.inference.samples import Numbers
from sim.metrics.numbers import in_sign
from sim.metrics.people import ENOUGH, people, settled
from sim.plots import style
from sim.plots.data import NoDataError, Rows, Tables, replicates
from sim.plots.words import TIED, money, over_replicates

LEAST = 5
# Sums of pay differ by less than this part of them where everybody was paid the same.
_ROUNDING = 1e-9


def figure(tables: Tables, config: Config) -> Figure:
    """Draw a dot a rep of the focal firm: pay against new business, both a year (money).

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: Fewer than five reps stayed a quarter, or all earned or sold the same.
    """
    found = settled(people(tables, config))
    together = correlation(tables, found)
    runs = tables["runs"]
    note = f"A dot is one of {len(found):,} reps who were there for {ENOUGH} counted days or more. "
    if np.isfinite(together.low):
        note += "The correlation’s interval is by leaving one replicate out at a time. "
    note += over_replicates(runs, "Intervals")
    drawn = "Each rep’s pay a year against the new business that the rep signed a year"
    with style.look():
        page, axes = style.page(_finding(together), drawn, note)
        axes.plot(found["sales_a_year"], found["pay_a_year"], "o", color=style.BLUE, ms=5.5,
                  alpha=0.6, mec="white", mew=0.4)  # fmt: skip
        _line(axes, found)
        style.rules(axes)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda value, _: money(value))
        axes.set(
            xlabel=in_sign("new business signed, money a year"), xlim=(0, None),
            ylim=(0, 1.08 * found["pay_a_year"].max()),
        )  # fmt: skip
        axes.set_ylabel(in_sign("pay, money a year"))
    return page


def correlation(tables: Tables, found: Rows) -> Interval:
    """Pearson's r of pay and sales over all reps; its interval is over replicates (Fisher's z)."""
    both = found[["sales_a_year", "pay_a_year"]].to_numpy(np.float64)
    if len(both) < LEAST or _alike(both):
        raise NoDataError("too few reps, or no differences between them")
    own = found["replicate"].to_numpy()

    def z(some: Numbers) -> float:
        rows = both[np.isin(own, some)]
        if len(rows) < LEAST or _alike(rows):
            return float("nan")
        return float(np.arctanh(np.clip(np.corrcoef(rows.T)[0, 1], -1 + 1e-12, 1 - 1e-12)))

    mean, low, high, count = jackknife(z, replicates(tables).astype(np.float64))
    return Interval(float(np.tanh(mean)), float(np.tanh(low)), float(np.tanh(high)), count)


def _alike(both: Numbers) -> bool:
    """Whether all earned, or all sold, the same but for rounding."""
    return bool((np.ptp(both, axis=0) <= _ROUNDING * np.abs(both).max(axis=0)).any())


def _finding(found: Interval) -> str:
    mean, low, high = (f"{value:.2f}".replace("-", "−") for value in found[:3])
    text = f"Sales explain {100 * found.mean**2:.0f}{TIED}% of the differences in pay: correlation "
    if not np.isfinite(found.low):
        return f"{text}{mean}"
    return f"{text}{mean} (95{TIED}%{TIED}CI{TIED}{low} to {high})"


def _line(axes: Axes, found: Rows) -> None:
    """The line of least squares through the dots."""
    x = found["sales_a_year"].to_numpy(np.float64)
    slope, start = np.polyfit(x, found["pay_a_year"].to_numpy(np.float64), 1)
    ends = np.array([x.min(), x.max()])
    axes.plot(ends, start + slope * ends, color=style.INK, lw=1, zorder=1)
