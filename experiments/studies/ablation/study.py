"""``python -m experiments.studies.ablation``: switch the buyer's mechanisms off, one at a time.

Keeps the table, with intervals, in outputs/ablation.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from experiments.measures import elasticity, outcomes
from experiments.runs import counted
from experiments.settings import changed
from experiments.studies.ablation.mechanisms import WHOLE, Mechanism, mechanisms
from experiments.studies.ablation.score import broken, score
from sim.config import Config
from sim.request import request

FOLDER = Path("outputs/ablation")
FIRST_SEED = 40_001
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


def main(words: Sequence[str] | None = None) -> None:
    """Run the whole model and every ablation on the same seeds, and print what breaks."""
    asked = _parser().parse_args(words)
    config = request(asked.overrides).scenarios[0].config
    tried = mechanisms(config)
    scored = measure(config, tried, asked.seeds, asked.pairs, asked.workers)
    asked.folder.mkdir(parents=True, exist_ok=True)
    scored.to_csv(asked.folder / "effects.csv", index=False)
    Console(width=170, highlight=False).print(table(scored, tried))
    (asked.folder / "table.md").write_text(markdown(scored, tried))
    print(f"table in {asked.folder / 'table.md'}, all outcomes in {asked.folder / 'effects.csv'}")


def measure(
    config: Config, tried: Sequence[Mechanism], seeds: int, pairs: int, workers: int
) -> pd.DataFrame:
    """The scored table: levels on so many seeds, the elasticity on so many pairs (0: left out)."""
    levels, pulses = {}, {}
    for one in tried:
        without = changed(config, one.settings)
        numbers = range(FIRST_SEED, FIRST_SEED + seeds)
        levels[one.name] = outcomes.measure(without, numbers, workers, counted(one.name))
        if pairs:
            numbers = range(FIRST_SEED + 1000, FIRST_SEED + 1000 + pairs)
            pulses[one.name] = elasticity.pulses(without, numbers, workers, tell=counted(one.name))
    return score(levels, pulses)


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m experiments.studies.ablation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--pairs", type=int, default=60,
                        help="paired seeds for the elasticity; 0 leaves it out")  # fmt: skip
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("overrides", nargs="*", help="key=value of the scenario")
    return parser


if __name__ == "__main__":
    main()
