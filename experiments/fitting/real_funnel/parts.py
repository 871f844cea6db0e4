"""The part of each channel's leads that has a need, so that they are won as often as real ones.

Channels differ in that part only, so one number is fitted: how many leads with a need are won. It
hangs on the parts in turn, since more needs are more work for the reps: a fixed point.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sim.config import Config
from sim.metrics.published_funnel import FIT
from sim.metrics.real_funnel import WON_OF_ALL, share_of, won_of

if TYPE_CHECKING:
    from pandas import DataFrame

Intents = dict[str, float]
CLOSE = 0.005
# What is taken of leads with a need that are won where none is.
FEWEST = 0.01


class Step(NamedTuple):
    """The parts that were tried, how often leads were won then, and how many of those with a need.

    ``won`` is by channel, ``per_need`` over all channels.
    """

    intents: Intents
    won: dict[str, float]
    per_need: float


def steps(config: Config, compare: Callable[[Config], "DataFrame"], rounds: int) -> Iterator[Step]:
    """Rounds towards the fixed point, until the parts settle."""
    intents = given(config)
    for _ in range(rounds):
        step = measured(intents, compare(with_intents(config, intents)))
        yield step
        wanted = fitting(step.per_need, intents)
        if all(abs(wanted[name] - intents[name]) <= CLOSE for name in intents):
            return
        intents = wanted


def given(config: Config) -> Intents:
    """The parts that a config has."""
    arrivals = config.market.arrivals
    parts = arrivals.intents or [arrivals.intent] * len(arrivals.channels)
    return dict(zip(arrivals.channels, parts, strict=True))


def with_intents(config: Config, intents: Mapping[str, float]) -> Config:
    """The config with these parts."""
    parts = [intents[channel] for channel in config.market.arrivals.channels]
    arrivals = replace(config.market.arrivals, intents=parts)
    return replace(config, market=replace(config.market, arrivals=arrivals))


def measured(intents: Intents, comparison: "DataFrame") -> Step:
    """What a comparison says of the parts with which it was run."""
    simulated = comparison.set_index("fact")["simulated"]
    needs = sum(simulated[share_of(channel)] * part for channel, part in intents.items())
    won = {channel: float(simulated[won_of(channel)]) for channel in intents}
    return Step(intents, won, max(float(simulated[WON_OF_ALL] / needs), FEWEST))


def fitting(per_need: float, channels: Mapping[str, float]) -> Intents:
    """The parts, at most all, with which real rates come out if so many with a need are won."""
    return {channel: min(1.0, FIT.by_channel[channel][0] / per_need) for channel in channels}
