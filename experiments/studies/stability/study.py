"""Run the market for ten years from two starts, and for one at three sizes."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd
from rich.table import Table

from experiments.command import Kept, Option, Program, scenario
from experiments.seeds import some
from experiments.studies.stability.figure import figure
from experiments.studies.stability.score import LOOKED_AT, TEXTS, apart, drift, levels, verdict
from experiments.studies.stability.years import YEAR, by_year, first_year
from sim.config import Config
from sim.config.dotted import changed
from sim.inference.intervals import Interval
from sim.runs.progress import counted
from sim.runs.replicates import each

STATES = ("stationary", "cold")


class Size(NamedTuple):
    """A number of customers, and on how many seeds it is run."""

    customers: int
    seeds: int


SIZES = (Size(10_000, 30), Size(100_000, 8), Size(1_000_000, 3))


def measure(asked: Namespace) -> dict[str, Any]:
    """Outcomes of every year from both starts, and of one year at every size."""
    config = scenario(*asked.overrides)
    return {
        "years.csv": _years(config, asked.years, asked.seeds, asked.workers),
        "sizes.csv": _sizes(config, SIZES[: asked.sizes], asked.workers),
    }


def _years(config: Config, years: int, seeds: Sequence[int], workers: int) -> pd.DataFrame:
    """Outcomes by start, seed and year since the start."""
    # A quarter more, so that what is still open when a year ends is as open in the last as in any.
    long = replace(config, warmup_days=0, days=years * YEAR + 65)
    rows = []
    for state in STATES:
        tasks = [(changed(long, {"market.start.state": state}), seed) for seed in seeds]
        found = each(by_year, tasks, workers, counted(f"years, {state} start"))
        rows += [
            {"start": state, "seed": seed, "year": n, **one}
            for seed, run in zip(seeds, found, strict=True)
            for n, one in enumerate(run, start=1)
        ]
    return pd.DataFrame(rows)


def _sizes(config: Config, sizes: Sequence[Size], workers: int) -> pd.DataFrame:
    """Outcomes of the scenario's own window by number of customers; the largest one at a time."""
    frames = []
    for size in sizes:
        sized = replace(config, market=replace(config.market, customers=size.customers))
        at_once = 1 if size.customers >= 1_000_000 else workers
        tasks = [(replace(sized, days=YEAR), seed) for seed in some("stability, sizes", size.seeds)]
        rows = each(first_year, tasks, at_once, counted("sizes"))
        frames.append(pd.DataFrame(rows).assign(customers=size.customers))
    return pd.concat(frames, ignore_index=True)


def tell(asked: Namespace, kept: Kept) -> Iterator[Any]:
    """Say whether the market drifts, what a start costs, and what size changes."""
    years = kept["years.csv"]
    yield table(years, kept["sizes.csv"])
    yield "stability.png", figure(years, _note(years))


def table(years: pd.DataFrame, sizes: pd.DataFrame) -> Table:
    """An outcome a line: level, drift, what the first year costs, and what size changes."""
    first, last = min(3, int(years["year"].max())), int(years["year"].max())
    settled = years[(years["start"] == "stationary") & (years["year"] == last)]
    value = levels(settled)
    smallest, *larger = sorted(sizes["customers"].unique())
    columns: dict[str, dict[str, Interval]] = {
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
            f"{found[name]}\n{verdict(name, found[name], value[name].mean)}"
            for found in columns.values()
        ]
        made.add_row(TEXTS[name], f"{value[name].mean:.3g}", *cells)
    return made


def _note(years: pd.DataFrame) -> str:
    return (
        f"Bands: 95 % intervals over {years['seed'].nunique()} seeds, the same for both starts. "
        "Settled: within two points (shares) or 5 % of the mean of the last years."
    )


OPTIONS = (
    Option("years", 10, "of each run"),
    Option("sizes", len(SIZES), "how many of the sizes, smallest first"),
)
PROGRAM = Program(tell, OPTIONS, seeds=30, measure=measure, draws=True)
