"""``python -m experiments.studies.plan_response``: why the second of two pay plans makes more or less.

Keeps every run's profit and revenue in outputs/plan_response; ``--redraw`` makes the rest again.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from experiments.runs import counted
from experiments.studies.plan_response.figure import figure
from experiments.studies.plan_response.measure import OUTCOMES, measure
from experiments.studies.plan_response.score import Parts, parts
from sim.config import Config
from sim.request import request

FOLDER = Path("outputs/plan_response")
DOCS = Path("docs/figures/plan_response.png")
FIRST_SEED = 94_001
SIZE = ("market.customers=20000", "days=520")


def main(words: Sequence[str] | None = None) -> None:
    """Run both plans and all coalitions (or read what is kept), print and draw."""
    asked = _parser().parse_args(words)
    asked.folder.mkdir(parents=True, exist_ok=True)
    kept = asked.folder / f"{_file(asked.first)}_{_file(asked.second)}.csv"
    if not asked.redraw:
        seeds = range(FIRST_SEED, FIRST_SEED + asked.seeds)
        plans = (_config(plan, asked.overrides) for plan in (asked.first, asked.second))
        measure(*plans, seeds, asked.workers, counted("seeds")).to_csv(kept, index=False)
    runs = pd.read_csv(kept, keep_default_na=False)
    screen = Console(width=140, highlight=False)
    first, second = (plan.removeprefix("incentive=") for plan in (asked.first, asked.second))
    for outcome in OUTCOMES:
        found = parts(runs, outcome)
        screen.print(table(found, outcome, first, second))
        page = figure(found, outcome, first, second, _note(found.seeds))
        drawn = [kept.with_name(f"{kept.stem}_{outcome}.png")]
        for path in [*drawn, *([DOCS] if asked.docs and outcome == OUTCOMES[0] else [])]:
            page.savefig(path)
            print(f"figure in {path}")


def table(found: Parts, outcome: str, first: str, second: str) -> Table:
    """A line a cause: its share, and what is lost when it alone is switched off."""
    made = Table(title=f"{outcome} per seat and year, {first} to {second}", box=None,
                 title_justify="left")  # fmt: skip
    for heading in ("", "share of the difference", "lost when it alone is off"):
        made.add_column(heading, no_wrap=True)
    made.add_row(first, str_of(found.before), "")
    for part in found.parts:
        made.add_row(part.text, str_of(part.share), str_of(part.alone) if part.alone else "")
    made.add_row("all of it", str_of(found.whole), "")
    made.add_row(second, str_of(found.after), "")
    return made


def str_of(found: object) -> str:
    """Whole money with its interval."""
    value, low, high, _ = found  # type: ignore[misc]
    return f"{value:+,.0f} ({low:+,.0f} to {high:+,.0f})"


def _note(seeds: int) -> str:
    return (
        f"Means over {seeds} seeds with 95 % intervals of each step; same world and luck under "
        "both plans. Shares are means over the orders in which responses can set in (Shapley), so "
        "they add up. Grey: what the second plan would pay for what reps did under the first."
    )


def _file(plan: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in plan.removeprefix("incentive="))


def _config(plan: str, overrides: Sequence[str]) -> Config:
    words = [*SIZE, *overrides, *plan.split(",")]
    return replace(request(words).scenarios[0].config, replicates=1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m experiments.studies.plan_response",
                                     description=__doc__)  # fmt: skip
    parser.add_argument("--first", default="incentive=commission", help="overrides, by comma")
    parser.add_argument("--second", default="incentive=quota_bonus", help="overrides, by comma")
    parser.add_argument("--seeds", type=int, default=30, help="default 30")
    parser.add_argument("--workers", type=int, default=0, help="processes; 0 is two")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--redraw", action="store_true", help="from what is kept")
    parser.add_argument("--docs", action="store_true", help=f"the figure to {DOCS}, too")
    parser.add_argument("overrides", nargs="*", help="key=value under both plans")
    return parser


if __name__ == "__main__":
    main()
