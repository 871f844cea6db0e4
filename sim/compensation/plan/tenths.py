"""Reps by tenth of skill: what each tenth earns and who quits, under a plan and under today's.

Tenths are cut once, over everybody who is there under either plan, so that a person is in the same
tenth under both. Pairs are people who stay a quarter or longer under both, with the same luck.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.config.working_days import YEAR
from sim.inference.estimates import difference, each
from sim.inference.intervals import Interval
from sim.inference.kinds import Kind
from sim.inference.samples import Sample
from sim.metrics.people import settled

if TYPE_CHECKING:
    from pandas import DataFrame

COUNT = 10
# Persons that a tenth has at least, on average, to be told of.
LEAST = 10
PERSON = ["replicate", "rep", "person"]
Floats = NDArray[np.float64]


class Tenths(NamedTuple):
    """By tenth of skill, the lowest first; every interval has a number a tenth.

    ``skill``: its mean; ``pay``: a rep's year (money); ``more``: mean change of a person's pay a
    year; ``winners``: the part of persons who earn more; ``quits`` a year; ``more_quits``: the
    change. ``today`` is today's plan. ``spread``: the tenth, the half and nine tenths of persons'
    pay under the plan, and under today's [plan, quantile, tenth].
    """

    skill: Floats
    pay: Interval
    pay_today: Interval
    more: Interval
    winners: Interval
    quits: Interval
    quits_today: Interval
    more_quits: Interval
    spread: Floats
    persons: NDArray[np.int64]

    @property
    def few(self) -> bool:
        """Whether too few persons are there for tenths of them to mean anything."""
        return int(self.persons.sum()) < COUNT * LEAST


def tenths(mine: "DataFrame", today: "DataFrame", replicates: int) -> Tenths:
    """Both plans' people (``sim.metrics.people``) by tenth of skill."""
    edges = edges_of(mine, today)
    own, old = (_with_tenth(found, edges) for found in (mine, today))
    paired = settled(own).merge(settled(old), on=PERSON, suffixes=("", "_today"))
    change = paired["pay_a_year"] - paired["pay_a_year_today"]
    paired = paired.assign(change=change, wins=change > 0.5, one=1.0)

    def sums(found: "DataFrame", column: str) -> Floats:
        return _sums(found, column, replicates)

    pairs, years = sums(paired, "one"), [sums(found, "days") / YEAR for found in (own, old)]
    quits = [sums(found, "quit") for found in (own, old)]
    pay = [each(Kind.RATIO, sums(f, "pay"), y) for f, y in zip((own, old), years, strict=True)]
    rates = [each(Kind.RATE, q, y) for q, y in zip(quits, years, strict=True)]
    return Tenths(
        skill=own.groupby("tenth")["skill"].mean().reindex(range(COUNT)).to_numpy(np.float64),
        pay=pay[0],
        pay_today=pay[1],
        more=_certain(each(Kind.SIGNED, sums(paired, "change"), pairs)),
        winners=each(Kind.SHARE, sums(paired, "wins"), pairs),
        quits=rates[0],
        quits_today=rates[1],
        more_quits=_more(quits, years),
        spread=np.stack([_spread(settled(own)), _spread(settled(old))]),
        persons=np.bincount(own["tenth"], minlength=COUNT),
    )


def edges_of(mine: "DataFrame", today: "DataFrame") -> Floats:
    """The nine skills that part all persons into tenths, each person counted once."""
    import pandas as pd

    every = pd.concat([mine, today]).drop_duplicates(PERSON)
    edges: Floats = np.quantile(every["skill"], np.arange(1, COUNT) / COUNT)
    return edges


def _with_tenth(found: "DataFrame", edges: Floats) -> "DataFrame":
    return found.assign(tenth=np.searchsorted(edges, found["skill"].to_numpy(), side="right"))


def _sums(found: "DataFrame", column: str, replicates: int) -> Floats:
    """The sum of a column by replicate and tenth [replicate, tenth]."""
    made = np.zeros((replicates, COUNT))
    np.add.at(made, (found["replicate"], found["tenth"]), found[column].to_numpy(np.float64))
    return made


def _certain(found: Interval) -> Interval:
    """A change that is the same in every replicate is its own interval."""
    alike = np.isnan(found.low) & (found.replicates > 1)
    low, high = (np.where(alike, found.mean, end) for end in (found.low, found.high))
    return found._replace(low=low, high=high)


def _more(quits: list[Floats], years: list[Floats]) -> Interval:
    """The change in turnover from today's plan, tenth by tenth."""
    found = []
    for tenth in range(COUNT):
        mine, today = (
            Sample(Kind.RATE, some[:, tenth], whole[:, tenth])
            for some, whole in zip(quits, years, strict=True)
        )
        found.append(difference(today, mine))
    return Interval(*np.array(found, np.float64).T)


def _spread(found: "DataFrame") -> Floats:
    """Quantiles of persons' pay a year [quantile, tenth]; NaN where nobody is."""
    of: Callable[[int], Any] = lambda tenth: found["pay_a_year"][found["tenth"] == tenth]  # noqa: E731
    rows = [
        np.quantile(own, (0.1, 0.5, 0.9)) if len(own := of(n)) else np.full(3, np.nan)
        for n in range(COUNT)
    ]
    return np.array(rows, np.float64).T
