"""Fit when leads are won, by whom and how many, to every other month of a real funnel.

First the few parameters that say when and by whom, by a search; then, with these, the part of each
channel's leads that has a need. Nothing here looks at the months that are left to score the fit.
"""

import shlex
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from experiments.command import WORKERS, Option, Program, keep, scenario
from experiments.fitting.real_funnel.option import option
from experiments.fitting.real_funnel.parts import Step, fitting, given, steps, with_intents
from experiments.fitting.real_funnel.search import SEEDS, Effort, Trial, distance, search
from experiments.fitting.real_funnel.space import SPACE
from experiments.seeds import REGISTER
from sim.config import Config
from sim.config.dotted import changed, value_of
from sim.config.refusal import Refusal
from sim.metrics.published_funnel import FIT
from sim.metrics.real_funnel import FITTED, compared, is_level, plain
from sim.runs.scenario import run

if TYPE_CHECKING:
    from pandas import DataFrame

OPTION = Path("configs/market/olist.yaml")
SEED = REGISTER["real_funnel"][0]
# How many of the leads with a need are taken to be won before any is.
START = 0.225


def tell(asked: Namespace) -> Iterator[Any]:
    """Search, fit the parts, show both, and write them when asked to."""
    if asked.write and asked.overrides:
        raise Refusal("--write fits the option as it is: leave the overrides out")
    config = begun(scenario("market=olist", *asked.overrides))
    effort, trials, began = Effort(design=asked.design, rounds=asked.proposals), 0, time.time()
    best = None
    if asked.design:
        for stage, found in search(config, effort, asked.workers):
            trials += len(found)
            best = found[0]
            spent = f"{time.time() - began:.0f} s"
            yield f"{stage}, {spent}: best J {best.distance:.2f}, {_words(best)}"
        config = changed(config, best.settings)
    config = replace(config, seed=SEED, replicates=asked.replicates, workers=asked.workers)
    last = None
    for number, last in enumerate(steps(config, _compare, asked.rounds), start=1):
        yield f"round {number}: {last.per_need:.4f} of the leads with a need are won"
    parts = fitting(last.per_need, last.intents)
    yield table(last, parts)
    found = _compare(with_intents(config, parts))
    yield shapes(found)
    yield f"J {distance(found):.2f} on the seeds of the parts"
    if asked.write:
        about = {
            "date": date.today().isoformat(),
            "command": shlex.join(["python", "-m", "experiments.fitting", *sys.argv[1:]]),
            "per_need": last.per_need,
            "trials": trials,
            "distance": best.distance if best else distance(found),
            "seeds": f"{SEED} to {max(SEEDS)}",
        }
        chosen = {one.key: value_of(config, one.key) for one in SPACE}
        text = option(OPTION.read_text(), chosen, parts, about)
        keep(OPTION.parent, {OPTION.name: text})
        yield f"written to {OPTION}"


def begun(config: Config) -> Config:
    """The config with parts from which a fit begins, whatever an earlier one wrote."""
    return with_intents(config, fitting(START, given(config)))


def table(last: Step, parts: dict[str, float]) -> Table:
    """Channel by channel: the parts, and how often leads were won in the last round."""
    made = Table(box=None, header_style="bold underline")
    for name in ("channel", "with a need", "won, last round", "won, real"):
        made.add_column(name, justify="left" if name == "channel" else "right")
    for channel, part in parts.items():
        short = " (all, and not enough)" if part >= 1.0 else ""
        rates = (f"{100 * rate:.1f} %" for rate in (last.won[channel], FIT.by_channel[channel][0]))
        made.add_row(plain(channel), f"{part:.3f}{short}", *rates)
    return made


def shapes(comparison: "DataFrame") -> Table:
    """What was fitted beside the parts: simulated and real, of the fitted months only."""
    made = Table(box=None, header_style="bold underline")
    for name in ("shape", "simulated", "real", "from", "to"):
        made.add_column(name, justify="left" if name == "shape" else "right")
    of = comparison[(comparison["role"] == FITTED) & ~comparison["fact"].map(is_level)]
    for row in of.to_dict("records"):
        numbers = (row[name] for name in ("simulated", "real", "real_low", "real_high"))
        made.add_row(str(row["fact"]), *(f"{number:.3g}" for number in numbers))
    return made


def _words(trial: Trial) -> str:
    return ", ".join(f"{key}={value:g}" for key, value in trial.settings.items())


def _compare(config: Config) -> "DataFrame":
    return compared(run(config).tables, config)


OPTIONS = (
    Option("design", Effort().design, "points of the design, 0 to fit the parts only", least=0),
    Option("proposals", Effort().rounds, "rounds of proposals around the best", least=0),
    Option("replicates", 12, "a round of the parts"),
    Option("rounds", 4, "of the parts at most"),
    Option("write", False, f"write what was fitted to {OPTION}"),
    WORKERS,
)
PROGRAM = Program(tell, OPTIONS)
