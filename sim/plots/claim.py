"""A claim on trial: the arms side by side, with and without the mechanism, and each hypothesis."""

import math
import textwrap
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import blended_transform_factory

from sim.experiment.finding import beside_claim, finding
from sim.experiment.told import Content, without
from sim.experiment.verdict import FAILS, HOLDS, OPEN, Table, Verdict, account
from sim.inference import estimates
from sim.metrics.estimates import possible
from sim.metrics.glossary import KPIS
from sim.metrics.numbers import in_sign, money
from sim.plots import style

LETTERS = {"cac": "CAC", "grr": "GRR, revenue retained", "nrr": "NRR", "ltv": "LTV"}
MARKS = {HOLDS: "\N{CHECK MARK}", FAILS: "\N{BALLOT X}", OPEN: "?"}
COLOURS = {HOLDS: style.GREEN, FAILS: style.VERMILLION, OPEN: style.GREY}
LINE, GAP, WRAP = 0.19, 0.09, 112
HEAD, WIDE = 0.25, 70


def figure(found: Verdict, table: Table) -> Figure:
    """Draw a KPI's means by arm (hollow: without the mechanism), and list the hypotheses.

    Args:
        found: The verdict on the claim.
        table: The KPIs of every case, seed by seed.
    """
    question, content = found.question, account(found)
    lines = [_words(one) for one in content["hypotheses"]]
    under = sum(LINE * (text.count("\n") + 1) + GAP for _, text in lines)
    arms, head = 0.36 * len(question.arms) + 0.6, finding(content)
    high = 1.1 + HEAD * len(textwrap.wrap(head, WIDE)) + arms + under
    with style.look():
        grid: Any = {"nrows": 2, "height_ratios": [arms, under]}
        page, (above, below) = style.page(head, _subtitle(found), _note(found), (8.6, high), **grid)
        _arms(above, found, table)
        _hypotheses(page, below, lines, under)
    return page


def _subtitle(found: Verdict) -> str:
    kpi = KPIS[found.question.shown]
    unit = f", {in_sign(kpi.unit)}" if kpi.unit else ""
    off = f"; hollow: {found.question.ablated}" if found.question.ablated else ""
    claim = f"The claim: {found.question.claim}. " if found.ended != HOLDS else ""
    return f"{claim}{_plain(found.question.shown)}{unit} in each arm{off}"


def _note(found: Verdict) -> str:
    seeds = max(one.found.replicates for one in found.findings)
    many = len(found.findings)
    worlds = " in one world" if found.one_world else ", each in a world of its own"
    text = f"Whiskers: 95 % intervals over {seeds} replicates on shared seeds{worlds}."
    if many > 1:
        text += f" Of hypotheses: all {many} together hold with 95 % (Bonferroni)."
    if found.question.coarse is not None:
        text += " A coarse answer: small markets and few replicates."
    return text


def _arms(axes: Axes, found: Verdict, table: Table) -> None:
    question, shown = found.question, found.question.shown
    names = list(question.arms)
    looks = [("", style.BLUE, style.BLUE, 0.0), (question.ablated, style.GREY, "white", 0.22)]
    for under, colour, fill, shift in looks:
        if under == "" and shift:
            continue
        means = [possible(shown, estimates.estimate(table[name, under][shown])) for name in names]
        places = np.arange(len(names)) + shift
        for place, one in zip(places, means, strict=True):
            if math.isfinite(one.low):
                axes.plot([one.low, one.high], [place, place], color=colour, lw=1.2, zorder=2)
        each = [one.mean for one in means]
        axes.plot(each, places, "o", color=colour, mfc=fill, ms=6.5, zorder=3)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    style.listed(axes)
    if KPIS[shown].unit == "share":
        style.per_cent(axes, "x")
    elif KPIS[shown].unit.startswith("money"):
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
    says = one["says"][0].upper() + one["says"][1:]
    text = f"{says}: {beside_claim(one)}"
    if one["ablated"] is not None:
        text += f"; without the mechanism {without(one)}"
    return one["verdict"], textwrap.fill(text, WRAP)


def _plain(kpi: str) -> str:
    words = kpi.replace("_market", ", all firms").replace("_", " ")
    return LETTERS.get(kpi, words[0].upper() + words[1:])
