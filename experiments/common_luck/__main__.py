"""``python -m experiments.common_luck``: run the pairs of policies and print what is left."""

import argparse
from collections.abc import Sequence
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from experiments.common_luck.score import Ratio, score
from sim.compose import request
from sim.progress import Progress
from sim.scenario import Result, run

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


def main(words: Sequence[str] | None = None) -> None:
    """Run every scenario once, and print one line per pair and KPI."""
    parser = argparse.ArgumentParser(prog="python -m experiments.common_luck", description=__doc__)
    parser.add_argument("--seeds", type=int, default=24, help="paired seeds (default 24)")
    parser.add_argument("overrides", nargs="*", help="key=value for every scenario")
    asked = parser.parse_args(words)
    scenarios = sorted({(pair.group, option) for pair in PAIRS for option in (pair.a, pair.b)})
    results = {}
    with Progress(text="running the pairs"):
        for group, option in scenarios:
            results[group, option] = _run(f"{group}={option}", asked.seeds, asked.overrides)
    Console(width=100, highlight=False).print(_table(results))


def _run(choice: str, seeds: int, overrides: Sequence[str]) -> Result:
    words = [choice, f"replicates={seeds}", *overrides]
    return run(request(words).scenarios[0].config, name=choice)


def _table(results: dict[tuple[str, str], Result]) -> Table:
    table = Table(title="Variance left by common luck: Var(B − A) ÷ (Var A + Var B)")
    for heading in ("pair", "KPI", "ratio", "95 % interval", "wrongly paired", "seeds", "target"):
        table.add_column(heading, justify="left" if heading in ("pair", "KPI") else "right")
    for pair in PAIRS:
        a, b = results[pair.group, pair.a], results[pair.group, pair.b]
        for kpi in KPIS:
            first, second = (one.tables["runs"].sort_values("seed")[kpi] for one in (a, b))
            found = score(first.to_numpy(float), second.to_numpy(float))
            name = f"{pair.group}: {pair.a} and {pair.b}" if kpi == KPIS[0] else ""
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
