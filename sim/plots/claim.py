"""A claim on trial: the arms side by side, with and without the mechanism, and each hypothesis."""

import textwrap
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import blended_transform_factory

from sim.experiment.finding import beside_claim, finding
from sim.experiment.told import Content, without
from sim.experiment.verdict import FAILS, HOLDS, OPEN
from sim.metrics.glossary import KPIS
from sim.metrics.numbers import in_sign, money
from sim.metrics.sections import capital, words_of
from sim.plots import style

MARKS = {HOLDS: "\N{CHECK MARK}", FAILS: "\N{BALLOT X}", OPEN: "?"}
COLOURS = {HOLDS: style.GREEN, FAILS: style.VERMILLION, OPEN: style.GREY}
LINE, GAP, WRAP = 0.19, 0.09, 112
HEAD, WIDE = 0.25, 70


def figure(content: Content) -> Figure:
    """Draw a KPI's means by arm (hollow: without the mechanism), and list the hypotheses.

    Args:
        content: The verdict on the claim, as ``verdict.json`` has it.
    """
    lines = [_words(one) for one in content["hypotheses"]]
    under = sum(LINE * (text.count("\n") + 1) + GAP for _, text in lines)
    arms, head = 0.36 * len(content["arms"]) + 0.6, finding(content)
    high = 1.1 + HEAD * len(textwrap.wrap(head, WIDE)) + arms + under
    with style.look():
        grid: Any = {"nrows": 2, "height_ratios": [arms, under]}
        words = (head, _subtitle(content, head), _note(content))
        page, (above, below) = style.page(*words, (8.6, high), **grid)
        _arms(above, content["shown"])
        _hypotheses(page, below, lines, under)
    return page


def _subtitle(content: Content, head: str) -> str:
    shown, off = content["shown"]["kpi"], content["ablation"]
    kpi = KPIS[shown]
    unit = f", {in_sign(kpi.unit)}" if kpi.unit else ""
    hollow = f"; hollow: {off}" if off else ""
    claim = f"The claim: {content['claim']}. " if content["claim"] not in head else ""
    return f"{claim}{capital(words_of(shown))}{unit} in each arm{hollow}"


def _note(content: Content) -> str:
    seeds = max(one["seeds"] for one in content["hypotheses"])
    many = len(content["hypotheses"])
    worlds = " in one world" if content["one_world"] else ", each in a world of its own"
    text = f"Whiskers: 95 % intervals over {seeds} replicates on shared seeds{worlds}."
    if many > 1:
        text += f" Of hypotheses: all {many} together hold with 95 % (Bonferroni)."
    if content["fast"]:
        text += " A coarse answer: small markets and few replicates."
    return text


def _arms(axes: Axes, shown: Content) -> None:
    names, unit = list(shown["arms"]), KPIS[shown["kpi"]].unit
    full = list(shown["arms"].values())
    ablated = [one["ablated"] for one in full if one["ablated"] is not None]
    looks = ((full, style.BLUE, style.BLUE, 0.0), (ablated, style.GREY, "white", 0.22))
    for means, colour, fill, shift in looks:
        places = np.arange(len(means)) + shift
        for place, one in zip(places, means, strict=True):
            if None not in (ends := [one["low"], one["high"]]):
                axes.plot(ends, [place, place], color=colour, lw=1.2, zorder=2)
        each = [np.nan if one["estimate"] is None else one["estimate"] for one in means]
        axes.plot(each, places, "o", color=colour, mfc=fill, ms=6.5, zorder=3)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    style.listed(axes)
    if unit == "share":
        style.per_cent(axes, "x")
    elif unit.startswith("money"):
        axes.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10]))  # as many digits as shown
        axes.xaxis.set_major_formatter(lambda value, _: money(value))


def _hypotheses(page: Figure, axes: Axes, lines: list[tuple[str, str]], under: float) -> None:
    """Write each hypothesis in the room of these axes, over the whole width of the page."""
    axes.set_axis_off()
    axes.set_ylim(under, 0)
    where = blended_transform_factory(page.transFigure, axes.transData)
    at = 0.0
    for ended, text in lines:
        mark: Any = {"color": style.ink(COLOURS[ended]), "weight": "bold", "size": 11}
        page.text(0.022, at, MARKS[ended], va="top", transform=where, **mark)
        page.text(0.05, at, text, size=9, va="top", linespacing=1.25, transform=where)
        at += LINE * (text.count("\n") + 1) + GAP


def _words(one: Content) -> tuple[str, str]:
    text = f"{capital(one['says'])}: {beside_claim(one)}"
    if one["ablated"] is not None:
        text += f"; without the mechanism {without(one)}"
    return one["verdict"], textwrap.fill(text, WRAP)
