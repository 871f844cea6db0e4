"""``python -m experiments.benchmarks``: measure, and say of each figure if its budget is met."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from rich.table import Table
from rich.text import Text

from experiments.benchmarks.figure import Figure
from experiments.benchmarks.machine import description
from experiments.benchmarks.plan import measure
from experiments.benchmarks.sizes import QUICK, SMALL, Sizes
from experiments.command import FOLDER, OUTPUTS, Option, Program, alone

LARGEST = 10_000_000


def main(words: Sequence[str] | None = None) -> int:
    """Take every figure and say which budgets are met; the exit code."""
    return alone("experiments.benchmarks", PROGRAM, words)


def tell(asked: Namespace) -> Iterator[Any]:
    """Take every figure, tell it by section, and keep all if asked to."""
    sizes = SMALL if asked.small else Sizes() if asked.full or asked.large else QUICK
    if asked.large:
        sizes = replace(sizes, largest=LARGEST)
    started = datetime.now()
    figures = [
        figure if _counts(figure, sizes) else replace(figure, at_least=None, at_most=None)
        for figure in measure(sizes, _say, asked.sweeps)
    ]
    machine = description()
    yield f"{started:%Y-%m-%d %H:%M}, " + ", ".join(f"{k} {v}" for k, v in machine.items())
    for section, members in groupby(figures, key=lambda figure: figure.section):
        yield Text(f"\n{section}", style="bold")
        yield table(list(members))
    yield verdict(figures)
    if asked.save:
        yield f"{started:%Y-%m-%d}.json", content(started, machine, figures)


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


OPTIONS = (
    Option("full", False, "the sizes that budgets are meant for"),
    Option("large", False, f"those, and {LARGEST:,} customers as well"),
    Option("sweeps", False, "only sweeps beside other engines"),
    Option("small", False, "tiny sizes, to see that all works"),
    Option("save", False, "keep all figures in the folder, in a file named by the day"),
    FOLDER._replace(default=OUTPUTS / "bench"),
)
PROGRAM = Program(tell, OPTIONS, scenario=False)

if __name__ == "__main__":
    sys.exit(main())
