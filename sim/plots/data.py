"""Parts of the tables for figures: the counted rows, one statistic a replicate, the panel."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.config import Config
from sim.inference.estimates import each
from sim.inference.intervals import Interval
from sim.inference.kinds import Kind
from sim.metrics.attribution import credited, follow, touches
from sim.metrics.estimates import estimate_of
from sim.records import Outcome
from sim.records.opportunities import opportunities

if TYPE_CHECKING:
    from pandas import DataFrame

    Rows = DataFrame
else:
    Rows = Any  # figures are made of tables, and need no pandas of their own

Tables = Mapping[str, Rows]
FOCAL = 0
# Of leads and deals, what tells which lead a win is credited to.
LEAD_TIMES = ("customer", "firm", "created")
# Of fewer deals or purchases no figure is drawn.
LEAST_DEALS = 5
DEAL_ENDS = ("customer", "firm", "closed", "outcome")


class NoDataError(ValueError):
    """The data of a figure do not exist in this run; the message says which."""


def counted(tables: Tables, name: str, time: str, config: Config) -> Rows:
    """The rows of an event table whose time lies after the warm-up."""
    table = tables.get(name)
    if table is None or not len(table):
        raise NoDataError(f"no {name}")
    rows = table[table[time] >= config.warmup_days]
    if not len(rows):
        raise NoDataError(f"no {name} after the warm-up")
    return rows


def won_opportunities(tables: Tables, config: Config) -> Rows:
    """The focal firm's opportunities that were won after the warm-up.

    ``on_file`` is whether the customer had been a content lead by the time of the opening.
    """
    deals = tables.get("deals")
    if deals is None or not len(deals):
        raise NoDataError("no deals")
    found = opportunities(deals.to_records(index=False)).rows
    counted = (found["closed"] >= config.warmup_days) & (found["outcome"] == Outcome.WON)
    found = found[counted & (found["firm"] == FOCAL)]
    if len(found) < LEAST_DEALS:
        raise NoDataError(f"the focal firm won fewer than {LEAST_DEALS} deals")
    on_file, leads = np.zeros(len(found), bool), tables["leads"]
    names = dict(_by_replicate(leads, LEAD_TIMES, ~leads["inquiry"].to_numpy()))
    for number in replicates(tables):
        own = found["replicate"] == number
        if number in names:
            last = touches(found[own], names[number], config.marketing.lookback_days).last
            on_file[own] = last >= 0
    return type(deals)(found).assign(on_file=on_file)


def followed_leads(tables: Tables, config: Config, some: Any = None) -> Rows:
    """The focal firm's leads whose time to become a win ended after the warm-up.

    ``credited`` is whether a win is credited to it, as to the last of these leads; ``some`` marks
    the leads that are looked at, if not all are.
    """
    leads, deals = tables.get("leads"), tables.get("deals")
    if leads is None or deals is None or not len(leads):
        raise NoDataError("no leads")
    chosen = np.ones(len(leads), bool) if some is None else np.asarray(some, bool)
    ends, none = dict(_by_replicate(deals, DEAL_ENDS)), np.zeros(0, bool)
    won = [credited(rows, ends[number]) if number in ends else np.zeros(len(rows), bool)
           for number, rows in _by_replicate(leads, LEAD_TIMES, chosen)]  # fmt: skip
    end = config.warmup_days + config.days
    created: Any = leads[["created"]]
    counted = follow(created, config.warmup_days, end) & (leads["firm"] == FOCAL) & chosen
    found = leads[counted].assign(credited=np.concatenate([*won, none])[counted[chosen]])
    if not len(found):
        raise NoDataError("no lead of the focal firm was followed to the end")
    return found


def _by_replicate(
    rows: Rows, columns: Sequence[str], some: Any = slice(None)
) -> Iterator[tuple[int, Any]]:
    """Some rows of each replicate that has any, as records of these columns, in their order."""
    found = rows[list(columns)][some].to_records(index=False)
    number = rows["replicate"].to_numpy()[some]
    starts = np.flatnonzero(np.diff(number, prepend=-1))
    for start, end in itertools.pairwise([*starts.tolist(), len(number)]):
        yield int(number[start]), found[start:end]


def replicates(tables: Tables) -> NDArray[np.int64]:
    """The replicates that were run."""
    return np.unique(tables["runs"]["replicate"].to_numpy(np.int64))


def per_replicate(
    tables: Tables, rows: Rows, statistic: Callable[[Rows], Any]
) -> NDArray[np.float64]:
    """A statistic of each replicate's rows, in the order of replicates; of no rows too."""
    found = dict(iter(rows.groupby("replicate")))
    empty = rows.iloc[:0]
    values = [statistic(found.get(number, empty)) for number in replicates(tables)]
    return np.asarray(values, np.float64)


def of_kpi(tables: Tables, kpi: str) -> Interval:
    """A KPI with its interval, as the table of all KPIs has it."""
    return estimate_of(tables["runs"], kpi)


def summed(
    tables: Tables,
    rows: Rows,
    parts: Callable[[Rows], Any],
    wholes: Callable[[Rows], Any] = len,
    kind: Kind = Kind.SHARE,
) -> Interval:
    """Parts over wholes, each summed over a replicate's rows, with intervals; one or many."""
    above, below = (per_replicate(tables, rows, sums) for sums in (parts, wholes))
    if above.ndim > below.ndim:
        below = below[:, None]
    return scalar(each(kind, above, below))


def share(tables: Tables, rows: Rows, chosen: Any) -> Interval:
    """The share of rows that are chosen, with its interval."""
    known = replicates(tables)
    place, least = np.searchsorted(known, rows["replicate"].to_numpy()), len(known)
    of = (np.asarray(chosen, np.float64), None)
    above, below = (np.bincount(place, each, least).astype(np.float64) for each in of)
    return scalar(each(Kind.SHARE, above, below))


def scalar(found: Interval) -> Interval:
    """An interval of one number as plain numbers; of many as it is."""
    if np.ndim(found.mean):
        return found
    mean, low, high, count = found
    return Interval(float(mean), float(low), float(high), int(count))


def panel(tables: Tables, *columns: str) -> NDArray[np.float64]:
    """The sum of daily columns as [replicate, day, firm], warm-up included."""
    daily = tables.get("daily")
    if daily is None or not len(daily):
        raise NoDataError("no daily panel")
    shape = [daily[name].nunique() for name in ("replicate", "day", "firm")]
    ordered = daily.sort_values(["replicate", "day", "firm"])
    values: NDArray[np.float64] = ordered[list(columns)].to_numpy(np.float64).sum(axis=1)
    return values.reshape(shape)


def histogram(tables: Tables, rows: Rows, column: str, edges: Any, whole: str = "") -> Interval:
    """Share of the rows in every bin; with ``whole``, of those where it is true."""

    def counts(group: Rows) -> Any:
        chosen = group[group[whole]] if whole else group
        return np.histogram(chosen[column].clip(edges[0], edges[-1]), edges)[0]

    found = summed(tables, rows, counts)
    # A bin that nobody is in has a bound, but no bar to draw it on.
    low, high = (np.where(found.mean > 0.0, end, np.nan) for end in (found.low, found.high))
    return found._replace(low=low, high=high)
