"""Several results in one figure: the same curve of each, laid over one another."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.config import Incentive
from sim.inference.estimates import each
from sim.inference.intervals import Interval
from sim.inference.kinds import Kind
from sim.metrics.numbers import in_sign
from sim.metrics.plan_explained import examples
from sim.metrics.summary import Result
from sim.plots import bookings, market_share, style
from sim.plots.data import FOCAL, NoDataError, of_kpi, summed
from sim.plots.scenarios import note, short_names
from sim.plots.words import TIED, money, percent

# More lines than these cannot be told apart.
MOST = 6
TOP, STEPS = 2.0, 201


class Line(NamedTuple):
    """A result's line: its name, its places, and its heights with their intervals."""

    name: str
    x: NDArray[np.float64]
    y: Interval


def payout_curves(results: Sequence[Result]) -> Figure:
    """Draw what each pay plan pays in a year (money) in which every period ends at one attainment.

    Args:
        results: The results; of those with the same plan the first is drawn.

    Raises:
        NoDataError: All have the same plan.
    """
    plans: dict[Incentive, tuple[str, Result]] = {}
    for name, one in zip(short_names(results), results, strict=True):
        plans.setdefault(one.config.incentive, (name, one))
    if len(plans) < 2:
        raise NoDataError("one pay plan in all scenarios")
    shown = list(plans.items())[:MOST]
    at = np.unique([*np.linspace(0.0, TOP, STEPS), 1 - 1e-9])
    lines, target = [], []
    for plan, (name, one) in shown:
        found = examples(plan, list(at), one.config.fiscal.lengths)
        pay = np.array([example.total for example in found])
        lines.append(Line(name, at, Interval(pay, pay, pay, 0)))
        target.append(float(pay[np.searchsorted(at, 1.0)]))
    order = np.argsort(target)
    most, least = (f"{money(target[n])} under {shown[n][1][0]}" for n in (order[-1], order[0]))
    foot = "By the plan’s words: nothing is simulated here. Measures with goals of their own are "
    foot += f"taken at these; campaigns are left out.{_left_out(len(plans))}"
    words = (
        f"At quota a rep earns from {least} to {most}",
        "Pay a year, salary included, if every period of the year ends at one attainment",
        foot,
    )
    with style.look():
        page, axes = style.page(*words)
        _draw(axes, lines)
        axes.axvline(1.0, color=style.PALE, lw=1, ls="--", zorder=1)
        axes.yaxis.set_major_formatter(lambda value, _: money(value))
        style.rules(axes)
        style.per_cent(axes, "x")
        axes.set(xlabel="attainment of quota", ylabel=in_sign("pay a year, money"))
        axes.set_ylim(0)
    return page


def bookings_by_week(results: Sequence[Result]) -> Figure:
    """Draw each result's new business by week of the quarter, as shares of its value.

    Args:
        results: Results with their events.

    Raises:
        NoDataError: Fewer than two have won a deal in a whole quarter.
    """
    lines = _lines(results, _by_week)
    last = [_at(one.y, -1) for one in lines]
    with style.look():
        page, axes = style.page(
            _said("The last week’s share of a quarter’s business", lines, last),
            "Share of a quarter’s new business, by value, that is signed in each of its 13 weeks",
            note(results, "Bands") + _left_out(len(results)),
        )
        _draw(axes, lines)
        axes.axhline(1 / bookings.WEEKS, color=style.INK, lw=1.1, ls="--")
        style.shares(axes)
        axes.set(xlabel="week of the quarter; dashed: an even pace", ylabel="share of new business")
        axes.set(xticks=lines[0].x)
        axes.set_ylim(0)
    return page


def shares_over_time(results: Sequence[Result]) -> Figure:
    """Draw each result's market share of the focal firm over the last 65 days, day by day.

    Args:
        results: Results with their daily panel.

    Raises:
        NoDataError: Fewer than two have a rival and purchases.
    """
    lines = _lines(results, _share)
    shown = {one.name for one in lines}
    names = short_names(results)
    whole = [of_kpi(one.tables, "market_share")
             for name, one in zip(names, results, strict=True) if name in shown]  # fmt: skip
    with style.look():
        page, axes = style.page(
            _said("The focal firm’s share of the market", lines, whole),
            "Focal firm’s share of all purchases over the last 65 working days",
            f"{note(results, 'Bands')} Weeks count from the end of the warm-up."
            f"{_left_out(len(results))}",
        )
        _draw(axes, lines)
        style.shares(axes)
        axes.set(xlabel="week", ylabel="market share")
        axes.set_ylim(0)
    return page


OVERLAYS: dict[str, Callable[[Sequence[Result]], Figure]] = {
    "payout_curves": payout_curves,
    "bookings_laid_over": bookings_by_week,
    "shares_laid_over": shares_over_time,
}


def _lines(results: Sequence[Result], line: Callable[[Result], Any]) -> list[Line]:
    """The lines of those results that have the data for one."""
    found = []
    for name, one in zip(short_names(results), results, strict=True):
        try:
            found.append(Line(name, *line(one)))
        except NoDataError:
            continue
        if len(found) == MOST:
            break
    if len(found) < 2:
        raise NoDataError("fewer than two results have these data")
    return found


def _by_week(one: Result) -> tuple[NDArray[np.float64], Interval]:
    first, quarters = one.config.warmup_days, one.config.days // bookings.QUARTER
    if quarters < 1:
        raise NoDataError("less than a whole quarter was counted")
    won = bookings.won(one.tables, one.config, first, first + quarters * bookings.QUARTER)
    values = partial(bookings.by_week, first=first)
    found = summed(one.tables, won, values, lambda rows: rows["value"].sum(), Kind.PORTION)
    return np.arange(1.0, bookings.WEEKS + 1), found


def _share(one: Result) -> tuple[NDArray[np.float64], Interval]:
    bought, whole = market_share.trailing(one.tables, one.config)
    found = each(Kind.SHARE, bought[:, :, FOCAL], whole[:, :, 0])
    return np.arange(bought.shape[1]) / 5, found


def _draw(axes: Axes, lines: Sequence[Line]) -> None:
    ends = []
    for number, (_, x, y) in enumerate(lines):
        colour, dashes = style.FIRM_COLOURS[number], style.FIRM_LINES[number]
        axes.fill_between(x, y.low, y.high, color=colour, alpha=0.13, lw=0)
        axes.plot(x, y.mean, color=colour, ls=dashes, lw=2.0, zorder=3)
        ends.append(float(y.mean[-1]))
    right = max(float(line.x[-1]) for line in lines)
    axes.set_xlim(min(float(line.x[0]) for line in lines), right)
    low, high = axes.get_ylim()
    places = style.spread_out(ends, 0.055 * (high - min(low, 0.0)))
    for number, place in enumerate(places):
        style.line_end(axes, right, place, lines[number].name, style.FIRM_COLOURS[number])


def _at(found: Interval, place: int) -> Interval:
    return Interval(*(float(np.asarray(part)[place]) for part in found))


def _said(what: str, lines: Sequence[Line], found: Sequence[Interval]) -> str:
    """Values of each of two results, or of the least and the most of several."""
    order = sorted(range(len(lines)), key=lambda n: found[n].mean)
    low, high = (f"{percent(found[n])} with {lines[n].name}" for n in (order[0], order[-1]))
    return f"{what}: {low}, {high}" if len(lines) == 2 else f"{what}: from {low} to {high}"


def _left_out(count: int) -> str:
    return f" The first {MOST}{TIED}of {count}." if count > MOST else ""
