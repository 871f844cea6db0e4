"""Run the focal firm over shared knowledge ι and shared goals ω, and with twice the leads."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from experiments.command import Kept, Program, scenario
from experiments.studies.interface.figure import figure
from experiments.studies.interface.score import (
    OUTCOMES,
    Step,
    levels,
    measured,
    steps,
    where_best,
)
from sim.config import KINDS, Config
from sim.config.dotted import changed
from sim.runs.progress import counted
from sim.runs.replicates import each

# All that knowledge can do, and reps who judge for themselves.
JUDGING = ("alignment=integrated", "sales.priority=worth", "marketing.topics=problem_first")
BASE = (*JUDGING, "market.customers=5000", "warmup_days=260", "days=260")
VALUES = (0.0, 0.25, 0.5, 0.75, 1.0)


def measure(asked: Namespace) -> dict[str, Any]:
    """Every pair of ι and ω, and the doubling: a row a run."""
    config, found = scenario(*BASE, *asked.overrides), {}
    for name, configs in (("grid", over_both(config)), ("doubled", twice(config))):
        tasks = [(one, seed) for seed in asked.seeds for one in configs]
        found[f"{name}.csv"] = pd.DataFrame(each(measured, tasks, asked.workers, counted(name)))
    return found


def over_both(config: Config) -> list[Config]:
    """The focal firm at every pair of ι and ω; rivals as they are."""
    return [_aligned(config, information, goals) for information in VALUES for goals in VALUES]


def twice(config: Config) -> list[Config]:
    """Two divisions (ι = ω = 0): the usual leads, and twice the chance that an exposure leaves a
    name."""
    alone, content = _aligned(config, 0.0, 0.0), config.market.content
    more = {
        f"market.content.{kind}.{name}": 2 * getattr(getattr(content, kind), name)
        for kind in KINDS
        for name in ("lead_chance", "dormant_lead_chance")
    }
    return [alone, changed(alone, more)]


def tell(asked: Namespace, kept: Kept) -> Iterator[Any]:
    """Say what each step changes and where the firm does best."""
    grid, doubled = kept["grid.csv"], kept["doubled.csv"]
    unpursued = {
        f"ω = {goals:g}": levels(grid[grid["goals"] == goals], "information", "leads_unpursued")
        for goals in (0.0, 0.5, 1.0)
    }
    yield table(grid, doubled).to_string(index=False)
    for outcome in ("revenue", "customer_surplus"):
        yield f"best ω for {outcome}: {where_best(grid, 'goals', outcome)}"
    per_hour = levels(doubled, "lead_chance", "wins_per_thousand_hours")
    page = figure(unpursued, per_hour, grid, headline(grid, doubled), _note(grid))
    yield "interface.png", page


def table(grid: pd.DataFrame, doubled: pd.DataFrame) -> pd.DataFrame:
    """Every step of every outcome along ι and ω, and from the usual leads to twice as many."""
    rows = [
        _row(step)
        for runs, knob in ((grid, "information"), (grid, "goals"), (doubled, "lead_chance"))
        for outcome in OUTCOMES
        for step in steps(runs, knob, outcome)
    ]
    return pd.DataFrame(rows).drop_duplicates()


def headline(grid: pd.DataFrame, doubled: pd.DataFrame) -> str:
    """The finding in a sentence."""
    gain = steps(grid, "information", "revenue")[-1].change
    per_hour = steps(doubled, "lead_chance", "wins_per_thousand_hours")[-1].change
    knows = "does not move revenue that can be told"
    if gain.nonzero:
        knows = "raises revenue" if gain.low > 0 else "lowers revenue"
    more = "more" if per_hour.low > 0 else "fewer" if per_hour.high < 0 else "as many"
    return f"Shared knowledge {knows}; twice the leads bring {more} wins an hour"


def _aligned(config: Config, information: float, goals: float) -> Config:
    alignment = replace(config.alignment, information=information, goals=goals)
    return replace(config, alignment=alignment)


def _row(step: Step) -> dict[str, str]:
    ends = {"from": f"{step.low:g}", "to": f"{step.high:g}"}
    return {"knob": step.knob, "outcome": step.outcome, **ends, "change": str(step.change)}


def _note(grid: pd.DataFrame) -> str:
    return (
        f"{grid['seed'].nunique()} seeds, a year after a year’s warm-up, knobs of the focal firm "
        "only. Intervals: 95 %, Student, seed by seed."
    )


PROGRAM = Program(tell, seeds=30, measure=measure, draws=True)
