"""``python -m experiments.studies.foresight``: what a look ahead costs, and how fine it must be."""

import argparse
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
from rich.console import Console
from rich.table import Table

from experiments.studies.foresight.cases import PLANS, cases
from experiments.studies.foresight.measure import cost, grids, mean_and_worst, myopia, shares, steps
from sim.model.foresight.bellman import AGREED, CELLS
from sim.model.foresight.period import ROUNDS, Grid
from sim.request import request

FINER = (
    *(Grid(cells=cells) for cells in (18, 36, CELLS, 144, 288)),
    *(Grid(agreed=agreed) for agreed in (3, 4, 10, 16)),
    *(Grid(rounds=rounds) for rounds in (1, 2, 3, 8)),
)
SIZE = ("market.customers=20000", "days=520")
_FORMS = {"lost": "{:.2%}", "worst": "{:.2%}", "off": "{:.1%}", "share": "{:.1%}"}


def main(words: Sequence[str] | None = None) -> None:
    """Take every measure and print it."""
    asked = _parser().parse_args(words)
    screen, some = Console(width=130, highlight=False), cases()
    costs = pd.DataFrame([cost(case, Grid()) for case in some])
    screen.print(table("A table: processor seconds and memory", costs))
    cheap = [cost(some[1], grid) for grid in FINER]
    screen.print(table("The same for other grids, one rep under quota_bonus", pd.DataFrame(cheap)))
    found = grids(some, FINER, asked.periods, asked.seed)
    by_grid = mean_and_worst(found, ["cells", "agreed", "rounds"])
    screen.print(table(f"Utility lost, of pay, beside the finest grid; default {CELLS} cells, "
                       f"{AGREED} agreed, {ROUNDS} rounds", by_grid))  # fmt: skip
    away = mean_and_worst(steps(some, asked.periods, asked.seed), ["plan"])
    screen.print(table("Half a step between kinds away", away))
    near = mean_and_worst(myopia(some, asked.periods, asked.seed), ["plan"])
    screen.print(table("horizon=myopic instead", near))
    rows = []
    for plan in ("commission", *PLANS[:3]):
        config = request([*SIZE, f"incentive={plan}", *asked.overrides]).scenarios[0].config
        config = replace(config, replicates=1, threads=1)
        rows += [{"plan": plan, **row} for row in shares(config, asked.seed)]
    screen.print(table("Of a run of 20,000 customers and three years", pd.DataFrame(rows)))


def table(title: str, rows: pd.DataFrame) -> Table:
    """Rows as they are, numbers to three digits or as shares."""
    made = Table(title=title, box=None, title_justify="left")
    for name in rows.columns:
        made.add_column(str(name), justify="right" if rows[name].dtype.kind in "fi" else "left")
    for row in rows.to_dict("records"):
        made.add_row(*(
            _FORMS.get(str(name), "{:.3g}").format(value) if isinstance(value, float)
            else str(value)
            for name, value in row.items()
        ))  # fmt: skip
    return made


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m experiments.studies.foresight", description=__doc__)
    parser.add_argument("--periods", type=int, default=10_000, help="lived through by each rep")
    parser.add_argument("--seed", type=int, default=96_001)
    parser.add_argument("overrides", nargs="*", help="key=value of the whole runs")
    return parser


if __name__ == "__main__":
    main()
