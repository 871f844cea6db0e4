"""The funnel as a waterfall: from leads to won customers, with the losses on the way."""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.config import Config
from sim.inference.intervals import Interval
from sim.metrics.attribution import CREDIT_DAYS
from sim.metrics.numbers import amount
from sim.plots import style
from sim.plots.data import Rows, Tables, followed_leads, of_kpi, share
from sim.plots.words import over_replicates, percent
from sim.records import Outcome, Unpursued

STAGES = ("leads", "qualified (MQL)", "pursued", "reached", "need confirmed (SQL)", "won")
REASON = {
    Outcome.NOT_QUALIFIED: "not qualified",
    Outcome.UNPURSUED: "never pursued",
    Outcome.UNREACHED: "never reached",
    Outcome.NO_NEED: "no need",
    Outcome.DECLINED: "declined to talk",
    Outcome.LOST: "bought elsewhere",
    Outcome.NO_DECISION: "no decision",
    Outcome.DROPPED: "given up by the rep",
    Outcome.UNANSWERED: "asked, and waited in vain",
    Outcome.WON: "bought; another lead’s win",
    Outcome.OPEN: "still open",
}
WHY_UNPURSUED = {
    Unpursued.TOO_LATE: "never pursued: came too late",
    Unpursued.EMPTY_SEAT: "never pursued: seat empty",
    Unpursued.BURIED: "never pursued: under other leads",
    Unpursued.NO_TIME: "never pursued: no hours left",
}
SALES_FROM = 3


class Step(NamedTuple):
    """One bar: a stage, or a loss on the way to the next; numbers per 100 leads."""

    name: str
    found: Interval
    top: float
    stage: bool


def figure(tables: Tables, config: Config) -> Figure:
    """Draw what became of the focal firm's leads in half a year, stage by stage, per 100 leads.

    The leads are those of the KPI ``lead_to_win``: content leads and inquiries whose 130 days ended
    after the warm-up. A win is credited to the customer's last lead.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: No lead of the focal firm was followed to the end.
    """
    leads = followed_leads(tables, config)
    steps = _steps(tables, leads)
    drawn = "Per 100 leads of the focal firm, content leads and inquiries: what became of them in "
    drawn += f"{CREDIT_DAYS} working days; below, from the first conversation on, enlarged"
    asked = f"{leads['inquiry'].sum():,} of them inquiries"
    note = f"{over_replicates(tables['runs'], 'Whiskers')} {len(leads):,} leads, {asked}; "
    note += "a win is credited to the customer’s last lead."
    grid: Any = {"nrows": 2, "height_ratios": _heights(steps)}
    with style.look():
        page, (whole, sales) = style.page(
            _finding(tables, steps), drawn, note, (style.WIDTH, 6.6), **grid
        )
        cut = _place(steps, SALES_FROM)
        _waterfall(whole, steps[: cut + 1])
        _waterfall(sales, steps[cut:])
        whole.set_title("marketing and hand-off", size=9.5, loc="left", color=style.GREY)
        sales.set_title("sales", size=9.5, loc="left", color=style.GREY)
        sales.set_xlabel("per 100 leads")
    return page


def _flags(leads: Rows) -> list[NDArray[np.bool_]]:
    """Whether each lead came as far as each stage; one with a win came all the way."""
    deal = leads["reached"].notna().to_numpy() & (leads["deal"].to_numpy() >= 0)
    own = [
        np.ones(len(leads), bool),
        (leads["mql"] & leads["routed"].notna()).to_numpy(bool),
        leads["attempts"].to_numpy() > 0,
        leads["reached"].notna().to_numpy(),
        deal,
        leads["credited"].to_numpy(bool),
    ]
    for stage in reversed(range(len(own) - 1)):
        own[stage] = own[stage] | own[stage + 1]
    return own


def _steps(tables: Tables, leads: Rows) -> list[Step]:
    flags = _flags(leads)
    words, reasons = _reasons(leads)
    steps: list[Step] = []
    for stage, name in enumerate(STAGES):
        found = _per_hundred(tables, leads, flags[stage])
        steps.append(Step(name, found, found.mean, True))
        if stage + 1 == len(STAGES):
            break
        left = flags[stage] & ~flags[stage + 1]
        height, lost = found.mean, np.bincount(reasons[left], minlength=len(words))
        for reason in np.argsort(-lost, kind="stable")[: np.count_nonzero(lost)]:
            found = _per_hundred(tables, leads, left & (reasons == reason))
            steps.append(Step(words[reason], found, height, False))
            height -= found.mean
    return steps


def _reasons(leads: Rows) -> tuple[list[str], NDArray[np.int64]]:
    """The outcomes of leads in words, and which each has; of one never pursued, the reason."""
    names = [REASON.get(one, "other") for one in Outcome]
    words = list(dict.fromkeys([*names, *WHY_UNPURSUED.values()]))
    of_outcome = np.array([words.index(name) for name in names])
    reasons = of_outcome[np.searchsorted(list(Outcome), leads["outcome"].to_numpy())]
    why = leads["unpursued"].to_numpy()
    for number, text in WHY_UNPURSUED.items():
        reasons = np.where(why == number, words.index(text), reasons)
    return words, reasons


def _per_hundred(tables: Tables, leads: Rows, chosen: NDArray[np.bool_]) -> Interval:
    found = share(tables, leads, chosen)
    return Interval(100 * found.mean, 100 * found.low, 100 * found.high, found.replicates)


def _place(steps: list[Step], stage: int) -> int:
    return next(n for n, step in enumerate(steps) if step.name == STAGES[stage])


def _heights(steps: list[Step]) -> list[int]:
    cut = _place(steps, SALES_FROM)
    return [cut + 1, len(steps) - cut]


def _waterfall(axes: Axes, steps: list[Step]) -> None:
    whole = steps[0].found.mean
    for y, step in enumerate(steps):
        size = step.found.mean
        start = 0.0 if step.stage else step.top - size
        colour, hatch = (style.BLUE, None) if step.stage else (style.ORANGE, "////")
        look: Any = {"color": colour, "hatch": hatch, "edgecolor": "white", "lw": 0}
        axes.barh(y, size, 0.74, start, **look)
        found = step.found
        ends = (found.low, found.high)
        if not step.stage:
            # No more is lost than there was.
            ends = (max(step.top - found.high, 0.0), step.top - found.low)
        style.whiskers(axes, y, Interval(found.mean, *ends, found.replicates), across=True)
        right = max(start + size, np.nan_to_num(ends[1]))
        look = {"va": "center", "size": 8.5, "weight": "bold" if step.stage else "normal"}
        style.beside(axes, right, y, _amount(step), (5, 0), **look)
        if y + 1 < len(steps):
            level = step.top if step.stage else start
            axes.plot([level] * 2, [y - 0.37, y + 1.37], color=style.GREY, lw=0.6, zorder=1)
    axes.set_yticks(range(len(steps)), [step.name for step in steps])
    for label, step in zip(axes.get_yticklabels(), steps, strict=True):
        label.set(weight="bold" if step.stage else "normal", color=style.INK)
    widest = 1.13 * max(whole, float(np.nan_to_num(steps[0].found.high))) or 1.0
    axes.set(xlim=(0, widest), ylim=(len(steps) - 0.5, -0.5))
    style.listed(axes)


def _amount(step: Step) -> str:
    """The number of a bar, to the digits that its interval supports."""
    mean, width = step.found.mean, step.found.high - step.found.low
    if mean == 100.0:
        return "100"
    text = amount((mean,), precision=width / 2 if np.isfinite(width) else None)
    if not float(text.replace(",", "")):  # its interval is wider than it is large
        text = f"{mean:.1g}"
    return text if step.stage else f"−{text}"


def _finding(tables: Tables, steps: list[Step]) -> str:
    losses = [step for step in steps if not step.stage]
    text = f"{percent(of_kpi(tables, 'lead_to_win'))} of leads become a win"
    if losses:
        worst = max(losses, key=lambda step: step.found.mean)
        text += f"; the largest loss is “{worst.name}”, {worst.found.mean:.0f} in 100"
    return text
