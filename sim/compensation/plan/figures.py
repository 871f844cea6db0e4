"""Figures of a plan beside today's: what it pays at attainments, and people by tenth of skill."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.compensation.plan.attainments import pay_at
from sim.compensation.plan.tenths import COUNT, Tenths
from sim.inference.intervals import Interval
from sim.metrics.numbers import in_sign
from sim.metrics.plan_terms import Terms
from sim.plots import style
from sim.plots.data import NoDataError
from sim.plots.words import money, share

COLOURS = (style.BLUE, style.GREY)
THOUSAND = 1000.0
SHOWN = np.linspace(0.0, 2.0, 401)
# Below this the same salary is over hardly any sales, and the curve leaves the page.
LEAST = 0.25


def cost_figure(plans: Sequence[Terms], names: Sequence[str]) -> Figure:
    """Pay a year at every attainment of the year's quota, and below what it is of sales."""
    steps = [at for plan in plans for target in plan.targets for at in target.component.at]
    x = np.unique([*SHOWN, *(at + side for at in steps if 0 < at < 2 for side in (-1e-9, 0))])
    drawn = "Pay a year if every period ends at this attainment of quota; below, pay over sales"
    note = (
        "What is no new business, or counts in a window only, is taken on target. Quotas are the "
        "means of the run; sales are attainment times quota."
    )
    grid: Any = {"nrows": 2, "sharex": True, "height_ratios": [1.6, 1]}
    with style.look():
        page, (top, below) = style.page(_title(plans[0], names[0]), drawn, note, **grid)
        for plan, name, colour, dashes in zip(plans, names, COLOURS, ("-", "--"), strict=True):
            found = pay_at(plan, x.tolist())
            pay, cost = ([getattr(one, part) for one in found] for part in ("pay", "cost"))
            look: Any = {"color": colour, "lw": 2.0, "ls": dashes}
            top.plot(x, pay, label=name, **look)
            below.plot(x[x >= LEAST], np.array(cost)[x >= LEAST], **look)
        top.axvline(1.0, color=style.PALE, lw=1.0, zorder=1)
        below.axvline(1.0, color=style.PALE, lw=1.0, zorder=1)
        top.legend(frameon=False, loc="upper left")
        style.rules(top)
        style.shares(below)
        style.per_cent(below, "x")
        top.yaxis.set_major_formatter(lambda value, _: money(value))
        top.set_ylabel(in_sign("pay, money a year"))
        top.set_ylim(0)
        below.set_ylim(0)
        below.set(xlabel="attainment of quota", ylabel="pay over sales", xlim=(0, 2))
    return page


def people_figure(found: Tenths, names: Sequence[str], replicates: int) -> Figure:
    """Pay, change of pay, and turnover by tenth of skill, under a plan and under today's.

    Raises :class:`NoDataError` where too few persons are there.
    """
    if found.few:
        raise NoDataError("too few persons for tenths of skill")
    mine, today = names
    note = (
        f"Tenths of {int(found.persons.sum()):,} persons in {replicates} replicates, the same "
        "under both plans. Whiskers: 95 % intervals over replicates, cut where they leave the "
        "panel; in the first, bars hold the middle eight tenths of persons, dots are medians. "
        "Changes are of people who were there under both plans."
    )
    drawn = f"By tenth of skill, the lowest left: {mine} (blue) beside {today} (grey)"
    x = np.arange(1, COUNT + 1)
    with style.look():
        page, panels = style.page(_people_title(found, today), drawn, note, (11.0, 4.6), ncols=3)
        pay, more, quits = panels
        for plan, colour, off in ((0, style.BLUE, -0.16), (1, style.GREY, 0.16)):
            low, middle, high = found.spread[plan] / THOUSAND
            pay.bar(x + off, high - low, 0.28, low, color=colour, alpha=0.35, lw=0)
            pay.plot(x + off, middle, "o", color=colour, ms=4.5)
            rate = (found.quits, found.quits_today)[plan]
            quits.plot(x + off, rate.mean, "o", color=colour, ms=4.5)
            style.whiskers(quits, x + off, rate, colour)
        change = _thousands(found.more)
        told = (change.low > 0.0) | (change.high < 0.0)
        rises = change.mean > 0.0
        looks = ((told & rises, style.BLUE), (told & ~rises, style.VERMILLION), (~told, style.PALE))
        for chosen, colour in looks:
            style.bars(more, x[chosen], change.mean[chosen], 0.7, colour)
        style.whiskers(more, x, change)
        more.axhline(0.0, color=style.GREY, lw=0.8)
        titles = ("pay a year, thousands", "change of a person’s pay, thousands", "quits a year")
        for axes, text in zip(panels, titles, strict=True):
            axes.set_title(text, loc="left", size=10, weight="bold")
            axes.set(xlabel="tenth of skill", xticks=x)
            style.rules(axes)
        style.per_cent(quits)
        pay.margins(y=0.1)
        rates = np.concatenate([found.quits.mean, found.quits_today.mean])
        quits.set_ylim(0.0, max(2.0 * float(np.nanmax(rates)), 0.5))
    return page


def _title(plan: Terms, name: str) -> str:
    half, whole, twice = pay_at(plan, (0.5, 1.0, 1.5))
    text = f"{name} pays {money(half.pay)} at half of quota, {money(whole.pay)} at quota, "
    text += f"{money(twice.pay)} at 150 %"
    return f"{text}: {share(whole.cost, 1)} of sales on target" if whole.sales > 0.0 else text


def _people_title(found: Tenths, today: str) -> str:
    more = found.more
    wins, loses = int((more.low > 0.0).sum()), int((more.high < 0.0).sum())
    if not wins and not loses:
        return f"No tenth of skill surely earns more or less than under {today}"
    return f"{_count(wins)} of skill surely earn more than under {today}, {loses or 'none'} less"


def _count(number: int) -> str:
    return "No tenth" if not number else f"{number} tenth{'s' * (number > 1)}"


def _thousands(found: Interval) -> Interval:
    mean, low, high = (part / THOUSAND for part in found[:3])
    return Interval(mean, low, high, found.replicates)
