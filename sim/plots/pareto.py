"""The result of a search: trials by their goals, the front, and the best on fresh seeds."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.inference.intervals import Interval
from sim.inference.ranking import TOLD_FROM
from sim.metrics.estimates import estimate
from sim.metrics.glossary import KPIS
from sim.metrics.numbers import amount, unit_text
from sim.metrics.sections import words_of
from sim.metrics.summary import Result
from sim.plots import style
from sim.plots.data import NoDataError
from sim.plots.scenarios import scale, short_names
from sim.plots.words import TIED, over_replicates, share

NAMED = 8
# The chance from which a trial is said to be the best.
SURE = 0.95
PLATE = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5}
FRESH = style.VERMILLION
NOTE = (
    "{} Circles are what the search saw, from which the best was "
    "picked, luck included; diamonds the best on fresh seeds. {}"
    "Trials given up are not shown."
)


class Searched(NamedTuple):
    """The trials to draw, with their numbers; all but ``goals`` by the names of trials.

    ``goals`` has 1 for a KPI to raise and −1 for one to lower; ``trials`` are the complete ones,
    ``front`` those that none is better than, ``chances`` how probable it is that a trial is on it,
    ``again`` the best as they came out on fresh seeds.
    """

    goals: Mapping[str, int]
    trials: Mapping[str, Result]
    front: Sequence[str]
    chances: Mapping[str, float]
    again: Mapping[str, Result]


def figure(found: Searched) -> Figure:
    """Draw complete trials by the first two goals with intervals; of one goal, by their order.

    Raises:
        NoDataError: No trial is complete.
    """
    if not found.trials or not found.front:
        raise NoDataError("no trial is complete")
    kpis = list(found.goals)[:2]
    runs = next(iter(found.trials.values())).tables["runs"]
    what = "on the front" if len(found.goals) > 1 else "the best of them"
    chance = f"Per cent: the probability to be {what}. " if _told(found) else ""
    note = NOTE.format(over_replicates(runs, "Whiskers"), chance)
    with style.look():
        page, axes = style.page(_finding(found), _drawn(found.goals), note, (8.6, 5.0))
        if len(kpis) == 1:
            _by_order(axes, found, kpis[0])
            scale(axes.yaxis, kpis[0])
            axes.set(xlabel="trial", ylabel=words_of(kpis[0]))
        else:
            _by_goals(axes, found, kpis)
            scale(axes.xaxis, kpis[0])
            scale(axes.yaxis, kpis[1])
            axes.set(xlabel=words_of(kpis[0]), ylabel=words_of(kpis[1]))
            style.rules(axes, "x")
        style.rules(axes)
    return page


def _by_order(axes: Axes, found: Searched, kpi: str) -> None:
    x = np.array([_number(name) for name in found.trials])
    seen = [estimate(one, kpi) for one in found.trials.values()]
    mean, sign = np.array([one.mean for one in seen]), found.goals[kpi]
    best = sign * np.fmax.accumulate(sign * mean)
    for place, one in zip(x, seen, strict=True):
        style.whiskers(axes, place, one, style.PALE)
    axes.plot(x, mean, "o", color=style.GREY, ms=5)
    axes.step(x, best, where="post", color=style.BLUE, lw=2)
    style.line_end(axes, float(x[-1]), float(best[-1]), "best so far", style.BLUE)
    for name in found.front[:NAMED]:
        place = (_number(name), estimate(found.trials[name], kpi).mean)
        axes.plot(*place, "o", color=style.BLUE, ms=7, zorder=6)
        _named(axes, found, name, *place)
    for name, result in found.again.items():
        fresh = estimate(result, kpi)
        style.whiskers(axes, _number(name) + 0.3, fresh, FRESH)
        axes.plot(_number(name) + 0.3, fresh.mean, "D", color=FRESH, ms=6, zorder=7)


def _by_goals(axes: Axes, found: Searched, kpis: Sequence[str]) -> None:
    seen = {name: [estimate(one, kpi) for kpi in kpis] for name, one in found.trials.items()}
    for name, (across, up) in seen.items():
        chosen = name in found.front
        style.whiskers(axes, across.mean, up, style.PALE)
        style.whiskers(axes, up.mean, across, style.PALE, across=True)
        mark, edge, size, above = ("o", style.BLUE, 7, 6) if chosen else ("s", style.GREY, 5, 3)
        filled = style.BLUE if chosen else style.PALE
        look: Any = {"mfc": filled, "mec": edge, "ms": size, "zorder": above}
        if chosen and name in _told(found):  # the paler, the less surely it is on the front
            look |= {"alpha": 0.25 + 0.75 * found.chances[name]}
        axes.plot(across.mean, up.mean, mark, **look)
    order = sorted(found.front, key=lambda name: seen[name][0].mean)
    places = np.array([[one.mean for one in seen[name]] for name in order])
    axes.plot(*places.T, color=style.BLUE, lw=1.2, ls=(0, (4, 2)))
    for name, place in list(zip(order, places, strict=True))[:NAMED]:
        _named(axes, found, name, *place)
    for name, result in found.again.items():
        across, up = (estimate(result, kpi) for kpi in kpis)
        style.whiskers(axes, across.mean, up, FRESH)
        style.whiskers(axes, up.mean, across, FRESH, across=True)
        picked = [one.mean for one in seen[name]]
        axes.plot([picked[0], across.mean], [picked[1], up.mean], color=FRESH, lw=0.8, zorder=5)
        axes.plot(across.mean, up.mean, "D", color=FRESH, ms=6, zorder=7)


def _named(axes: Axes, found: Searched, name: str, x: float, y: float) -> None:
    chance, left = _told(found).get(name), sum(axes.get_xlim()) / 2
    text = _words(found, name) if chance is None else f"{_words(found, name)}, {share(chance)}"
    off, side = ((8, 6), "left") if x < left else ((-8, 6), "right")
    look: Any = {"ha": side, "size": 8, "color": style.BLUE, "bbox": PLATE, "zorder": 8}
    style.beside(axes, x, y, text, off, **look)


def _told(found: Searched) -> Mapping[str, float]:
    """The probabilities, where replicates are enough to tell them."""
    runs = min(len(one.tables["runs"]) for one in found.trials.values())
    return found.chances if runs >= TOLD_FROM else {}


def _words(found: Searched, name: str) -> str:
    """A trial by its number and by what it tried, where that is short."""
    names = list(found.trials)
    said = short_names(list(found.trials.values()))[names.index(name)]
    return name if said == name or said.startswith("scenario") else f"{name}: {said}"


def _number(name: str) -> int:
    return int(name.rpartition(" ")[2])


def _drawn(goals: Mapping[str, int]) -> str:
    ways = {kpi: "higher" if sign > 0 else "lower" for kpi, sign in goals.items()}
    said = [f"{words_of(kpi)} ({way} is better)" for kpi, way in ways.items()]
    return f"Focal firm, complete trials: {', '.join(said)}"


def _finding(found: Searched) -> str:
    if len(found.front) > 1:
        front = f"{len(found.front)} of {len(found.trials)} complete trials are on the front"
        return f"{front}: nothing beats them on every goal"
    kpi, name = next(iter(found.goals)), found.front[0]
    also = " on every goal" if len(found.goals) > 1 else ""
    words = _words(found, name)
    result, on = found.trials[name], "as it was picked"
    if name in found.again:
        result, on = found.again[name], "on fresh seeds"
    size = _size(estimate(result, kpi), kpi)
    told = "is" if found.chances.get(name, 0.0) >= SURE else "looks"
    return f"{words} {told} best{also}; {words_of(kpi)} {size} {on}".replace(" %", f"{TIED}%")


def _size(found: Interval, kpi: str) -> str:
    """A number as the table has it, with as many digits as its interval supports."""
    unit, half = KPIS[kpi].unit, (found.high - found.low) / 2
    text = amount((found.mean,), unit, half if np.isfinite(half) else None)
    return f"{text} {unit_text(unit)}" if unit == "share" else text
