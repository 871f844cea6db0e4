"""``python -m experiments.studies.interface``: leads unpursued, wins per hour, revenue over ι and ω.

Keeps what every run gave in outputs/interface; ``--redraw`` makes table and figure again.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from experiments.runs import counted, each
from experiments.settings import changed
from experiments.studies.interface.figure import figure
from experiments.studies.interface.score import OUTCOMES, Step, levels, measured, steps, where_best
from sim.config import KINDS, Config
from sim.plots import save
from sim.request import request

FOLDER, DOCS = Path("outputs/interface"), Path("docs/figures/interface.png")
FIRST_SEED = 100_001
# All that knowledge can do, and reps who judge for themselves.
BASE = (
    "alignment=integrated", "sales.follows_up=worthwhile", "marketing.topics=problem_first",
    "market.customers=5000", "warmup_days=260", "days=260",
)  # fmt: skip
VALUES = (0.0, 0.25, 0.5, 0.75, 1.0)


def main(words: Sequence[str] | None = None) -> None:
    """Run the grid and the doubling (or read what is kept), print, and draw."""
    asked = _parser().parse_args(words)
    asked.folder.mkdir(parents=True, exist_ok=True)
    files = [asked.folder / f"{name}.csv" for name in ("grid", "doubled")]
    config = replace(request([*BASE, *asked.overrides]).scenarios[0].config, replicates=1)
    if not asked.redraw:
        seeds = range(asked.first_seed, asked.first_seed + asked.seeds)
        for file, configs in zip(files, (over_both(config), twice(config)), strict=True):
            tasks = [(one, seed) for seed in seeds for one in configs]
            rows = each(measured, tasks, asked.workers, counted(file.stem))
            pd.DataFrame(rows).to_csv(file, index=False)
    grid, doubled = map(pd.read_csv, files)
    unpursued = {
        f"ω = {goals:g}": levels(grid[grid["goals"] == goals], "information", "leads_unpursued")
        for goals in (0.0, 0.5, 1.0)
    }
    print(table(grid, doubled).to_string(index=False))
    for outcome in ("revenue", "customer_surplus"):
        print(f"best ω for {outcome}: {where_best(grid, 'goals', outcome)}")
    per_hour = levels(doubled, "lead_chance", "wins_per_thousand_hours")
    page = figure(unpursued, per_hour, grid, headline(grid, doubled), _note(grid))
    for path in [asked.folder / "interface.png", *([DOCS] if asked.docs else [])]:
        print(save(page, path))


def over_both(config: Config) -> list[Config]:
    """The focal firm at every pair of ι and ω; rivals as they are."""
    return [
        replace(config, alignment=replace(config.alignment, information=a, goals=b))
        for a in VALUES for b in VALUES
    ]  # fmt: skip


def twice(config: Config) -> list[Config]:
    """Two divisions (ι = ω = 0): the usual leads, and twice the chance that an exposure leaves a
    name."""
    alone = replace(config, alignment=replace(config.alignment, information=0.0, goals=0.0))
    content = config.market.content
    more = {
        f"market.content.{kind}.{name}": 2 * getattr(getattr(content, kind), name)
        for kind in KINDS for name in ("lead_chance", "dormant_lead_chance")
    }  # fmt: skip
    return [alone, changed(alone, more)]


def table(grid: pd.DataFrame, doubled: pd.DataFrame) -> pd.DataFrame:
    """Every step of every outcome along ι and ω, and from the usual leads to twice as many."""
    rows = [
        step
        for runs, knobs in ((grid, ("information", "goals")), (doubled, ("lead_chance",)))
        for knob in knobs for outcome in OUTCOMES for step in steps(runs, knob, outcome)
    ]  # fmt: skip
    return pd.DataFrame(map(_row, rows)).drop_duplicates()


def _row(step: Step) -> dict[str, str]:
    return {"knob": step.knob, "outcome": step.outcome, "from": f"{step.low:g}",
            "to": f"{step.high:g}", "change": str(step.change)}  # fmt: skip


def headline(grid: pd.DataFrame, doubled: pd.DataFrame) -> str:
    """The finding in a sentence."""
    gain = steps(grid, "information", "revenue")[-1].change
    per_hour = steps(doubled, "lead_chance", "wins_per_thousand_hours")[-1].change
    knows = "raises revenue" if gain.low > 0 else "lowers revenue" if gain.high < 0 else (
        "does not move revenue that can be told")  # fmt: skip
    more = "more" if per_hour.low > 0 else "fewer" if per_hour.high < 0 else "as many"
    return f"Shared knowledge {knows}; twice the leads bring {more} wins an hour"


def _note(grid: pd.DataFrame) -> str:
    return (f"{grid['seed'].nunique()} seeds, a year after a year’s warm-up, knobs of the focal "
            "firm only. Intervals: 95 %, Student, seed by seed.")  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m experiments.studies.interface", description=__doc__)
    parser.add_argument("--seeds", type=int, default=30, help="how many; default 30")
    parser.add_argument("--first-seed", type=int, default=FIRST_SEED)
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--redraw", action="store_true", help="from what is kept")
    parser.add_argument("--docs", action="store_true", help=f"the figure to {DOCS}, too")
    parser.add_argument("overrides", nargs="*", help="key=value of the scenario")
    return parser


if __name__ == "__main__":
    main()
