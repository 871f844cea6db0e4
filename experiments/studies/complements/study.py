"""``python -m experiments.studies.complements``: the four arms, with and without a private part."""

import argparse
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
from rich.console import Console
from rich.table import Table

from experiments.measures import outcomes
from experiments.runs import counted
from experiments.settings import Settings, changed
from experiments.studies.complements.score import interaction, table
from sim.config import Config
from sim.request import request

CALLING: Settings = {"sales.cold_calls": 15}
NO_CONTENT: Settings = {
    f"cadence.{kind}": 0 for kind in ("education", "product", "news", "promotion")
}
NO_PERSUASION: Settings = {
    "sales.talk_precision": 1e-6,
    "sales.discovery_precision": 1e-6,
    "sales.discovery_clarity": 0.0,
}
ARMS: dict[str, Settings] = {
    "both": CALLING,
    "no content": {**CALLING, **NO_CONTENT},
    "no persuasion": {**CALLING, **NO_PERSUASION},
    "neither": {**CALLING, **NO_CONTENT, **NO_PERSUASION},
}


def main(words: Sequence[str] | None = None) -> None:
    """Run the arms and say whether marketing and sales are complements."""
    parser = argparse.ArgumentParser(prog="python -m experiments.studies.complements", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="paired seeds (default 20)")
    parser.add_argument("--workers", type=int, default=0, help="processes; 0 is one per core")
    parser.add_argument("overrides", nargs="*", help="key=value for every scenario")
    asked = parser.parse_args(words)
    config = replace(request(asked.overrides).scenarios[0].config, replicates=1)
    seeds = list(range(401, 401 + asked.seeds))
    screen = Console(width=140, highlight=False)
    for title, share in (
        ("With a private part", config.market.buyer.private_share),
        ("Without", 0.0),
    ):
        arms = run(changed(config, {"market.buyer.private_share": share}), seeds, asked.workers)
        screen.print(_shown(f"{title} ({share:g} of the variance of utility)", table(arms)))
        together = interaction(arms)
        word = "not told apart from 0"
        if together.nonzero:
            word = "complements" if together.value > 0.0 else "substitutes"
        screen.print(f"interaction in wins {together}: {word}\n")


def run(config: Config, seeds: Sequence[int], workers: int) -> dict[str, pd.DataFrame]:
    """The outcomes of every arm: a row per seed."""
    return {
        arm: outcomes.measure(changed(config, settings), seeds, workers, counted(arm))
        for arm, settings in ARMS.items()
    }


def _shown(title: str, rows: pd.DataFrame) -> Table:
    made = Table(title=title, box=None, title_justify="left")
    for name in rows.columns:
        made.add_column(str(name), no_wrap=True)
    for row in rows.itertuples(index=False):
        made.add_row(*(str(cell) for cell in row))
    return made


if __name__ == "__main__":
    main()
