"""``python -m experiments.studies.common_luck``: run the pairs of policies and print what is left.

Twice: in one world with luck of its own for every seed, as replicates of a scenario are run, and
with a world of its own for every seed too (catalogues, traits, people), which a pair then shares.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd
from rich.console import Console
from rich.table import Table

from experiments.studies.common_luck.score import Ratio, score
from sim.config import Config
from sim.request import request
from sim.runs.progress import Progress
from sim.runs.scenario import run

TARGET = 0.2
KPIS = ("wins", "decided_before_contact", "revenue", "profit", "wins_market")


class Pair(NamedTuple):
    """Two options of one group that are compared under the same luck."""

    group: str
    a: str
    b: str


PAIRS = (
    Pair("cadence", "weekly", "daily"),
    Pair("cadence", "weekly", "monthly"),
    Pair("incentive", "commission", "salary"),
)
Outcomes = dict[tuple[str, str], pd.DataFrame]


def main(words: Sequence[str] | None = None) -> None:
    """Run every scenario, and print a line per pair and KPI."""
    parser = argparse.ArgumentParser(prog="python -m experiments.studies.common_luck", description=__doc__)
    parser.add_argument("--seeds", type=int, default=48, help="paired seeds (default 48)")
    parser.add_argument("overrides", nargs="*", help="key=value for every scenario")
    asked = parser.parse_args(words)
    options = sorted({(pair.group, option) for pair in PAIRS for option in (pair.a, pair.b)})
    one_world: Outcomes = {}
    worlds: Outcomes = {}
    with Progress(text="running the pairs"):
        for group, option in options:
            config = request([f"{group}={option}", *asked.overrides]).scenarios[0].config
            one_world[group, option] = _one_world(config, asked.seeds)
            worlds[group, option] = _worlds(config, asked.seeds)
    screen = Console(width=100, highlight=False)
    screen.print(_table("One world, a luck for every seed", one_world))
    screen.print(_table("A world and a luck for every seed", worlds))


def _one_world(config: Config, seeds: int) -> pd.DataFrame:
    return run(replace(config, replicates=seeds)).tables["runs"].sort_values("seed")


def _worlds(config: Config, seeds: int) -> pd.DataFrame:
    numbers = range(config.seed, config.seed + seeds)
    each = [replace(config, replicates=1, seed=n, world_seed=n) for n in numbers]
    return pd.concat([run(one).tables["runs"] for one in each], ignore_index=True)


def _table(title: str, outcomes: Outcomes) -> Table:
    table = Table(title=f"{title}: Var(B − A) ÷ (Var A + Var B)", box=None)
    for heading in ("pair", "KPI", "ratio", "95 % interval", "wrongly paired", "seeds", "target"):
        words = heading in ("pair", "KPI")
        table.add_column(heading, justify="left" if words else "right", no_wrap=words)
    for pair in PAIRS:
        a, b = outcomes[pair.group, pair.a], outcomes[pair.group, pair.b]
        for kpi in KPIS:
            found = score(a[kpi].to_numpy(float), b[kpi].to_numpy(float))
            name = f"{pair.a} → {pair.b}" if kpi == KPIS[0] else ""
            table.add_row(name, kpi, *_row(found, pair == PAIRS[0] and kpi == "wins"))
    return table


def _row(found: Ratio, aimed: bool) -> tuple[str, ...]:
    verdict = ""
    if aimed:
        verdict = f"≤ {TARGET} {'met' if found.ratio <= TARGET else 'missed'}"
    return (
        f"{found.ratio:.3f}", f"{found.low:.3f} to {found.high:.3f}", f"{found.mismatched:.2f}",
        str(found.pairs), verdict,
    )  # fmt: skip


if __name__ == "__main__":
    main()
