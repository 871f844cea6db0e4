"""Time the tables by which reps look ahead, and let reps live by finer and coarser ones."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
from rich.table import Table

from experiments.command import Option, Program, scenario
from experiments.seeds import REGISTER
from experiments.studies.foresight.cases import PLANS, cases
from experiments.studies.foresight.measure import (
    cost,
    grids,
    mean_and_worst,
    myopia,
    shares,
    steps,
)
from sim.model.foresight.bellman import AGREED, CELLS
from sim.model.foresight.period import ROUNDS, Grid

FINER = (
    *(Grid(cells=cells) for cells in (18, 36, CELLS, 144, 288)),
    *(Grid(agreed=agreed) for agreed in (3, 4, 10, 16)),
    *(Grid(rounds=rounds) for rounds in (1, 2, 3, 8)),
)
SIZE = ("market.customers=20000", "days=520")
_FORMS = {"lost": "{:.2%}", "worst": "{:.2%}", "off": "{:.1%}", "share": "{:.1%}"}


def tell(asked: Namespace) -> Iterator[Any]:
    """Take every measure, one after the other."""
    some, lived = cases(), (asked.periods, asked.seed)
    yield table("A table: processor seconds and memory", [cost(case, Grid()) for case in some])
    cheap = [cost(some[1], grid) for grid in FINER]
    yield table("The same for other grids, one rep under quota_bonus", cheap)
    yield table(
        f"Utility lost, of pay, beside the finest grid; default {CELLS} cells, {AGREED} agreed, "
        f"{ROUNDS} rounds",
        mean_and_worst(grids(some, FINER, *lived), ["cells", "agreed", "rounds"]),
    )
    away = mean_and_worst(steps(some, *lived), ["plan"])
    yield table("Half a step between kinds away", away)
    yield table("horizon=myopic instead", mean_and_worst(myopia(some, *lived), ["plan"]))
    rows = []
    for plan in ("commission", *PLANS[:3], "ytd_overachievement", "ytd_tiers"):
        config = scenario(*SIZE, f"incentive={plan}", *asked.overrides)
        rows += [{"plan": plan, **row} for row in shares(replace(config, threads=1), asked.seed)]
    yield table("Of a run of 20,000 customers and three years", rows)


def table(title: str, found: Any) -> Table:
    """Rows as they are, numbers to three digits or as shares."""
    rows, made = pd.DataFrame(found), Table(title=title, box=None)
    for name in rows.columns:
        made.add_column(str(name), justify="right" if rows[name].dtype.kind in "fi" else "left")
    for row in rows.to_dict("records"):
        made.add_row(*(_cell(str(name), value) for name, value in row.items()))
    return made


def _cell(name: str, value: Any) -> str:
    return _FORMS.get(name, "{:.3g}").format(value) if isinstance(value, float) else str(value)


OPTIONS = (
    Option("periods", 10_000, "lived through by each rep"),
    Option("seed", REGISTER["foresight"][0], "root seed"),
)
PROGRAM = Program(tell, OPTIONS)
