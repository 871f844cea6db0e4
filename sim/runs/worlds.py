"""A few worlds lived through once more with other luck, to tell a world from luck."""

from collections.abc import Mapping
from concurrent.futures import Executor, Future
from dataclasses import replace

from sim.config import DRAWN, FIXED, Config
from sim.runs.one_run import seed_from, world_of
from sim.runs.pool import results
from sim.runs.scenario import pool_for
from sim.runs.work import Outcome, Simulate, simulate

Begun = Mapping[str, "Future[Outcome]"]
MOST_AGAIN = 4
# Numbers of the luck of these runs, beyond those of any replicate.
OTHER_LUCK = 1 << 20


def again(
    config: Config, replicates: int, simulation: Simulate = simulate, begun: Begun | None = None
) -> list[Mapping[str, float]]:
    """The KPIs of the first worlds of so many replicates, with other luck; none of a fixed world.

    At most half as many as there were replicates, and none where that would be one. ``begun`` are
    those that were handed out before.
    """
    tasks = _tasks(config, replicates)
    if begun or not tasks:
        return [one.kpis for one in results(begun or {})]
    with pool_for(config, len(tasks)) as pool:
        if pool is None:
            return [simulation(task, 0).kpis for task in tasks]
        return [one.kpis for one in results(begin(config, replicates, pool, simulation))]


def begin(
    config: Config, replicates: int, pool: Executor, simulation: Simulate = simulate
) -> Begun:
    """Hand these runs out to processes."""
    tasks = enumerate(_tasks(config, replicates))
    return {f"world {n} again": pool.submit(simulation, task, 0) for n, task in tasks}


def _tasks(config: Config, replicates: int) -> list[Config]:
    count = min(MOST_AGAIN, replicates // 2)
    if config.world != DRAWN or count < 2:
        return []
    return [_with_other_luck(config, replicate) for replicate in range(count)]


def _with_other_luck(config: Config, replicate: int) -> Config:
    world, luck = world_of(config, replicate), seed_from(config.seed, OTHER_LUCK + replicate)
    one = replace(config, replicates=1, threads=1)
    return replace(one, world=FIXED, world_seed=world, seed=luck % 2**31)
