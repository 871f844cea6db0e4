"""Reduced markets: everything off but the mechanism that a limit is about."""

from collections.abc import Iterator
from typing import Any

from sim.config import Cadence, Config, Marketing, Network, Rivals, Sales
from sim.market import Market
from sim.world.world import World

SILENT = Cadence(education=0, product=0, news=0, promotion=0)
NO_REPS = Sales(reps=0)
ALONE = Rivals(count=0)
NO_ONE_HEARS = Network(kind="none")


def monopoly(**parts: Any) -> Config:
    """One firm, without content, reps, marketers or word of mouth unless said otherwise."""
    off = {
        "warmup_days": 0, "cadence": SILENT, "sales": NO_REPS, "rivals": ALONE,
        "network": NO_ONE_HEARS, "marketing": Marketing(marketers=0),
    }  # fmt: skip
    return Config(**{**off, **parts})


def days_of(model: Market) -> Iterator[int]:
    """Step a market day by day to its last, then let go of it."""
    while model.running:
        day = model.world.day
        model.step()
        yield day
    model.release()


def lived(config: Config, seed: int) -> World:
    """The world of a market that has lived all its days."""
    model = Market(config, seed)
    for _ in days_of(model):
        pass
    return model.world
