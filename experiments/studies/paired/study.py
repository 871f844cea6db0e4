"""Run two pay plans under one root seed, and the second again under another."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from experiments.command import WORKERS, Option, Program, scenario
from experiments.seeds import some
from experiments.studies.paired.figure import figure
from experiments.studies.paired.score import Width, score
from sim.runs.progress import Progress
from sim.runs.scenario import run

PLANS = ("commission", "quota_bonus")
KPIS = ("profit", "revenue", "wins", "market_share", "leads", "selling_time_share", "pay_per_rep")
WORDS = ("market.customers=2000",)


def tell(asked: Namespace) -> Iterator[Any]:
    """Compare the plans under shared luck and under luck of their own."""
    seeds = some("paired", 2)
    one, other = (
        replace(
            scenario(*WORDS, *asked.overrides, f"incentive={plan}"),
            replicates=asked.replicates,
            workers=asked.workers,
            seed=seeds[0],
        )
        for plan in asked.plans
    )
    with Progress(text="running both plans"):
        frames = [run(each).tables["runs"] for each in (one, other, replace(other, seed=seeds[1]))]
    found = score(*frames, KPIS)
    yield table(found).to_string(index=False)
    note = (
        f"{2 * asked.replicates} runs either way, {one.market.customers:,} customers, "
        f"{one.days} working days. Whiskers: 95 % (Student; Welch)."
    )
    yield "paired.png", figure(found, tuple(asked.plans), note)


def table(found: Sequence[Width]) -> pd.DataFrame:
    """A row per KPI: both intervals, the ratio of widths, and what that is worth in runs."""
    heads = ("kpi", "paired", "independent", "widths", "runs")
    return pd.DataFrame([_row(one) for one in found], columns=heads)


def _row(one: Width) -> tuple[str, ...]:
    widths = f"{one.ratio:.2f} ({one.ratio_low:.2f} to {one.ratio_high:.2f})"
    return one.kpi, _said(one.paired), _said(one.independent), widths, f"× {one.runs:.1f}"


def _said(found: tuple[float, float, float]) -> str:
    mean, low, high = found
    return f"{mean:,.4g} ({low:,.4g} to {high:,.4g})"


OPTIONS = (
    Option("replicates", 30, "of each plan", least=3),
    Option("plans", PLANS, "two options of incentive", kind=str, values=2),
    WORKERS,
)
PROGRAM = Program(tell, OPTIONS, draws=True)
