"""A few worlds lived through once more with other luck, to tell a world from luck."""

import os
from collections.abc import Mapping
from dataclasses import replace

from sim.config import DRAWN, FIXED, Config
from sim.runs.one_run import seed_from, world_of
from sim.runs.pool import SMALL, results
from sim.runs.scenario import processes
from sim.runs.work import Simulate, simulate

MOST_AGAIN = 4
# Numbers of the luck of these runs, beyond those of any replicate.
OTHER_LUCK = 1 << 20


def again(
    config: Config, replicates: int, simulation: Simulate = simulate
) -> list[Mapping[str, float]]:
    """The KPIs of the first worlds of so many replicates, with other luck; none of a fixed world.

    At most half as many as there were replicates, and none where that would be one.
    """
    count = min(MOST_AGAIN, replicates // 2)
    if config.world != DRAWN or count < 2:
        return []
    tasks = [_with_other_luck(config, replicate) for replicate in range(count)]
    workers = min(config.workers or os.cpu_count() or 1, count)
    days = config.warmup_days + config.days
    if workers == 1 or config.market.customers * days * count < SMALL:
        return [simulation(task, 0).kpis for task in tasks]
    with processes(workers, config) as pool:
        waiting = {
            f"world {n} again": pool.submit(simulation, task, 0) for n, task in enumerate(tasks)
        }
        return [one.kpis for one in results(waiting)]


def _with_other_luck(config: Config, replicate: int) -> Config:
    world, luck = world_of(config, replicate), seed_from(config.seed, OTHER_LUCK + replicate)
    one = replace(config, replicates=1, threads=1)
    return replace(one, world=FIXED, world_seed=world, seed=luck % 2**31)
