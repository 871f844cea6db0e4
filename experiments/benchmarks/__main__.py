"""``python -m experiments.benchmarks``: measure, and say of each figure if its budget is met."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.benchmarks.figure import Figure
from experiments.benchmarks.machine import description
from experiments.benchmarks.plan import measure
from experiments.benchmarks.sizes import QUICK, SMALL, Sizes

LARGEST = 10_000_000
WIDTH = 132


def main(words: Sequence[str] | None = None) -> None:
    """Take every figure, print the table, and keep it if asked to."""
    asked = _parser().parse_args(words)
    sizes = SMALL if asked.small else Sizes() if asked.full or asked.large else QUICK
    if asked.large:
        sizes = replace(sizes, largest=LARGEST)
    started = datetime.now()
    figures = list(measure(sizes, _say, asked.sweeps))
    figures = [figure if _counts(figure, sizes) else replace(figure, at_least=None, at_most=None)
               for figure in figures]  # fmt: skip
    screen = Console(width=WIDTH, highlight=False)
    machine = description()
    screen.print(f"{started:%Y-%m-%d %H:%M}, " + ", ".join(f"{k} {v}" for k, v in machine.items()))
    for section, members in groupby(figures, key=lambda figure: figure.section):
        screen.print(Text(f"\n{section}", style="bold"))
        screen.print(table(list(members)))
    screen.print(verdict(figures))
    if asked.save:
        path = Path("outputs/bench") / f"{started:%Y-%m-%d}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            json.dumps(content(started, machine, figures), indent=1, ensure_ascii=False)
        )
        screen.print(f"kept in {path}")


def table(figures: Sequence[Figure]) -> Table:
    """One section: figure, unit, budget, verdict, and how to read it."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    for width, justify in ((34, "left"), (8, "right"), (17, "left"), (12, "right"), (6, "left")):
        made.add_column(width=width, justify=justify, overflow="fold")  # type: ignore[arg-type]
    made.add_column(overflow="fold")
    for figure in figures:
        made.add_row(figure.what, number(figure.value), figure.unit, *_against(figure), figure.note)
    return made


def verdict(figures: Sequence[Figure]) -> str:
    """How many budgets are met, and which are not."""
    held = [figure for figure in figures if figure.met is not None]
    if not held:
        return "\nno budget is held against these sizes."
    missed = [
        f"{figure.what} ({figure.section.split(':')[0]})" for figure in held if not figure.met
    ]
    text = f"\n{len(held) - len(missed)} of {len(held)} budgets met"
    return f"{text}; missed: {'; '.join(missed)}." if missed else f"{text}."


def content(
    started: datetime, machine: dict[str, Any], figures: Sequence[Figure]
) -> dict[str, Any]:
    """What is kept: the machine, and every figure with its budget."""
    rows = [{**asdict(figure), "met": figure.met} for figure in figures]
    return {"started": started.isoformat(timespec="seconds"), "machine": machine, "figures": rows}


def number(value: float) -> str:
    """Three digits."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:#.3g}".rstrip(".")


def _say(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


def _counts(figure: Figure, sizes: Sizes) -> bool:
    """Whether the budget of a figure is held against these sizes; overhead a run is at most."""
    return sizes is not SMALL and (sizes is not QUICK or figure.section.startswith("Sweeps"))


def _against(figure: Figure) -> tuple[str, str]:
    low, high = figure.at_least, figure.at_most
    if figure.met is None:
        return "", ""
    if low is not None and high is not None:
        budget = f"{low:g} to {high:g}"
    else:
        budget = f"≥ {low:g}" if low is not None else f"≤ {high:g}"
    return budget, "met" if figure.met else "MISSED"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m experiments.benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="the sizes that budgets are meant for")
    parser.add_argument("--large", action="store_true",
                        help=f"those, and {LARGEST:,} customers as well")  # fmt: skip
    parser.add_argument("--sweeps", action="store_true", help="only sweeps beside other engines")
    parser.add_argument("--small", action="store_true", help="tiny sizes, to see that all works")
    parser.add_argument("--save", action="store_true", help="keep outputs/bench/<date>.json too")
    return parser


if __name__ == "__main__":
    main()
