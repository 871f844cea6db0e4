"""Run pairs of policies on the same seeds, in one world and in a world for every seed."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd
from rich.table import Table

from experiments.command import Program, scenario
from experiments.studies.common_luck.score import Ratio, score
from sim.metrics.kpis import kpis
from sim.runs.progress import counted
from sim.runs.replicates import each

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
Outcomes = Mapping[tuple[str, str], pd.DataFrame]


def tell(asked: Namespace) -> Iterator[Any]:
    """Run every policy once in one world and once in worlds of their own, and compare each pair."""
    options = sorted({(pair.group, option) for pair in PAIRS for option in (pair.a, pair.b)})
    for title, worlds in (("One world, a luck for", False), ("A world and a luck for", True)):
        found = {}
        for group, option in options:
            config = scenario(f"{group}={option}", *asked.overrides)
            tasks = [
                (replace(config, world="fixed", world_seed=seed if worlds else 1), seed)
                for seed in asked.seeds
            ]
            rows = each(kpis, tasks, asked.workers, counted(f"{group}={option}"))
            found[group, option] = pd.DataFrame(rows)
        yield _table(f"{title} every seed", found)


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
    met = "met" if found.ratio <= TARGET else "missed"
    verdict = f"≤ {TARGET} {met}" if aimed else ""
    ratio, interval = f"{found.ratio:.3f}", f"{found.low:.3f} to {found.high:.3f}"
    return ratio, interval, f"{found.mismatched:.2f}", str(found.pairs), verdict


PROGRAM = Program(tell, seeds=48)
