"""Let part of a firm's reps game, and tell from one run what every pay plan would pay for it.

What anybody does depends on the calendar and on attainment alone; the same market and luck with
honest reps tells what an exploit brings.
"""

import gc
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from rich.table import Table

from experiments.command import Kept, Option, Program, scenario
from experiments.runs import over
from experiments.studies.red_team.exploits import (
    FAMILIES,
    HONEST,
    QUARTER,
    YEAR,
    Exploit,
    Honest,
    exploits,
)
from experiments.studies.red_team.figure import by_worst, figure
from experiments.studies.red_team.plans import Together, everyone_honest, plans_of, together
from experiments.studies.red_team.score import Best, best
from sim.config import Config
from sim.config.plan import PERIODS
from sim.config.refusal import Refusal
from sim.grammar.options import config_dir
from sim.inference.intervals import Interval
from sim.metrics.kpis import COLUMN
from sim.model.market import Market
from sim.records import Records

SIZE = ("market.customers=20000", "days=520")
# Every so many reps one plays the exploit.
EVERY = 3


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


def play(config: Config, seed: int, exploit: Exploit | None) -> tuple[Records, list[int]]:
    """Run the market with every third rep of the focal firm gaming; who they are."""
    config = replace(config, seed=seed, replicates=1, threads=1)
    model = Market(config, seed)
    model.by_period = _quota_components(config)
    rows = [rep.row for rep in model.reps if rep.firm == 0]
    gamers = rows[::EVERY]
    gaming = exploit.make if exploit is not None else Honest
    model.seat({row: gaming if row in gamers else Honest for row in rows})
    while model.running:
        model.step()
    records = model.world.records
    model.release()
    # A market is a few large arrays in a circle of references: too few objects to be noticed.
    del model
    gc.collect()
    return records, gamers


def _quota_components(config: Config) -> dict[int, int]:
    """By length of the period, the first component that pays for new revenue by attainment."""
    found: dict[int, int] = {}
    for place, part in enumerate(config.incentive.components):
        if part.measure == "new" and part.unit == "attainment":
            found.setdefault(PERIODS[part.period], place)
    return {period: found[period] for period in (QUARTER, YEAR) if period in found}


def _one(config: Config, whole: Together, seed: int, number: int | None) -> pd.DataFrame:
    exploit = None if number is None else exploits()[number]
    records, gamers = play(config, seed, exploit)
    years = len(gamers) * config.days / YEAR
    start, margin = config.warmup_days, config.market.catalogue.margin
    panel = records.panel[start:, 0]
    revenue = panel[:, COLUMN["revenue_new"]].sum() + panel[:, COLUMN["revenue_renewal"]].sum()
    time = records.rep_time.happened
    time = time[(time["day"] >= start) & np.isin(time["rep"], gamers)]
    paid_for = ("inbound", "follow_up", "leads", "prospecting", "service")
    hours = sum(float(time[f"hours_{activity}"].sum()) for activity in paid_for)
    pay = records.pay.happened
    pay = pay[(pay["firm"] == 0) & (pay["day"] >= start)]
    mine = np.isin(pay["rep"], gamers)
    rows = []
    for plan, places in whole.places.items():
        of_plan = np.isin(pay["component"], places)
        rows.append(
            {
                "seed": seed,
                "exploit": HONEST if exploit is None else exploit.text,
                "family": HONEST if exploit is None else exploit.family,
                "plan": plan,
                "pay": float(pay["pay"][of_plan & mine].sum()) / years,
                "all_pay": float(pay["pay"][of_plan].sum()) / years,
                "margin": margin * float(revenue) / years,
                "hours": hours / years,
            }
        )
    return pd.DataFrame(rows)


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
