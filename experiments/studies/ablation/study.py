"""Run the default market with one of the buyer's mechanisms off at a time, on the same seeds."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
from rich.table import Table

from experiments.command import Kept, Option, Program, scenario
from experiments.measures import elasticity, outcomes
from experiments.seeds import some
from experiments.studies.ablation.mechanisms import WHOLE, Mechanism, mechanisms
from experiments.studies.ablation.score import broken, score
from sim.config.dotted import changed
from sim.runs.progress import counted

SHOWN = {
    "decided_before_contact": "decided before contact",
    "progress_at_contact": "progress at contact",
    "favourite_wins": "favourite wins",
    "no_decision_contacted": "no decision, contacted",
    "no_decision_all": "no decision, all",
    "in_market": "in the market",
    "lead_to_win_market": "leads to wins",
    "short_run_elasticity": "short-run elasticity",
    "long_over_short": "long ÷ short run",
}


def measure(asked: Namespace) -> dict[str, Any]:
    """Levels on the seeds, the elasticity on so many pairs (0: left out), and their score."""
    config = scenario(*asked.overrides)
    levels, pulses = {}, {}
    pairs = some("ablation, pairs", asked.pairs)
    for one in mechanisms(config):
        without, tell = changed(config, one.settings), counted(one.name)
        levels[one.name] = outcomes.measure(without, asked.seeds, asked.workers, tell)
        if pairs:
            pulses[one.name] = elasticity.pulses(without, pairs, asked.workers, tell=tell)
    return {"effects.csv": score(levels, pulses)}


def tell(asked: Namespace, kept: Kept) -> Iterator[Any]:
    """Say, mechanism by mechanism, what changes without it and which facts are lost."""
    scored, tried = kept["effects.csv"], mechanisms(scenario(*asked.overrides))
    yield table(scored, tried)
    yield "table.md", markdown(scored, tried)


def table(scored: pd.DataFrame, tried: Sequence[Mechanism]) -> Table:
    """A mechanism a line: outcomes without it, their change, and the facts that are lost."""
    made = Table(title="Without one mechanism at a time: value, and change with its 95 % interval")
    made.add_column("without", max_width=18)
    for text in (*_columns(scored).values(), "facts lost"):
        made.add_column(text, justify="right", max_width=20)
    for name, *cells in _rows(scored, tried):
        made.add_row(name, *cells)
    return made


def markdown(scored: pd.DataFrame, tried: Sequence[Mechanism]) -> str:
    """The same table for a page."""
    heading = ["without", *_columns(scored).values(), "facts lost"]
    lines = [heading, ["---"] * len(heading)]
    lines += [[cell.replace("\n", "<br>") for cell in row] for row in _rows(scored, tried)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _rows(scored: pd.DataFrame, tried: Sequence[Mechanism]) -> list[list[str]]:
    cells = scored.set_index(["mechanism", "outcome"])
    rows = []
    for one in tried:
        row = [one.name]
        for outcome in _columns(scored):
            cell = cells.loc[(one.name, outcome)]
            text = _number(cell["value"], outcome)
            if one.name != WHOLE:
                mark = "*" if cell["moved"] else ""
                half = (cell["change_high"] - cell["change_low"]) / 2
                change = _number(cell["change"], outcome, "+")
                text += f"\n{change} ± {_number(half, outcome)}{mark}"
            row.append(text)
        lost = "–" if one.name == WHOLE else ", ".join(broken(scored, one.name)) or "none"
        rows.append([*row, lost.replace("_", " ")])
    return rows


def _columns(scored: pd.DataFrame) -> dict[str, str]:
    there = set(scored["outcome"])
    return {name: text for name, text in SHOWN.items() if name in there}


def _number(value: float, outcome: str, sign: str = "") -> str:
    digits = {"lead_to_win_market": 4, "long_over_short": 2}.get(outcome, 3)
    return f"{value:{sign}.{digits}f}".replace("-", "−")


PAIRS = Option("pairs", 60, "paired seeds for the elasticity, 0 to leave it out", least=0)
PROGRAM = Program(tell, (PAIRS,), seeds=30, measure=measure)
