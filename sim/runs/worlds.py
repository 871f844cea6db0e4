"""A few worlds lived through once more with other luck, to tell a world from luck."""

from dataclasses import replace

from sim.config import DRAWN, FIXED, Config
from sim.metrics.kpis import kpis
from sim.runs.one_run import seed_from, world_of
from sim.runs.pool import SMALL
from sim.runs.replicates import each

MOST_AGAIN = 4
# Numbers of the luck of these runs, beyond those of any replicate.
OTHER_LUCK = 1 << 20


def again(config: Config, replicates: int) -> list[dict[str, float]]:
    """The KPIs of the first worlds of so many replicates, with other luck; none of a fixed world.

    At most half as many as there were replicates, and none where that would be one.
    """
    count = min(MOST_AGAIN, replicates // 2)
    if config.world != DRAWN or count < 2:
        return []
    tasks = [
        (
            replace(config, world=FIXED, world_seed=world_of(config, n)),
            seed_from(config.seed, OTHER_LUCK + n) % 2**31,
        )
        for n in range(count)
    ]
    days = config.warmup_days + config.days
    alone = config.market.customers * days * count < SMALL
    return each(kpis, tasks, workers=1 if alone else config.workers)
