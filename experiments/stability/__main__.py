"""``python -m experiments.stability``: ten years, three sizes, two starts.

Keeps outcomes, table and figure in outputs/stability; ``--redraw`` makes table and figure again.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from rich.console import Console
from rich.table import Table

from experiments.estimate import Estimate
from experiments.runs import counted, each
from experiments.settings import changed
from experiments.stability.figure import figure
from experiments.stability.score import LOOKED_AT, TEXTS, apart, drift, levels, verdict
from experiments.stability.years import by_year, first_year
from sim.config import Config
from sim.config.working_days import QUARTER, YEAR
from sim.request import request

FOLDER = Path("outputs/stability")
DOCS = Path("docs/figures/stability.png")
FIRST_SEED = 50_001
STATES = ("stationary", "cold")


class Size(NamedTuple):
    """A number of customers, and on how many seeds it is run."""

    customers: int
    seeds: int


SIZES = (Size(10_000, 30), Size(100_000, 8), Size(1_000_000, 3))


def main(words: Sequence[str] | None = None) -> None:
    """Run everything (or read what is kept), print the table, draw the figure."""
    asked = _parser().parse_args(words)
    asked.folder.mkdir(parents=True, exist_ok=True)
    years_file, sizes_file = asked.folder / "years.csv", asked.folder / "sizes.csv"
    if not asked.redraw:
        config = request(asked.overrides).scenarios[0].config
        measure_years(config, asked.years, asked.seeds, asked.workers).to_csv(
            years_file, index=False
        )
        measure_sizes(config, SIZES[: asked.sizes], asked.workers).to_csv(sizes_file, index=False)
    years, sizes = pd.read_csv(years_file), pd.read_csv(sizes_file)
    Console(width=150, highlight=False).print(table(years, sizes))
    page = figure(years, _note(years))
    for path in [asked.folder / "stability.png", *([DOCS] if asked.docs else [])]:
        path.parent.mkdir(parents=True, exist_ok=True)
        page.savefig(path)
        print(f"figure in {path}")


def measure_years(config: Config, years: int, seeds: int, workers: int) -> pd.DataFrame:
    """Outcomes by start, seed and year since the start."""
    # A quarter more, so that what is still open when a year ends is as open in the last as in any.
    long = replace(config, warmup_days=0, days=years * YEAR + QUARTER)
    arms = {state: changed(long, {"market.start.state": state}) for state in STATES}
    tasks = [(arms[state], FIRST_SEED + n) for state in STATES for n in range(seeds)]
    found = each(by_year, tasks, workers, counted("years"))
    rows = [
        {"start": state, "seed": seed, "year": n + 1, **one}
        for (state, seed), run in zip(
            [(state, seed) for state in STATES for seed in range(seeds)], found, strict=True
        )
        for n, one in enumerate(run)
    ]
    return pd.DataFrame(rows)


def measure_sizes(config: Config, sizes: Sequence[Size], workers: int) -> pd.DataFrame:
    """Outcomes of the scenario's own window by number of customers; the largest one at a time."""
    frames = []
    for size in sizes:
        sized = replace(config, market=replace(config.market, customers=size.customers))
        one = replace(sized, days=YEAR)
        at_once = 1 if size.customers >= 1_000_000 else workers
        seeds = range(FIRST_SEED + 5_000, FIRST_SEED + 5_000 + size.seeds)
        rows = each(first_year, [(one, seed) for seed in seeds], at_once, counted("sizes"))
        frames.append(pd.DataFrame(rows).assign(customers=size.customers))
    return pd.concat(frames, ignore_index=True)


def table(years: pd.DataFrame, sizes: pd.DataFrame) -> Table:
    """An outcome a line: level, drift, what the first year costs, and what size changes."""
    first, last = min(3, int(years["year"].max())), int(years["year"].max())
    settled = years[(years["start"] == "stationary") & (years["year"] == last)]
    value = levels(settled)
    smallest, *larger = sorted(sizes["customers"].unique())
    columns: dict[str, dict[str, Estimate]] = {
        f"drift, year {first} to {last}": drift(years, "stationary", first, last),
        f"settled start, year 1 to {last}": drift(years, "stationary", 1, last),
        f"empty start, year 1 to {last}": drift(years, "cold", 1, last),
        f"empty start, year {first} to {last}": drift(years, "cold", first, last),
        **{
            f"{n:,} customers, not {smallest:,}": apart(
                sizes[sizes["customers"] == smallest], sizes[sizes["customers"] == n]
            )
            for n in larger
        },
    }
    made = Table(title="Changes with 95 % intervals, and whether they stay within the margin")
    made.add_column("outcome", max_width=26)
    made.add_column(f"year {last}", justify="right")
    for heading in columns:
        made.add_column(heading, justify="right", max_width=22)
    for name in LOOKED_AT:
        cells = [
            f"{found[name]}\n{verdict(name, found[name], value[name].value)}"
            for found in columns.values()
        ]
        made.add_row(TEXTS[name], f"{value[name].value:.3g}", *cells)
    return made


def _note(years: pd.DataFrame) -> str:
    return (
        f"Bands: 95 % intervals over {years['seed'].nunique()} seeds, the same for both starts. "
        "Settled: within two points (shares) or 5 % of the mean of the last years."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m experiments.stability", description=__doc__)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--sizes", type=int, default=len(SIZES),
                        help="how many of the sizes, smallest first")  # fmt: skip
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--redraw", action="store_true", help="from the outcomes that are kept")
    parser.add_argument("--docs", action="store_true", help=f"write {DOCS} too")
    parser.add_argument("overrides", nargs="*", help="key=value of the scenario")
    return parser


if __name__ == "__main__":
    main()
