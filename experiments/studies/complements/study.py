"""Run four arms, with and without content and persuasion, on the same seeds.

Everywhere reps call cold, or without content nobody would be met at all. Once with the private part
of utility, which only a rep's discovery shows, once without.
"""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

import pandas as pd
from rich.table import Table

from experiments.command import Program, scenario
from experiments.measures import outcomes
from experiments.studies.complements.score import interaction, table
from sim.config.dotted import Settings, changed
from sim.runs.progress import counted

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


def tell(asked: Namespace) -> Iterator[Any]:
    """Run the arms and say whether marketing and sales are complements."""
    config = scenario(*asked.overrides)
    usual = config.market.buyer.private_share
    for title, share in (("With a private part", usual), ("Without", 0.0)):
        base = changed(config, {"market.buyer.private_share": share})
        arms = {
            arm: outcomes.measure(changed(base, settings), asked.seeds, asked.workers, counted(arm))
            for arm, settings in ARMS.items()
        }
        yield _shown(f"{title} ({share:g} of the variance of utility)", table(arms))
        together = interaction(arms)
        word = "not told apart from 0"
        if together.nonzero:
            word = "complements" if together.mean > 0.0 else "substitutes"
        yield f"interaction in wins {together}: {word}\n"


def _shown(title: str, rows: pd.DataFrame) -> Table:
    made = Table(title=title, box=None, title_justify="left")
    for name in rows.columns:
        made.add_column(str(name), no_wrap=True)
    for row in rows.itertuples(index=False):
        made.add_row(*(str(cell) for cell in row))
    return made


PROGRAM = Program(tell, seeds=20)
