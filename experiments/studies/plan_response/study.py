"""Run two pay plans on the same market and luck, one response of the reps at a time.

What reps do under each plan is written down. Then the market is run again with some of it as under
the first plan and the rest as under the second, until each part of the difference has its cause.
It is what ``sim why`` does, on seeds of its own and at full size.
"""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

import pandas as pd
from rich.table import Table

from experiments.command import Kept, Option, Program, scenario
from experiments.runs import over
from sim.compensation.why.figure import figure
from sim.compensation.why.parts import Parts, parts
from sim.compensation.why.replays import replays
from sim.compensation.why.responses import OUTCOMES
from sim.inference.intervals import Interval

SIZE = ("market.customers=20000", "days=520")


def measure(asked: Namespace) -> dict[str, Any]:
    """A row per seed and run: which responses are as under the second plan, profit and revenue.

    Money is per seat of the focal firm and year.
    """
    first, second = (
        scenario(*SIZE, *asked.overrides, *plan.split(",")) for plan in (asked.first, asked.second)
    )
    tasks = [(first, second, seed) for seed in asked.seeds]
    frames = over(replays, tasks, asked.workers, "seeds")
    return {f"{_stem(asked)}.csv": pd.concat(frames).sort_values(["seed", "run"])}


def tell(asked: Namespace, kept: Kept) -> Iterator[Any]:
    """Say what each response adds to the difference between the plans."""
    runs = kept[f"{_stem(asked)}.csv"].fillna({"run": ""})
    plans = [plan.removeprefix("incentive=") for plan in (asked.first, asked.second)]
    for outcome in OUTCOMES:
        found = parts(runs, outcome)
        yield table(found, outcome, *plans)
        page = figure(found, outcome, *plans)
        yield f"{_stem(asked)}_{outcome}.png", page


def table(found: Parts, outcome: str, first: str, second: str) -> Table:
    """A line a cause: its share, and what is lost when it alone is switched off."""
    title = f"{outcome} per seat and year, {first} to {second}"
    made = Table(title=title, box=None, title_justify="left")
    for heading in ("", "share of the difference", "lost when it alone is off"):
        made.add_column(heading, no_wrap=True)
    made.add_row(first, _money(found.before), "")
    for part in found.parts:
        made.add_row(part.text, _money(part.share), _money(part.alone) if part.alone else "")
    made.add_row("all of it", _money(found.whole), "")
    made.add_row(second, _money(found.after), "")
    return made


def _money(found: Interval) -> str:
    return f"{found.mean:+,.0f} ({found.low:+,.0f} to {found.high:+,.0f})"


def _stem(asked: Namespace) -> str:
    """Both plans as the name of a file."""
    plans = (plan.removeprefix("incentive=") for plan in (asked.first, asked.second))
    return "_".join("".join(c if c.isalnum() else "-" for c in plan) for plan in plans)


OPTIONS = (
    Option("first", "incentive=commission", "key=value of the first plan, by comma"),
    Option("second", "incentive=quota_bonus", "key=value of the second plan, by comma"),
)
PROGRAM = Program(tell, OPTIONS, seeds=30, measure=measure, draws=True)
