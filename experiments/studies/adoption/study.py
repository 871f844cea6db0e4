"""``python -m experiments.studies.adoption``: simulate eight adoption curves and fit them again.

Keeps yearly adoptions, table and figure in outputs/adoption; ``--redraw`` makes the latter again.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from experiments.runs import counted, each
from experiments.studies.adoption.figure import figure
from experiments.studies.adoption.market import customers_for, market, yearly_adoptions
from experiments.studies.adoption.score import Recovery, score
from experiments.studies.adoption.series import SERIES

FOLDER = Path("outputs/adoption")
DOCS = Path("docs/figures/adoption.png")
FIRST_SEED = 60_001


def main(words: Sequence[str] | None = None) -> None:
    """Simulate (or read what is kept), fit, print and draw."""
    asked = _parser().parse_args(words)
    asked.folder.mkdir(parents=True, exist_ok=True)
    kept = asked.folder / "adoptions.csv"
    if not asked.redraw:
        measure(asked.seeds, asked.start, asked.most, asked.workers).to_csv(kept, index=False)
    runs = pd.read_csv(kept)
    found = [
        score(one, [run["share"].to_numpy() for _, run in rows.groupby("seed")])
        for one in SERIES
        if len(rows := runs[runs["series"] == one.name])
    ]
    Console(width=140, highlight=False).print(table(found, runs))
    page = figure(found, _note(runs))
    for path in [asked.folder / "adoption.png", *([DOCS] if asked.docs else [])]:
        path.parent.mkdir(parents=True, exist_ok=True)
        page.savefig(path)
        print(f"figure in {path}")


def measure(seeds: int, start: float, most: int, workers: int) -> pd.DataFrame:
    """Yearly adoptions as shares: a row per series, seed and year."""
    frames = []
    for series in SERIES:
        customers = customers_for(series, start, most)
        numbers = range(FIRST_SEED, FIRST_SEED + seeds)
        tasks = [(market(series, customers), seed) for seed in numbers]
        for seed, shares in zip(
            numbers, each(yearly_adoptions, tasks, workers, counted(series.name)), strict=True
        ):
            years = range(1, len(shares) + 1)
            frames.append(pd.DataFrame({"series": series.name, "customers": customers,
                                        "seed": seed, "year": years, "share": shares}))  # fmt: skip
    return pd.concat(frames, ignore_index=True)


def table(found: Sequence[Recovery], runs: pd.DataFrame) -> Table:
    """A series a line: given, fitted, and the ratio with its interval."""
    made = Table(title="Given and recovered: p, q (1/year) and m", box=None)
    for heading in ("series", "customers", "p", "fitted", "q", "fitted", "m", "fitted",
                    "recovered ÷ given", "within 10 %"):  # fmt: skip
        made.add_column(heading, justify="left" if heading == "series" else "right")
    for one in found:
        given, fitted = one.series, one.fitted
        customers = int(runs.loc[runs["series"] == given.name, "customers"].iloc[0])
        ratios = "\n".join(f"{name} {ratio}" for name, ratio in one.ratios.items())
        made.add_row(
            given.name, f"{customers:,}", f"{given.p:.4f}", f"{fitted.p:.4f}", f"{given.q:.3f}",
            f"{fitted.q:.3f}", f"{given.m:,.5g} {given.unit}", f"{fitted.m:,.5g}", ratios,
            "yes" if one.recovered else "NO",
        )  # fmt: skip
    return made


def _note(runs: pd.DataFrame) -> str:
    return (
        f"95 % intervals over {runs['seed'].nunique()} seeds, each fitted by itself. Band: 10 % "
        f"either way. Customers: {runs['customers'].min():,} to {runs['customers'].max():,}, more "
        "where p is small beside q; m is a scale."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m experiments.studies.adoption", description=__doc__)
    parser.add_argument("--seeds", type=int, default=6)
    parser.add_argument("--start", type=float, default=6000.0, metavar="ADOPTERS",
                        help="adopters that begin a curve; decides how many customers")  # fmt: skip
    parser.add_argument("--most", type=int, default=1_000_000, help="customers at most")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--redraw", action="store_true", help="from the adoptions that are kept")
    parser.add_argument("--docs", action="store_true", help=f"write {DOCS} too")
    return parser


if __name__ == "__main__":
    main()
