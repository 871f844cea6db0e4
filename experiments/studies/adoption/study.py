"""Simulate eight adoption curves in a fully mixed market, and fit them again."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
from rich.table import Table

from experiments.command import Kept, Option, Program
from experiments.studies.adoption.figure import figure
from experiments.studies.adoption.market import customers_for, market, yearly_adoptions
from experiments.studies.adoption.score import Recovery, score
from experiments.studies.adoption.series import SERIES
from sim.runs.progress import counted
from sim.runs.replicates import each


def measure(asked: Namespace) -> dict[str, Any]:
    """Yearly adoptions as shares: a row per series, seed and year."""
    rows = []
    for series in SERIES:
        customers = customers_for(series, asked.start, asked.most)
        tasks = [(market(series, customers), seed) for seed in asked.seeds]
        found = each(yearly_adoptions, tasks, asked.workers, counted(series.name))
        rows += [
            {"series": series.name, "customers": customers, "seed": seed, "year": n, "share": share}
            for seed, shares in zip(asked.seeds, found, strict=True)
            for n, share in enumerate(shares, start=1)
        ]
    return {"adoptions.csv": pd.DataFrame(rows)}


def tell(asked: Namespace, kept: Kept) -> Iterator[Any]:
    """Fit every seed's curve, and compare with what was given."""
    runs = kept["adoptions.csv"]
    found = [
        score(one, [run["share"].to_numpy() for _, run in rows.groupby("seed")])
        for one in SERIES
        if len(rows := runs[runs["series"] == one.name])
    ]
    yield table(found, runs)
    yield "adoption.png", figure(found, _note(runs))


def table(found: Sequence[Recovery], runs: pd.DataFrame) -> Table:
    """A series a line: given, fitted, and the ratio with its interval."""
    made = Table(title="Given and recovered: p, q (1/year) and m", box=None)
    made.add_column("series")
    given_and_fitted = ("p", "fitted", "q", "fitted", "m", "fitted")
    for heading in ("customers", *given_and_fitted, "recovered ÷ given", "within 10 %"):
        made.add_column(heading, justify="right")
    for one in found:
        given, fitted = one.series, one.fitted
        customers = int(runs.loc[runs["series"] == given.name, "customers"].iloc[0])
        ratios = "\n".join(f"{name} {ratio}" for name, ratio in one.ratios.items())
        made.add_row(
            given.name,
            f"{customers:,}",
            *(f"{given.p:.4f}", f"{fitted.p:.4f}", f"{given.q:.3f}", f"{fitted.q:.3f}"),
            *(f"{given.m:,.5g} {given.unit}", f"{fitted.m:,.5g}"),
            ratios,
            "yes" if one.recovered else "NO",
        )
    return made


def _note(runs: pd.DataFrame) -> str:
    return (
        f"95 % intervals over {runs['seed'].nunique()} seeds, each fitted by itself. Band: 10 % "
        f"either way. Customers: {runs['customers'].min():,} to {runs['customers'].max():,}, more "
        "where p is small beside q; m is a scale."
    )


OPTIONS = (
    Option("start", 6000.0, "adopters that begin a curve; decides how many customers"),
    Option("most", 1_000_000, "customers at most"),
)
PROGRAM = Program(tell, OPTIONS, seeds=6, measure=measure, draws=True, scenario=False)
