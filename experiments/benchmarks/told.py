"""Figures as they are told: a number, its budget, a table, a verdict, and what is kept of them."""

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.table import Table

from experiments.benchmarks.figure import Figure


def table(figures: Sequence[dict[str, Any]]) -> Table:
    """One section: figure, unit, budget, verdict, and how to read it."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    for width, justify in ((40, "left"), (8, "right"), (17, "left"), (12, "right"), (6, "left")):
        made.add_column(width=width, justify=justify, overflow="fold")  # type: ignore[arg-type]
    made.add_column(overflow="fold")
    for one in figures:
        made.add_row(one["what"], number(one["value"]), one["unit"], *against(one), one["note"])
    return made


def verdict(figures: Sequence[dict[str, Any]]) -> str:
    """How many budgets are met, and which are not."""
    held = [one for one in figures if one["met"] is not None]
    if not held:
        return "\nno budget is held against these sizes."
    missed = [f"{one['what']} ({one['section'].split(':')[0]})" for one in held if not one["met"]]
    text = f"\n{len(held) - len(missed)} of {len(held)} budgets met"
    return f"{text}; missed: {'; '.join(missed)}." if missed else f"{text}."


def row(figure: Figure) -> dict[str, Any]:
    """What is kept of a figure: all of it, and whether its budget is met; None for no number."""
    value = None if math.isnan(figure.value) else figure.value
    return {**asdict(figure), "value": value, "met": figure.met}


def number(value: float | None) -> str:
    """Three digits; a dash for what is not known."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:#.3g}".rstrip(".")


def against(figure: dict[str, Any]) -> tuple[str, str]:
    """A figure's budget, and whether it is met."""
    low, high = figure["at_least"], figure["at_most"]
    if figure["met"] is None:
        return "", ""
    if low is not None and high is not None:
        budget = f"{low:g} to {high:g}"
    else:
        budget = f"≥ {low:g}" if low is not None else f"≤ {high:g}"
    return budget, "met" if figure["met"] else "MISSED"
