"""Run a scenario: each replicate once, with luck of its own, and its events as tables."""

import os
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.config import Config
from sim.config.input_files import with_files
from sim.config.refusal import one_line
from sim.config.remarks import Remark, remarks
from sim.inference.stopping import Target
from sim.metrics.kpis import measured
from sim.metrics.team import team_table
from sim.model.day.notice import wake
from sim.model.market import Market as Model
from sim.model.state.customers import DORMANT
from sim.records import PANEL, TABLES, Records, Table
from sim.runs.one_run import digest, run_once, seed_of, world_of
from sim.runs.pool import SMALL, LocalPool, results

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int], None]
DAYS_TO_COMPILE = 4


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
) -> Result:
    """Run all replicates of a scenario; processes and threads do not change the result.

    Args:
        config: The scenario, the default one if None; ``config.workers`` processes run it.
        name: Its name in tables and figures.
        overrides: The words ``key=value`` that made it, to be kept with the result.
        progress: Called with the working days done and to do, over all replicates.

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
    total = config.replicates * (config.warmup_days + config.days)
    finished: dict[int, Records] = {}
    for replicate, records in _each(config, progress, total):
        finished[replicate] = records
    return Result(config, name, overrides, _tables(config, finished))


def _each(config: Config, progress: Progress | None, total: int) -> Iterator[tuple[int, Records]]:
    workers = min(config.workers or os.cpu_count() or 1, config.replicates)
    days = config.warmup_days + config.days
    if workers == 1 or config.market.customers * days * config.replicates < SMALL:
        for replicate in range(config.replicates):
            tell = None
            if progress is not None:
                before = replicate * days
                tell = lambda day, p=progress, b=before: p(b + day, total)  # noqa: E731
            yield replicate, run_once(config, replicate, tell)
        return
    yield from _on_processes(config, workers, days, progress, total)


def _on_processes(
    config: Config, workers: int, days: int, progress: Progress | None, total: int
) -> Iterator[tuple[int, Records]]:
    with processes(workers, config) as pool:
        waiting = {
            f"replicate {n}": pool.submit(_packed, config, n) for n in range(config.replicates)
        }
        for n, records in enumerate(results(waiting)):
            yield n, records
            if progress is not None:
                progress((n + 1) * days, total)


def _packed(config: Config, replicate: int) -> Records:
    """One replicate's records without the room to spare, to send between processes."""
    records = run_once(config, replicate)
    for name in TABLES:
        table: Table = records.table(name)
        table.rows = table.happened.copy()
    return records


def processes(workers: int, config: Config | None = None) -> LocalPool:
    """A pool whose processes find everything compiled that runs of this scenario need."""
    compile_first(config or Config())
    return LocalPool(workers)


def compile_first(config: Config) -> None:
    """Compile, or load what is compiled, once in the parent, so that forked children need not.

    A scenario that cannot be run is told where it is run, with all that is known of it; here is a
    warning, since from then on every process compiles for itself.
    """
    try:
        _compile(config)
    except Exception as error:  # whatever the run itself will fail of
        why = one_line(f"{type(error).__name__}: {error}")
        text = f"could not compile before the first run, each process does by itself ({why})"
        warnings.warn(text, RuntimeWarning, stacklevel=2)


def _compile(config: Config) -> None:
    """Live the first days of the scenario among a few customers.

    The scenario keeps its days, against which its plans and calendars are checked; only the world
    closes early.
    """
    market = replace(config.market, customers=min(60, config.market.customers))
    usual = type(config.policies)()
    few = replace(config, market=market, policies=usual, warmup_days=0, threads=1)
    model = Model(few)
    # In so few days perhaps no customer wakes, and each child would compile that for itself.
    wake(model.world, np.flatnonzero(model.world.customers.rows["stage"] == DORMANT)[:1])
    model.release()
    model = Model(few)
    model.world.last_day = min(DAYS_TO_COMPILE, model.world.last_day)
    while model.running:
        model.step()
    model.release()


def _tables(config: Config, finished: dict[int, Records]) -> dict[str, Any]:
    import pandas as pd

    order = sorted(finished)
    runs = []
    for n in order:
        of_run = {"replicate": n, "seed": seed_of(config, n), "world_seed": world_of(config, n)}
        run = {**of_run, "status": "finished"}
        runs.append({**run, "digest": digest(finished[n]), **measured(finished[n], config)})
    tables = {"runs": pd.DataFrame(runs), "daily": _daily(finished, order)}
    for name in TABLES:
        frames = []
        for n in order:
            frame = pd.DataFrame(finished[n].table(name).happened)
            frame.insert(0, "replicate", n)
            frames.append(frame)
        tables[name] = pd.concat(frames, ignore_index=True)
    if config.sales.people:
        tables["team"] = team_table(tables["pay"], config)
    return tables


def _daily(finished: dict[int, Records], order: list[int]) -> "pd.DataFrame":
    import pandas as pd

    frames = []
    for n in order:
        days, firms, _ = finished[n].panel.shape
        frame = pd.DataFrame(finished[n].panel.reshape(days * firms, -1), columns=list(PANEL))
        frame.insert(0, "firm", np.tile(np.arange(firms), days))
        frame.insert(0, "day", np.repeat(np.arange(days), firms))
        frame.insert(0, "replicate", n)
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)
