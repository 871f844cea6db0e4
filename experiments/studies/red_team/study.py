"""``python -m experiments.studies.red_team``: what gaming each pay plan brings a rep, and costs the firm.

Keeps what every run paid in outputs/red_team; ``--redraw`` makes table and figure again.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

import sim
from experiments.estimate import Estimate
from experiments.runs import counted
from experiments.studies.red_team.exploits import FAMILIES
from experiments.studies.red_team.figure import by_worst, figure
from experiments.studies.red_team.measure import EVERY, measure
from experiments.studies.red_team.plans import plans_of, together
from experiments.studies.red_team.score import Best, best
from sim.config import Config
from sim.request import request

FOLDER = Path("outputs/red_team")
DOCS = Path("docs/figures/red_team.png")
FIRST_SEED = 95_001
SIZE = ("market.customers=20000", "days=520")


def main(words: Sequence[str] | None = None) -> None:
    """Play the grid (or read what is kept), print and draw."""
    asked = _parser().parse_args(words)
    asked.folder.mkdir(parents=True, exist_ok=True)
    kept = asked.folder / "runs.csv"
    config = _config(asked.overrides)
    if not asked.redraw:
        whole = together(plans_of(asked.plans or options()))
        seeds = range(FIRST_SEED, FIRST_SEED + asked.seeds)
        measure(config, whole, seeds, asked.workers, counted("runs")).to_csv(kept, index=False)
    runs = pd.read_csv(kept)
    found = best(runs, config.sales.outside_pay)
    screen = Console(width=150, highlight=False)
    screen.print(table(found))
    page = figure(found, _note(runs["seed"].nunique()))
    for path in [asked.folder / "red_team.png", *([DOCS] if asked.docs else [])]:
        page.savefig(path)
        print(f"figure in {path}")


def options() -> list[str]:
    """The names of all pay plans that the package brings."""
    folder = Path(sim.__file__).parent
    places = (folder / "configs", folder.parent / "configs")
    place = next(place for place in places if (place / "incentive").is_dir())
    return sorted(path.stem for path in (place / "incentive").glob("*.yaml"))


def table(found: Sequence[Best]) -> Table:
    """A line a plan and exploit that pays, the most lucrative plan first."""
    made = Table(title="Per gamer and year: the best exploit of each kind, where it pays", box=None,
                 title_justify="left")  # fmt: skip
    for heading in ("plan", "exploit", "the best one", "pay", "with time saved", "cost to firm"):
        made.add_column(heading, no_wrap=True)
    order = by_worst(found)
    for one in sorted(found, key=lambda one: (order.index(one.plan), -one.gain.value)):
        if one.gain.low > 0.0:
            made.add_row(one.plan, FAMILIES[one.family], one.text, *(
                _money(value) for value in (one.pay, one.gain, one.cost)
            ))  # fmt: skip
    return made


def _money(found: Estimate) -> str:
    return f"{found.value:+,.0f} ({found.low:+,.0f} to {found.high:+,.0f})"


def _note(seeds: int) -> str:
    return (
        f"One in {EVERY} of the focal firm’s reps plays, the others are honest. The exploit is "
        f"chosen on half of the {seeds} seeds and measured on the other half, with 95 % intervals. "
        "An hour saved counts with what it earns elsewhere."
    )


def _config(overrides: Sequence[str]) -> Config:
    return replace(request([*SIZE, *overrides]).scenarios[0].config, replicates=1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m experiments.studies.red_team", description=__doc__)
    parser.add_argument("--seeds", type=int, default=30, help="4 or more; default 30")
    parser.add_argument("--plans", nargs="*", help="options of incentive; all if left out")
    parser.add_argument("--workers", type=int, default=0, help="processes; 0 is two")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--redraw", action="store_true", help="from what is kept")
    parser.add_argument("--docs", action="store_true", help=f"the figure to {DOCS}, too")
    parser.add_argument("overrides", nargs="*", help="key=value of the scenario")
    return parser


if __name__ == "__main__":
    main()
