"""Run a scenario: each replicate once, with luck of its own, and its events as tables."""

import os
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.config import Config
from sim.config.input_files import with_files
from sim.config.remarks import Remark, remarks
from sim.inference.stopping import Target
from sim.metrics.kpis import measured
from sim.metrics.team import team_table
from sim.records import PANEL, TABLES, Records, Table
from sim.runs.compiling import processes
from sim.runs.one_run import digest, run_once, seed_of, world_of
from sim.runs.pool import SMALL, LocalPool, awaited, results

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int], None]
Beside = Callable[[LocalPool], "Sequence[Future[Any]]"]


class Run(NamedTuple):
    """One replicate: all that happened in it, and its row of the table of runs."""

    records: Records
    row: dict[str, Any]


@dataclass(frozen=True)
class Result:
    """The outcome of a scenario.

    Attributes:
        config: The scenario's parameters.
        name: Its name in tables and figures.
        overrides: The words ``key=value`` that made it.
        tables: "runs" (a row per replicate: seed, status, digest, every KPI), "daily" (replicate,
            day, firm, the panel's columns) and each kind of event, by replicate.
        target: The interval that replicates were added for, if any.
    """

    config: Config
    name: str = ""
    overrides: tuple[str, ...] = ()
    tables: dict[str, "pd.DataFrame"] = field(default_factory=dict, repr=False)
    target: Target | None = None


def run(
    config: Config | None = None,
    *,
    name: str = "",
    overrides: tuple[str, ...] = (),
    progress: Progress | None = None,
    beside: Beside | None = None,
) -> Result:
    """Run all replicates of a scenario; processes and threads do not change the result.

    Args:
        config: The scenario, the default one if None; ``config.workers`` processes run it.
        name: Its name in tables and figures.
        overrides: The words ``key=value`` that made it, to be kept with the result.
        progress: Called with the working days done and to do, over all replicates.
        beside: Called with the processes, if there are any, when all replicates are handed out: to
            hand out more, and to do what does not depend on them. Tasks that it returns are waited
            for.

    Returns:
        The tables of every run and every event.

    Raises:
        ConfigError: A file of the config cannot be used.

    Warns:
        Remark: Something in the config will never be seen, or never ends.
    """
    config = with_files(config or Config())
    for line in remarks(config):
        warnings.warn(line, Remark, stacklevel=2)
    with pool_for(config, config.replicates) as pool:
        if pool is None:
            runs = dict(_one_by_one(config, progress))
            return Result(config, name, overrides, _tables(config, runs))
        waiting = {
            f"replicate {n}": pool.submit(_packed, config, n) for n in range(config.replicates)
        }
        more = beside(pool) if beside is not None else ()
        runs = dict(_on_processes(config, waiting, progress))
        found = Result(config, name, overrides, _tables(config, runs))
        for task in more:
            awaited(task)
        return found


@contextmanager
def pool_for(config: Config, count: int) -> Iterator[LocalPool | None]:
    """Processes for so many runs of a scenario; none where they cost more than they save."""
    workers = min(config.workers or os.cpu_count() or 1, count)
    days = config.warmup_days + config.days
    if workers == 1 or config.market.customers * days * count < SMALL:
        yield None
        return
    with processes(workers, config) as pool:
        yield pool


def _one_by_one(config: Config, progress: Progress | None) -> Iterator[tuple[int, Run]]:
    days = config.warmup_days + config.days
    for replicate in range(config.replicates):
        tell = None
        if progress is not None:
            before, total = replicate * days, config.replicates * days
            tell = lambda day, p=progress, b=before, t=total: p(b + day, t)  # noqa: E731
        yield replicate, _run(config, replicate, tell)


def _on_processes(
    config: Config, waiting: Mapping[str, "Future[Run]"], progress: Progress | None
) -> Iterator[tuple[int, Run]]:
    days = config.warmup_days + config.days
    for n, run in enumerate(results(waiting)):
        yield n, run
        if progress is not None:
            progress((n + 1) * days, len(waiting) * days)


def _run(config: Config, replicate: int, tell: Callable[[int], None] | None = None) -> Run:
    """One replicate, with its row of the table of runs."""
    records = run_once(config, replicate, tell)
    seed, world = seed_of(config, replicate), world_of(config, replicate)
    row = {"replicate": replicate, "seed": seed, "world_seed": world, "status": "finished"}
    return Run(records, {**row, "digest": digest(records), **measured(records, config)})


def _packed(config: Config, replicate: int) -> Run:
    """The same without the room to spare in its records, to send between processes."""
    found = _run(config, replicate)
    for name in TABLES:
        table: Table = found.records.table(name)
        table.rows = table.happened.copy()
    return found


def _tables(config: Config, runs: dict[int, Run]) -> dict[str, Any]:
    import pandas as pd

    order = sorted(runs)
    tables = {"runs": pd.DataFrame([runs[n].row for n in order])}
    panels = [runs[n].records.panel for n in order]
    days, firms, _ = panels[0].shape
    at = {"day": np.repeat(np.arange(days), firms), "firm": np.tile(np.arange(firms), days)}
    daily = {name: np.tile(numbers, len(order)) for name, numbers in at.items()}
    every = np.concatenate([panel.reshape(days * firms, -1) for panel in panels])
    daily |= dict(zip(PANEL, every.T, strict=True))
    tables["daily"] = _table(order, [days * firms] * len(order), daily)
    for name in TABLES:
        rows = [runs[n].records.table(name).happened for n in order]
        columns = {column: np.concatenate([one[column] for one in rows])
                   for column in rows[0].dtype.names or ()}  # fmt: skip
        tables[name] = _table(order, list(map(len, rows)), columns)
    if config.sales.people:
        tables["team"] = team_table(tables["pay"], config)
    return tables


def _table(order: Sequence[int], lengths: Sequence[int], columns: dict[str, Any]) -> "pd.DataFrame":
    """Columns of all replicates one below the other, and before them the replicate's number."""
    import pandas as pd

    return pd.DataFrame({"replicate": np.repeat(order, lengths), **columns})
