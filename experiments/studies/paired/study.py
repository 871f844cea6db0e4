"""``python -m experiments.studies.paired``: two pay plans at equal budget, under shared and own luck."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from experiments.studies.paired.figure import figure
from experiments.studies.paired.score import Width, score
from sim.config import Config
from sim.plots import save
from sim.request import request
from sim.runs.progress import Progress
from sim.runs.scenario import run

PLANS = ("commission", "quota_bonus")
KPIS = ("profit", "revenue", "wins", "market_share", "leads", "selling_time_share", "pay_per_rep")
SEEDS = (80_001, 80_002)
WORDS = ("market.customers=2000",)


def main(words: Sequence[str] | None = None) -> None:
    """Run both plans under one root seed and the second again under another; print, and draw."""
    parser = argparse.ArgumentParser(prog="python -m experiments.studies.paired", description=__doc__)
    parser.add_argument("--replicates", type=int, default=30, help="of each plan (default 30)")
    parser.add_argument("--plans", nargs=2, default=PLANS, help="two options of incentive")
    parser.add_argument("--out", type=Path, default=Path("outputs/paired"))
    parser.add_argument("overrides", nargs="*", help="key=value for every scenario")
    asked = parser.parse_args(words)
    one, other = (
        replace(request([*WORDS, *asked.overrides, f"incentive={plan}"]).scenarios[0].config,
                replicates=asked.replicates, seed=SEEDS[0])
        for plan in asked.plans
    )  # fmt: skip
    with Progress(text="running both plans"):
        a, b, b_apart = map(_runs, (one, other, replace(other, seed=SEEDS[1])))
    found = score(a, b, b_apart, KPIS)
    print(table(found).to_string(index=False))
    note = (f"{2 * asked.replicates} runs either way, {one.market.customers:,} customers, "
            f"{one.days} working days. Whiskers: 95 % (Student; Welch).")  # fmt: skip
    print(save(figure(found, tuple(asked.plans), note), asked.out / "paired.png"))


def table(found: Sequence[Width]) -> pd.DataFrame:
    """A row per KPI: both intervals, the ratio of widths, and what that is worth in runs."""
    return pd.DataFrame(
        {
            "kpi": one.kpi, "paired": _said(one.paired), "independent": _said(one.independent),
            "widths": f"{one.ratio:.2f} ({one.ratio_low:.2f} to {one.ratio_high:.2f})",
            "runs": f"× {one.runs:.1f}",
        }
        for one in found
    )  # fmt: skip


def _said(found: tuple[float, float, float]) -> str:
    mean, low, high = found
    return f"{mean:,.4g} ({low:,.4g} to {high:,.4g})"


def _runs(config: Config) -> pd.DataFrame:
    return run(config).tables["runs"]


if __name__ == "__main__":
    main()
