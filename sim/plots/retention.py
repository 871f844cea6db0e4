"""Cohort retention: the share of accounts that are still there after each term."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.config import Config
from sim.inference.estimates import each
from sim.inference.intervals import Interval
from sim.inference.kinds import Kind
from sim.plots import style
from sim.plots.data import FOCAL, NoDataError, Rows, Tables, counted, per_replicate
from sim.plots.words import over_replicates, percent, share
from sim.records import Outcome

MOST_TERMS = 7
FEWEST_AT_RISK = 20
# Fader & Hardie 2007: yearly retention by tenure in a contract business.
PUBLISHED = np.array([0.869, 0.855, 0.879, 0.908, 0.929, 0.938])


def figure(tables: Tables, config: Config) -> Figure:
    """Draw the share of the focal firm's accounts that outlive each contract term.

    Args:
        tables: The tables of a result.
        config: The scenario that was run.

    Raises:
        NoDataError: Too few contract terms of the focal firm ended.
    """
    ended, terms = _ended_terms(tables, config)
    kept, at_risk = _kept(tables, ended, terms)
    # Of each replicate its own survival, as much of the whole as it has accounts in a first term.
    rates = np.divide(kept, at_risk, out=np.zeros_like(kept), where=at_risk > 0)
    begun = at_risk[:, :1]
    found = each(Kind.SHARE, begun * np.cumprod(rates, axis=1), begun)
    found = Interval(*(np.insert(part, 0, 1.0) for part in found))
    term = np.arange(terms + 1)
    finding = _finding(Interval(*(part[1].item() for part in found)), found, terms)
    days = config.market.service.term_days
    drawn = f"Share of accounts still held after each contract term ({days} working days), "
    drawn += "switching in mid-term included"
    note = f"{over_replicates(tables['runs'])} {len(ended):,} terms that ended. "
    note += "Open marks: published example of a contract business (Fader & Hardie 2007)."
    with style.look():
        page, axes = style.page(finding, drawn, note)
        _curves(axes, term, found)
        style.shares(axes)
        axes.set(xlabel="terms since the account began", ylabel="accounts still held")
        axes.set(xticks=term, xlim=(-0.05, terms + 0.35), ylim=(0, 1.04))
    return page


def _ended_terms(tables: Tables, config: Config) -> tuple[Rows, int]:
    """Rows that end a term, with the term's number; terms with enough accounts to judge."""
    rows = counted(tables, "renewals", "day", config)
    ends = (Outcome.RENEWED, Outcome.CHURNED, Outcome.SWITCHED)
    rows = rows[(rows["firm"] == FOCAL) & rows["outcome"].isin(ends)]
    length = config.market.service.term_days
    number = np.ceil((rows["day"] - rows["since"]) / length - 1e-9).clip(lower=1).astype(int)
    rows = rows.assign(term=number, kept=rows["outcome"] == Outcome.RENEWED)
    at_risk = np.bincount(rows["term"], minlength=MOST_TERMS + 2)[1 : MOST_TERMS + 1]
    enough = at_risk >= FEWEST_AT_RISK
    terms = int(np.argmin(enough)) if not enough.all() else MOST_TERMS
    if terms == 0:
        raise NoDataError(f"fewer than {FEWEST_AT_RISK} contract terms of the focal firm ended")
    return rows[rows["term"] <= terms], terms


def _kept(
    tables: Tables, rows: Rows, terms: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Accounts that renewed at a term's end, and all whose term ended [replicate, term]."""

    def kept(group: Rows) -> Any:
        return np.bincount(group["term"] - 1, group["kept"], terms)

    def ended(group: Rows) -> Any:
        return np.bincount(group["term"] - 1, minlength=terms)

    return per_replicate(tables, rows, kept), per_replicate(tables, rows, ended)


def _curves(axes: Axes, term: NDArray[np.int64], found: Interval) -> None:
    published = np.append(1, np.cumprod(PUBLISHED))[: len(term)]
    look: Any = {"color": style.GREY, "ls": (0, (1, 1.5)), "marker": "o", "mfc": "white"}
    axes.plot(term[: len(published)], published, ms=5, lw=1.2, **look)
    axes.fill_between(term, found.low, found.high, color=style.BLUE, alpha=0.18, lw=0)
    axes.plot(term, found.mean, color=style.BLUE, marker="o", ms=5.5, lw=2.2)
    for line, name, colour in (
        (found.mean, "focal firm", style.BLUE), (published, "published", style.GREY),
    ):  # fmt: skip
        last = len(line) - 1
        text = f"{name} {share(float(line[last]))}"
        style.line_end(axes, term[last] + 0.04, float(line[last]), text, colour)


def _finding(first: Interval, found: Interval, terms: int) -> str:
    text = f"{percent(first)} of accounts survive their first term"
    return text if terms == 1 else f"{text}, {share(found.mean[-1])} survive {_count(terms)}"


def _count(terms: int) -> str:
    return ("no", "one", "two", "three", "four", "five", "six", "seven")[terms]
