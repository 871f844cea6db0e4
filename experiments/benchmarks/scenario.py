"""The scenarios that are measured: the default at a size, or with one thing more of many."""

from dataclasses import replace
from typing import Any

from sim.config import KINDS, Config
from sim.config.cadence import Planned

WEEK = 5


def sized(
    customers: int, days: int, before: int = 0, threads: int = 1, everything: int = 0, **much: int
) -> Config:
    """The default scenario, or with all switched on that is off by default, at this size."""
    from experiments.benchmarks.everything import everything as switched_on

    config = switched_on() if everything else Config()
    market = replace(config.market, customers=customers)
    config = replace(config, market=market, warmup_days=before, days=days, threads=threads)
    for what, number in much.items():
        config = WITH[what](config, number)
    return config


def _firms(config: Config, firms: int) -> Config:
    return replace(config, rivals=replace(config.rivals, count=firms - 1))


def _reps(config: Config, reps: int) -> Config:
    """So many reps in each firm."""
    sales, rivals = replace(config.sales, reps=reps), config.rivals
    return replace(config, sales=sales, rivals=replace(rivals, sales=sales))


def _kinds(config: Config, kinds: int) -> Config:
    """So many kinds of content in each firm: each about any pain, then about one, out weekly."""
    streams = [(kind, pain) for pain in range(-1, config.market.buyer.pains) for kind in KINDS]
    planned = [
        Planned(day=day, kind=kind, topic=pain)
        for day in range(0, config.days, WEEK)
        for kind, pain in streams[:kinds]
    ]
    cadence = replace(config.cadence, planned=planned)
    return replace(config, cadence=cadence, rivals=replace(config.rivals, cadence=cadence))


def _components(config: Config, components: int) -> Config:
    """So many components in each firm's plan, which pay together what the one paid."""
    one = config.incentive.components[0]
    part = replace(one, slope=[slope / components for slope in one.slope])
    plan = replace(config.incentive, components=[part] * components)
    return replace(config, incentive=plan, rivals=replace(config.rivals, incentive=plan))


WITH: Any = {"firms": _firms, "reps": _reps, "kinds": _kinds, "components": _components}
