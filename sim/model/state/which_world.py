"""The world that a run lives in: one of its own, drawn from the run's seed, or a fixed one."""

from dataclasses import replace

from sim.config import DRAWN, FIXED, Config
from sim.engine.luck import key_of, uniform
from sim.engine.slots import WHICH_WORLD, Purpose

WORLDS = 2**31


def world_drawn_by(seed: int) -> int:
    """The number of the world that a run with this seed draws: ``world_seed`` where it is fixed."""
    return int(uniform(key_of(seed, Purpose.WORLD, 0), 0, WHICH_WORLD) * WORLDS)


def settled(config: Config, seed: int) -> Config:
    """A run's config with its world fixed: scenarios that share a seed draw the same world."""
    if config.world != DRAWN:
        return config
    return replace(config, world=FIXED, world_seed=world_drawn_by(seed))
