"""Let part of a firm's reps game, and tell from one run what every pay plan would pay for it.

What anybody does depends on the calendar and on attainment alone; the same market and luck with
honest reps tells what an exploit brings. ``sim redteam`` does the same with one plan.
"""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
from rich.table import Table

from experiments.command import Kept, Option, Program, scenario
from experiments.runs import over
from experiments.studies.red_team.figure import by_worst, figure
from sim.compensation.redteam.best import Best, best
from sim.compensation.redteam.exploits import FAMILIES, exploits
from sim.compensation.redteam.play import EVERY, played
from sim.compensation.redteam.together import Together, everyone_honest, together
from sim.config import Config, Incentive
from sim.config.refusal import Refusal
from sim.grammar.options import config_dir
from sim.inference.intervals import Interval
from sim.request import request

SIZE = ("market.customers=20000", "days=520")


def measure(asked: Namespace) -> dict[str, Any]:
    """A row per seed, exploit and plan: the gamers' pay, all reps' pay, revenue, hours worked.

    Money and hours are a gamer's year.
    """
    if len(asked.seeds) < 4:
        raise Refusal("--seeds: 4 or more, two to choose the exploits and two to measure them")
    whole = together(plans_of(asked.plans.split(",") if asked.plans else options()))
    config = everyone_honest(scenario(*SIZE, *asked.overrides), whole)
    grid: list[int | None] = [None, *range(len(exploits()))]
    tasks = [(config, whole, seed, n) for seed in asked.seeds for n in grid]
    return {"runs.csv": pd.concat(over(_one, tasks, asked.workers, "runs"), ignore_index=True)}


def _one(config: Config, whole: Together, seed: int, number: int | None) -> pd.DataFrame:
    return pd.DataFrame(played(config, whole, seed, None if number is None else exploits()[number]))


def plans_of(names: Sequence[str]) -> dict[str, Incentive]:
    """Pay plans by the names of their options."""
    return {n: request([f"incentive={n}"]).scenarios[0].config.incentive for n in names}


def tell(asked: Namespace, kept: Kept) -> Iterator[Any]:
    """Say, plan by plan, which exploits pay, and what they cost."""
    runs = kept["runs.csv"]
    found = best(runs, scenario(*SIZE, *asked.overrides).sales.outside_pay)
    yield table(found)
    yield "red_team.png", figure(found, _note(runs["seed"].nunique()))


def options() -> list[str]:
    """The names of all pay plans that the package brings."""
    return sorted(path.stem for path in (config_dir() / "incentive").glob("*.yaml"))


def table(found: Sequence[Best]) -> Table:
    """A line a plan and exploit that pays, the most lucrative plan first."""
    title = "Per gamer and year: the best exploit of each kind, where it pays"
    made = Table(title=title, box=None, title_justify="left")
    for heading in ("plan", "exploit", "the best one", "pay", "with time saved", "cost to firm"):
        made.add_column(heading, no_wrap=True)
    order = by_worst(found)
    for one in sorted(found, key=lambda one: (order.index(one.plan), -one.gain.mean)):
        if one.gain.low > 0.0:
            money = (_money(value) for value in (one.pay, one.gain, one.cost))
            made.add_row(one.plan, FAMILIES[one.family], one.text, *money)
    return made


def _money(found: Interval) -> str:
    return f"{found.mean:+,.0f} ({found.low:+,.0f} to {found.high:+,.0f})"


def _note(seeds: int) -> str:
    return (
        f"One in {EVERY} of the focal firm’s reps plays, the others are honest. The exploit is "
        f"chosen on half of the {seeds} seeds and measured on the other half, with 95 % intervals. "
        "An hour saved counts with what it earns elsewhere."
    )


PLANS = Option("plans", "", "options of incentive, by comma; all if left out")
PROGRAM = Program(tell, (PLANS,), seeds=30, measure=measure, draws=True)
