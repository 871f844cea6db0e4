"""Fit the part of each channel's leads that has a need, so that they are won as often as real ones.

Channels differ in that part only, so one number is fitted: how many leads with a need are won. It
hangs on the parts in turn, since more needs are more work for the reps: a fixed point.
"""

import shlex
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.table import Table

from experiments.command import WORKERS, Option, Program, keep, scenario
from experiments.fitting.real_funnel.option import option
from experiments.seeds import REGISTER
from sim.config import Config
from sim.config.refusal import Refusal
from sim.metrics.real_funnel import WON_BY_CHANNEL, WON_OF_ALL, compared, plain, share_of, won_of
from sim.runs.scenario import run

if TYPE_CHECKING:
    from pandas import DataFrame

OPTION = Path("configs/market/olist.yaml")
SEED = REGISTER["real_funnel"][0]
Intents = dict[str, float]
CLOSE = 0.005


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
    return Step(intents, won, float(simulated[WON_OF_ALL] / needs))


def fitting(per_need: float, channels: Mapping[str, float]) -> Intents:
    """The parts, at most all, with which real rates come out if so many with a need are won."""
    return {channel: min(1.0, WON_BY_CHANNEL[channel][0] / per_need) for channel in channels}


def tell(asked: Namespace) -> Iterator[Any]:
    """Fit, show, and write when asked to."""
    if asked.write and asked.overrides:
        raise Refusal("--write fits the option as it is: leave the overrides out")
    config = scenario("market=olist", *asked.overrides)
    config = replace(config, seed=SEED, replicates=asked.replicates, workers=asked.workers)
    last = None
    for number, last in enumerate(steps(config, _compare, asked.rounds), start=1):
        yield f"round {number}: {last.per_need:.4f} of the leads with a need are won"
    parts = fitting(last.per_need, last.intents)
    yield table(last, parts)
    if asked.write:
        about = {
            "date": date.today().isoformat(),
            "command": shlex.join(["python", "-m", "experiments.fitting", *sys.argv[1:]]),
            **{"per_need": last.per_need, "seed": SEED, "replicates": asked.replicates},
        }
        keep(OPTION.parent, {OPTION.name: option(OPTION.read_text(), parts, about)})
        yield f"written to {OPTION}"


def table(last: Step, parts: dict[str, float]) -> Table:
    """Channel by channel: the parts, and how often leads were won in the last round."""
    made = Table(box=None, header_style="bold underline")
    for name in ("channel", "with a need", "won, last round", "won, real"):
        made.add_column(name, justify="left" if name == "channel" else "right")
    for channel, part in parts.items():
        short = " (all, and not enough)" if part >= 1.0 else ""
        rates = (f"{100 * rate:.1f} %" for rate in (last.won[channel], WON_BY_CHANNEL[channel][0]))
        made.add_row(plain(channel), f"{part:.3f}{short}", *rates)
    return made


def _compare(config: Config) -> "DataFrame":
    return compared(run(config).tables, config)


OPTIONS = (
    Option("replicates", 12, "a round"),
    Option("rounds", 4, "at most"),
    Option("write", False, f"write the parts to {OPTION}"),
    WORKERS,
)
PROGRAM = Program(tell, OPTIONS)
