"""Numbers of a scenario's pay plans that may be slips: the firm's, and its rivals'."""

from collections.abc import Iterator

from sim.config import Config
from sim.metrics.plan_terms import oddities
from sim.metrics.said_target import other_than_said


def oddities_of(config: Config, said: Config | None) -> Iterator[str]:
    """A line about each number of a config's pay plans that may be a slip; ``said`` has their
    words, where they are known."""
    yield from oddities("incentive", config.incentive, config.fiscal)
    if said is not None:
        yield from other_than_said("incentive", said.incentive, config)
    if config.rivals.count:
        yield from oddities("rivals.incentive", config.rivals.incentive, config.fiscal)
        if said is not None:
            yield from other_than_said("rivals.incentive", said.rivals.incentive, config)
