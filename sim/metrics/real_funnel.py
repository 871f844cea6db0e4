"""The Olist marketing funnel beside a simulated one, from published facts.

Leads won, by channel, and how long and by whom they were won are compared twice: with the months
to which ``market=olist`` was fitted, and with the others, to which nothing was. The model's day is
a working day: its waits are multiplied by 7/5 to compare with calendar days, which leaves out where
in the week a lead began.
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
from sim.metrics.published_funnel import FIT, MIX, PER_WEEK, SCORE, SOURCE, Half, Real
from sim.metrics.summary import Result
from sim.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pandas import DataFrame

INPUT, FITTED, OUTPUT = "input", "fitted", "output"
ROLES = {
    INPUT: "given to the model: a match proves nothing",
    FITTED: "what parameters were set to match: a match proves the fit",
    OUTPUT: "neither given nor fitted: the test of the model",
}
# Words after a fact of the months to which nothing is fitted.
OTHER = " (Feb, Apr)"
CALENDAR = 7 / WEEK
FOCAL = 0
WON_OF_ALL = "leads won"
BY = (7, 30, 90)


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
    fitted = FITTED if config.market.arrivals.intents else OUTPUT
    yield from _levels(FIT, fitted)
    yield from _shapes(FIT, fitted)
    yield Fact(WON_OF_ALL + OTHER, _of_all, SCORE.won, OUTPUT)
    yield from (one._replace(name=one.name + OTHER) for one in _shapes(SCORE, OUTPUT))
    yield Fact("leads a week", lambda funnel: Over(WEEK * len(funnel.won), funnel.arrival_days),
               PER_WEEK, INPUT, Kind.RATIO)  # fmt: skip
    for channel, real in MIX.items():
        yield Fact(share_of(channel), partial(_from, CHANNELS.index(channel)), real, INPUT)


def _levels(half: Half, role: str) -> Iterator[Fact]:
    yield Fact(WON_OF_ALL, _of_all, half.won, role)
    for channel, real in half.by_channel.items():
        yield Fact(won_of(channel), partial(_won, CHANNELS.index(channel)), real, role)


def _shapes(half: Half, role: str) -> Iterator[Fact]:
    for (name, real), part in zip(half.days.items(), (0.25, 0.5, 0.75), strict=True):
        yield Fact(f"days from lead to win, {name}", partial(_days, part), real, role, Kind.MEAN)
    yield Fact("log-SD of days from lead to win", _sigma, half.sigma, role, Kind.MEAN)
    for day in BY:
        yield Fact(f"wins closed by day {day}", partial(_closed_by, day), half.closed_by[day], role)
    yield Fact("wins of the top fifth of closers", _top_fifth, half.top_fifth, role)


def won_of(channel: str) -> str:
    """The name of the fact how many of a channel's leads are won."""
    return f"leads won, {plain(channel)}"


def is_level(fact: str) -> bool:
    """Whether a fact says how many leads are won, of all or of a channel."""
    return fact.startswith(WON_OF_ALL)


def share_of(channel: str) -> str:
    """The name of the fact how many leads come from a channel."""
    return f"leads from {plain(channel)}"


def plain(channel: str) -> str:
    """A channel in words."""
    return channel.replace("_", " ")


def _of_all(funnel: Funnel) -> Over:
    return _share(funnel.won)


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
