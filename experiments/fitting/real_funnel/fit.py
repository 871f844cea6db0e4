"""``python -m experiments.fitting.real_funnel``: fit how many leads of each channel have a need.

Prints the rounds; ``--write`` puts the parts into the option ``market=olist``.
"""

import argparse
import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from experiments.fitting.real_funnel.option import option
from experiments.fitting.real_funnel.rounds import Step, fitting, steps
from sim.config import Config
from sim.metrics.real_funnel import WON_BY_CHANNEL, compared, plain
from sim.request import request
from sim.runs.scenario import run

if TYPE_CHECKING:
    from pandas import DataFrame

OPTION = Path("configs/market/olist.yaml")
SEED = 70_001


def main(words: Sequence[str] | None = None) -> None:
    """Fit, show, and write when asked to."""
    parser = _parser()
    asked = parser.parse_args(words)
    if asked.write and asked.overrides:
        parser.error("--write fits the option as it is: leave the overrides out")
    config = request(["market=olist", *asked.overrides]).scenarios[0].config
    config = replace(config, seed=SEED, replicates=asked.replicates, workers=asked.workers)
    done: list[Step] = []
    for step in steps(config, _compare, asked.rounds):
        done.append(step)
        print(f"round {len(done)}: {step.per_need:.4f} of the leads with a need are won")
    last = done[-1]
    parts = fitting(last.per_need, last.intents)
    Console(width=100, highlight=False).print(table(last, parts))
    if asked.write:
        about = {
            "date": date.today().isoformat(),
            "command": shlex.join(["python", "-m", "experiments.fitting.real_funnel", *sys.argv[1:]]),
            "per_need": last.per_need, "seed": SEED, "replicates": asked.replicates,
        }  # fmt: skip
        OPTION.write_text(option(OPTION.read_text(), parts, about))
        print(f"written to {OPTION}")


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m experiments.fitting.real_funnel", description=__doc__)
    parser.add_argument("--replicates", type=int, default=12, help="replicates a round (12)")
    parser.add_argument("--rounds", type=int, default=4, help="rounds at most (4)")
    parser.add_argument("--workers", type=int, default=0, help="processes; 0 is one per core")
    parser.add_argument("--write", action="store_true", help=f"write the parts to {OPTION}")
    parser.add_argument("overrides", nargs="*", help="key=value of the scenario")
    return parser


if __name__ == "__main__":
    main()
