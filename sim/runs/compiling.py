"""The model is compiled once, by the parent, before it forks processes that all need it.

The first run of a version finds nothing compiled. Then two processes share the work: reps' days are
more than half of it, and the rest of the day is compiled beside them.
"""

import multiprocessing
import os
import warnings
from dataclasses import replace

import numpy as np

from sim.config import Config
from sim.config.refusal import one_line
from sim.engine import compiled
from sim.model.day import DAY
from sim.model.day.notice import wake
from sim.model.day.sell import sell
from sim.model.market import Market as Model
from sim.model.state.customers import DORMANT
from sim.runs.pool import LocalPool, awaited

DAYS_TO_COMPILE = 4


def processes(workers: int, config: Config | None = None) -> LocalPool:
    """A pool whose processes find everything compiled that runs of this scenario need."""
    compile_first(config or Config())
    return LocalPool(workers)


def nothing_compiled() -> bool:
    """Whether this version's model has yet to be compiled."""
    folder = compiled.cache_folder()
    return folder is not None and not any(folder.rglob(f"{sell.__name__}.*.nbi"))


def as_numba_does() -> bool:
    """Whether inner functions are compiled as Numba does, which takes twice as long."""
    return compiled.COMPILING and not compiled.INNER


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
    if nothing_compiled() and _may_fork(config):
        _by_two(model)
    # In so few days perhaps no customer wakes, and each child would compile that for itself.
    wake(model.world, np.flatnonzero(model.world.customers.rows["stage"] == DORMANT)[:1])
    model.release()
    model = Model(few)
    model.world.last_day = min(DAYS_TO_COMPILE, model.world.last_day)
    while model.running:
        model.step()
    model.release()


def _may_fork(config: Config) -> bool:
    several = (config.workers or os.cpu_count() or 1) > 1
    return several and "fork" in multiprocessing.get_all_start_methods()


def _by_two(model: Model) -> None:
    """Compile the reps' day in another process, and the other phases here."""
    with LocalPool(1) as pool:
        theirs = pool.submit(_live, model, True)
        _live(model, False)
        awaited(theirs).result()


def _live(model: Model, sales: bool) -> None:
    """Go through the phase in which reps sell, or through all others."""
    for phase in DAY:
        if (phase is sell) == sales:
            phase(model.world)
