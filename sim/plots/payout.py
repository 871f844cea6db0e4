"""The pay plan as a picture: what each measure pays, and where the reps end on it."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.config import Component, Config
from sim.plots import style
from sim.plots.attainment import period_name
from sim.plots.data import FOCAL, NoDataError, Tables, counted, per_replicate, replicates
from sim.plots.words import money, over_replicates, percent, share
from sim.summary import interval, intervals

if TYPE_CHECKING:
    from pandas import DataFrame

BINS = 24
MEASURE = {"new": "new business", "renewal": "renewals"}


def figure(tables: Tables, config: Config) -> Figure:
    """Each component's payout curve, and under it the share of rep-periods along the curve."""
    components = config.incentive.components
    if not components:
        raise NoDataError("a salary alone: no payout curve")
    pay = counted(tables, "pay", "day", config)
    pay = pay[pay["firm"] == FOCAL]
    pay = pay[pay["component"] >= 0]
    shown = [number for number in range(len(components)) if (pay["component"] == number).any()]
    if not shown:
        raise NoDataError("no pay row of the focal firm after the warm-up")
    with style.look():
        page, axes = style.page(
            _finding(tables, config, pay),
            "Payout of each component of the focal firm’s plan (line), and how many rep-periods "
            "end where (bars)",
            over_replicates(len(replicates(tables)), "Whiskers")
            + f" {len(pay):,} payments; the last bar holds all beyond. Fixed salary: "
            f"{config.incentive.salary:,.0f} a year.",
            (max(style.WIDTH, 4.2 * len(shown)), 5.2), nrows=2, ncols=len(shown), squeeze=False,
            sharex="col", height_ratios=[2.2, 1],
        )  # fmt: skip
        for place, number in enumerate(shown):
            rows = pay[pay["component"] == number]
            _component(axes[:, place], tables, config, components[number], rows, place == 0)
    return page


def height(x: NDArray[np.float64], component: Component) -> NDArray[np.float64]:
    """Height of a component's curve at x: jumps reached plus slopes along the way."""
    at, paid = np.asarray(component.at, np.float64), np.zeros_like(x)
    ends = np.append(at[1:], np.inf)
    for start, end, jump, slope in zip(at, ends, component.jump, component.slope, strict=True):
        paid += np.where(x >= start, jump + slope * (np.minimum(x, end) - start), 0.0)
    return paid


def _component(
    axes: Any, tables: Tables, config: Config, part: Component, rows: "DataFrame", first: bool
) -> None:
    by_quota = part.unit == "attainment"
    column = "attainment" if by_quota else "credit"
    last = max(float(rows[column].quantile(0.975)), part.at[-1] * 1.15, 1.5 if by_quota else 1.0)
    edges = _edges(part, last)
    last = float(edges[-1])
    x = np.unique(np.append(np.linspace(0, last, 400), [a - 1e-9 for a in part.at if a > 0]))
    curve, density = axes
    curve.plot(x, part.target_pay * height(x, part), color=style.BLUE, lw=2.2)
    _breaks(curve, part, last)
    found = intervals(_shares(tables, rows, column, edges))
    centres = (edges[1:] + edges[:-1]) / 2
    density.bar(centres, found.mean, 0.9 * np.diff(edges), color=style.SKY, hatch="////",
                edgecolor="white", lw=0)  # fmt: skip
    style.whiskers(density, centres, found)
    for panel in axes:
        style.rules(panel)
    style.per_cent(density)
    curve.yaxis.set_major_formatter(lambda value, _: money(value))
    curve.set_title(f"{MEASURE[part.measure]}, paid each {part.period}", size=10, loc="left",
                    weight="bold")  # fmt: skip
    curve.set_ylim(0)
    density.set_ylim(0)
    curve.set_ylabel("payout, money" if first else "")
    density.set_ylabel(f"share of\n{period_name(config, rows)}s")
    density.set(xlim=(0, last), xlabel="attainment of quota" if by_quota else "credit, money")
    density.xaxis.set_major_formatter(
        lambda value, _: f"{100 * value:.0f} %" if by_quota else money(value)
    )


def _edges(part: Component, last: float) -> NDArray[np.float64]:
    """Bins of one width that end where the curve's first break is."""
    step = next((at for at in part.at if at > 0), last)
    width = step / max(round(step / (last / BINS)), 1)
    return np.arange(0, last + width, width)


def _shares(
    tables: Tables, rows: "DataFrame", column: str, edges: NDArray[np.float64]
) -> NDArray[np.float64]:
    def shares(group: "DataFrame") -> Any:
        counts, _ = np.histogram(group[column].clip(upper=edges[-1]), edges)
        return counts / len(group) if len(group) else np.full(len(edges) - 1, np.nan)

    return per_replicate(tables, rows, shares)


def _breaks(curve: Axes, part: Component, last: float) -> None:
    for at, jump in zip(part.at, part.jump, strict=True):
        if 0 < at < last:
            curve.axvline(at, color=style.PALE, lw=1, ls="--", zorder=1)
            name = f"{100 * at:.0f} %" if part.unit == "attainment" else money(at)
            text = name + (f": +{money(part.target_pay * jump)}" if jump else "")
            curve.annotate(text, (at, 1), xycoords=("data", "axes fraction"), xytext=(-4, -2),
                           textcoords="offset points", ha="right", va="top", size=8, rotation=90,
                           color=style.GREY)  # fmt: skip


def _finding(tables: Tables, config: Config, pay: "DataFrame") -> str:
    """How far along the first curve reps come, and what the variable part is of their pay."""
    paid = per_replicate(tables, pay, lambda rows: rows["pay"].sum())
    staffed = tables["daily"]
    staffed = staffed[(staffed["firm"] == FOCAL) & (staffed["day"] >= config.warmup_days)]
    salary = per_replicate(tables, staffed, lambda rows: rows["salary"].sum())
    variable = percent(interval(paid / np.where(paid + salary > 0, paid + salary, np.nan)))
    number = int(pay["component"].min())
    part, rows = config.incentive.components[number], pay[pay["component"] == number]
    steps = [at for at in part.at if at > 0]
    if not steps:
        return f"Variable pay is {variable} of what reps earn"
    last = steps[-1]
    column = "attainment" if part.unit == "attainment" else "credit"
    past = interval(per_replicate(tables, rows, lambda group: (group[column] >= last).mean()))
    where = f"{share(last)} of quota" if part.unit == "attainment" else money(last)
    step = "the last step" if len(steps) > 1 else "the step"
    return (f"{percent(past)} of {period_name(config, rows)}s get past {step} at {where}; "
            f"variable pay is {variable.split(' (')[0]} of what reps earn")  # fmt: skip
