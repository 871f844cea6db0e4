"""The Olist marketing funnel beside a simulated one: published facts, never the data.

The facts are computed from the marketing funnel data set by Olist and André Sionek (Kaggle 2018,
CC BY-NC-SA 4.0, doi 10.34740/KAGGLE/DSV/53477): 8,000 qualified leads of a Brazilian marketplace,
842 of them won. The cohort is the 5,998 leads of January to May 2018. Intervals are 95 %: Wilson
for shares, bootstrap otherwise. The data date a lead by the day, so a wait begins with the lead's
day. The model's day is a working day: its waits are multiplied by 7/5 to compare with calendar
days, which leaves out where in the week a lead began.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.config import CHANNELS, Config
from sim.config.working_days import WEEK
from sim.inference.estimates import estimate
from sim.inference.kinds import Kind
from sim.inference.samples import Sample
from sim.metrics.kpis import Over
from sim.metrics.summary import Result
from sim.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pandas import DataFrame

SOURCE = "Real: Olist & Kaggle 2018, CC BY-NC-SA 4.0; 5,998 leads of January to May 2018."
INPUT, FITTED, OUTPUT = "input", "fitted", "output"
ROLES = {
    INPUT: "given to the model: a match proves nothing",
    FITTED: "a level set so that it matches: a match proves the fit",
    OUTPUT: "neither given nor fitted: the test of the model",
}
CALENDAR = 7 / WEEK
FOCAL = 0
WON_OF_ALL = "leads won"
Real = tuple[float, float, float]

# Share of leads won (A1, A2): estimate, low, high.
WON: Real = (0.130, 0.122, 0.139)
WON_BY_CHANNEL: dict[str, Real] = {
    "organic_search": (0.147, 0.131, 0.164),
    "paid_search": (0.148, 0.129, 0.169),
    "social": (0.063, 0.050, 0.079),
    "email": (0.040, 0.024, 0.067),
    "display": (0.067, 0.029, 0.147),
    "direct": (0.142, 0.111, 0.181),
    "referral": (0.114, 0.078, 0.164),
    "other": (0.045, 0.022, 0.090),
    "unknown": (0.210, 0.184, 0.239),
}
# Share of each channel in all 8,000 leads (A3). Leads without any origin count as unknown, and
# "other publicities" as other, as they do in ``market=olist``.
MIX: dict[str, Real] = {
    "organic_search": (0.287, 0.277, 0.297),
    "paid_search": (0.198, 0.190, 0.207),
    "social": (0.169, 0.161, 0.177),
    "unknown": (0.145, 0.137, 0.153),
    "direct": (0.062, 0.057, 0.068),
    "email": (0.062, 0.057, 0.067),
    "referral": (0.036, 0.032, 0.040),
    "other": (0.027, 0.024, 0.031),
    "display": (0.015, 0.012, 0.018),
}
# Calendar days from lead to win (A5), and the log-normal shape of that wait (A6).
DAYS: dict[str, Real] = {
    "quartile 25 %": (5.8, 4.9, 6.1),
    "median": (12.9, 11.7, 14.6),
    "quartile 75 %": (38.8, 33.7, 47.6),
}
SIGMA: Real = (1.45, 1.38, 1.52)
# Share of the wins closed by calendar day (A7).
CLOSED_BY: dict[int, Real] = {
    7: (0.318, 0.286, 0.351),
    14: (0.526, 0.491, 0.561),
    30: (0.697, 0.663, 0.728),
    60: (0.812, 0.783, 0.838),
    90: (0.868, 0.843, 0.890),
    180: (0.959, 0.943, 0.971),
}
# Leads a week (A14: 47.8 a weekday and 18.9 a day of the weekend, which the model's five working
# days take over), and the wins held by the top fifth of the 22 closers (A8).
PER_WEEK: Real = (276.5, 263.8, 289.6)
TOP_FIFTH: Real = (0.49, 0.38, 0.63)


class Fact(NamedTuple):
    """One fact: a run's part of it and what that is over, what it really is, its role and kind."""

    name: str
    of: Callable[["Funnel"], Over]
    real: Real
    role: str
    kind: Kind = Kind.SHARE


class Funnel(NamedTuple):
    """One replicate's leads that arrived in the counted window.

    Each stands for a real qualified lead, so all count, whatever the model's own scoring says.
    """

    channel: NDArray[np.int64]
    won: NDArray[np.bool_]
    days: NDArray[np.float64]
    closer: NDArray[np.int64]
    arrival_days: int


def comparison(result: Result) -> "DataFrame | None":
    """Fact by fact, simulated beside real, with its role; None unless leads come from outside.

    None too where no events were kept. Shares are 0 to 1, waits in calendar days.
    """
    if result.config.market.arrivals.per_weekday <= 0 or "leads" not in result.tables:
        return None
    return compared(result.tables, result.config)


def compared(tables: "Mapping[str, DataFrame]", config: Config) -> "DataFrame":
    """The comparison of a run whose leads come from outside, from its tables."""
    import pandas as pd

    funnels = _funnels(tables, config)
    rows = []
    for fact in _facts(config):
        parts, wholes = np.array([fact.of(funnel) for funnel in funnels], np.float64).T
        found = estimate(Sample(fact.kind, parts, wholes))
        rows.append((fact.name, *found[:3], *fact.real, fact.role))
    columns = ["fact", "simulated", "ci_low", "ci_high", "real", "real_low", "real_high", "role"]
    frame = pd.DataFrame(rows, columns=columns)
    frame.attrs = {"source": SOURCE, "note": "working days × 7/5 as calendar days"}
    return frame


def days_to_win(tables: "Mapping[str, DataFrame]", config: Config) -> list[NDArray[np.float64]]:
    """Calendar days from lead to win of every won lead, replicate by replicate."""
    return [funnel.days for funnel in _funnels(tables, config)]


def _facts(config: Config) -> Iterator[Fact]:
    level = FITTED if config.market.arrivals.intents else OUTPUT
    yield Fact(WON_OF_ALL, lambda funnel: _share(funnel.won), WON, level)
    for channel, real in WON_BY_CHANNEL.items():
        yield Fact(won_of(channel), partial(_won, CHANNELS.index(channel)), real, level)
    for (name, real), part in zip(DAYS.items(), (0.25, 0.5, 0.75), strict=True):
        yield Fact(f"days from lead to win, {name}", partial(_days, part), real, OUTPUT,
                   Kind.MEAN)  # fmt: skip
    yield Fact("log-SD of days from lead to win", _sigma, SIGMA, OUTPUT, Kind.MEAN)
    for day in (7, 30, 90):
        yield Fact(f"wins closed by day {day}", partial(_closed_by, day), CLOSED_BY[day], OUTPUT)
    yield Fact("wins of the top fifth of closers", _top_fifth, TOP_FIFTH, OUTPUT)
    yield Fact("leads a week", lambda funnel: Over(WEEK * len(funnel.won), funnel.arrival_days),
               PER_WEEK, INPUT, Kind.RATIO)  # fmt: skip
    for channel, real in MIX.items():
        yield Fact(share_of(channel), partial(_from, CHANNELS.index(channel)), real, INPUT)


def won_of(channel: str) -> str:
    """The name of the fact how many of a channel's leads are won."""
    return f"leads won, {plain(channel)}"


def share_of(channel: str) -> str:
    """The name of the fact how many leads come from a channel."""
    return f"leads from {plain(channel)}"


def plain(channel: str) -> str:
    """A channel in words."""
    return channel.replace("_", " ")


def _won(channel: int, funnel: Funnel) -> Over:
    return _share(funnel.won[funnel.channel == channel])


def _from(channel: int, funnel: Funnel) -> Over:
    return _share(funnel.channel == channel)


def _days(part: float, funnel: Funnel) -> Over:
    return Over(float(np.quantile(funnel.days, part)) if len(funnel.days) else np.nan, 1.0)


def _closed_by(day: int, funnel: Funnel) -> Over:
    return _share(funnel.days <= day)


def _sigma(funnel: Funnel) -> Over:
    days = funnel.days[funnel.days > 0]
    return Over(float(np.log(days).std(ddof=1)) if len(days) > 1 else np.nan, 1.0)


def _top_fifth(funnel: Funnel) -> Over:
    """Wins held by the top 20 % of the closers who won anything, rounded up as 5 of 22 are."""
    wins = np.sort(np.bincount(funnel.closer[funnel.closer >= 0]))[::-1]
    wins = wins[wins > 0]
    return Over(wins[: -(-len(wins) // 5)].sum(), wins.sum())


def _share(chosen: NDArray[Any]) -> Over:
    return Over(chosen.sum(), len(chosen))


def _funnels(tables: "Mapping[str, DataFrame]", config: Config) -> list[Funnel]:
    leads, deals = tables["leads"], tables["deals"]
    arriving = min(config.market.arrivals.until_day, config.days)
    start, end = config.warmup_days, config.warmup_days + arriving
    arrived = leads["created"].between(start, end, "left")
    of = leads[(leads["firm"] == FOCAL) & arrived & ~leads["inquiry"]]
    funnels = []
    for number in np.unique(tables["runs"]["replicate"]):
        own = of[of["replicate"] == number]
        closers = deals.loc[deals["replicate"] == number, "rep"].to_numpy(np.int64)
        won = own["outcome"].to_numpy() == Outcome.WON
        deal = own["deal"].to_numpy(np.int64)[won]
        days = (own["ended"] - own["created"] // 1).to_numpy(np.float64)[won] * CALENDAR
        closer, channel = closers[deal[deal >= 0]], own["channel"].to_numpy(np.int64)
        funnels.append(Funnel(channel, won, days, closer, max(arriving, 1)))
    return funnels
