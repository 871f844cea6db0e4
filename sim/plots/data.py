"""Parts of the tables for figures: the counted rows, one statistic a replicate, the panel."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.config import Config

if TYPE_CHECKING:
    from pandas import DataFrame

    Rows = DataFrame
else:
    Rows = Any  # figures are made of tables, and need no pandas of their own

Tables = Mapping[str, Rows]
FOCAL = 0


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


def panel(tables: Tables, *columns: str) -> NDArray[np.float64]:
    """The sum of daily columns as [replicate, day, firm], warm-up included."""
    daily = tables.get("daily")
    if daily is None or not len(daily):
        raise NoDataError("no daily panel")
    shape = [daily[name].nunique() for name in ("replicate", "day", "firm")]
    ordered = daily.sort_values(["replicate", "day", "firm"])
    values: NDArray[np.float64] = ordered[list(columns)].to_numpy(np.float64).sum(axis=1)
    return values.reshape(shape)


def histogram(
    tables: Tables, rows: Rows, column: str, edges: Any, whole: str = ""
) -> NDArray[np.float64]:
    """Share of each replicate's rows in every bin; with ``whole``, of those where it is true."""

    def shares(group: Rows) -> Any:
        chosen = group[group[whole]] if whole else group
        counts, _ = np.histogram(chosen[column].clip(edges[0], edges[-1]), edges)
        return counts / len(group) if len(group) else np.full(len(edges) - 1, np.nan)

    return per_replicate(tables, rows, shares)
