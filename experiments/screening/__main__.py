"""``python -m experiments.screening``: move the buyer's parameters, and see what each does.

Keeps the raw outcomes, the table of effects and the figure in outputs/screening; ``--redraw`` makes
table and figure from kept outcomes.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from experiments.buyer import elasticity
from experiments.buyer.outcomes import OUTCOMES, outcomes
from experiments.runs import counted, each
from experiments.screening.figure import amount, figure
from experiments.screening.parameters import PARAMETERS, Screened, settings
from experiments.screening.score import design, importance, score
from experiments.settings import changed
from sim.config import Config
from sim.config.working_days import QUARTER
from sim.request import request

FOLDER = Path("outputs/screening")
DOCS = Path("docs/figures/screening.png")
FIRST_SEED = 30_001
LOOKED_AT = (
    "decided_before_contact", "progress_at_contact", "progress_sd", "favourite_wins",
    "no_decision_contacted", "no_decision_all", "in_market", "lead_to_win_market", "wins_market",
    "talks_per_win", "cost_per_win",
)  # fmt: skip
KEYS = [one.key for one in PARAMETERS]
TEXTS = {one.key: one.text for one in PARAMETERS}
Places = NDArray[np.float64]


def main(words: Sequence[str] | None = None) -> None:
    """Run the design (or read what is kept), then print the table and draw the figure."""
    asked = _parser().parse_args(words)
    places = design(KEYS, asked.trajectories)
    asked.folder.mkdir(parents=True, exist_ok=True)
    kept = asked.folder / "runs.csv"
    if not asked.redraw:
        config = request(asked.overrides).scenarios[0].config
        found = measure(config, places, asked.seeds, asked.pairs, asked.workers)
        found.to_csv(kept, index=False)
    effects = score(KEYS, places, pd.read_csv(kept))
    effects.to_csv(asked.folder / "effects.csv", index=False)
    Console(width=118, highlight=False).print(table(effects))
    page = figure(effects, TEXTS, _note(asked))
    for path in [asked.folder / "screening.png", *([DOCS] if asked.docs else [])]:
        path.parent.mkdir(parents=True, exist_ok=True)
        page.savefig(path)
        print(f"figure in {path}")


def measure(
    config: Config,
    places: Places,
    seeds: int,
    pairs: int,
    workers: int,
    screened: tuple[Screened, ...] = PARAMETERS,
) -> pd.DataFrame:
    """Mean outcomes at every point of the design, all on the same seeds."""
    keys = [one.key for one in screened]
    points = [
        changed(config, settings(dict(zip(keys, row, strict=True)), config, screened))
        for row in places.tolist()
    ]
    numbers = range(FIRST_SEED, FIRST_SEED + seeds)
    tasks = [(point, seed) for point in points for seed in numbers]
    rows = pd.DataFrame(each(outcomes, tasks, workers, counted("levels")))
    found = rows.groupby(rows.index // seeds).mean()[list(LOOKED_AT)]
    if pairs:
        found["elasticity"] = _elasticities(points, pairs, workers)
    return found


def _elasticities(points: list[Config], pairs: int, workers: int) -> list[float]:
    numbers = range(FIRST_SEED + 1000, FIRST_SEED + 1000 + pairs)
    arms = [arm for point in points for arm in (_quarter(point), elasticity.pulse(_quarter(point)))]
    tasks = [(arm, seed) for arm in arms for seed in numbers]
    found = each(elasticity.quarterly_wins, tasks, workers, counted("elasticity"))
    blocks = [found[n : n + pairs] for n in range(0, len(found), pairs)]
    return [
        elasticity.short(elasticity.Pulses.of(base, pulsed))
        for base, pulsed in zip(blocks[0::2], blocks[1::2], strict=True)
    ]


def _quarter(config: Config) -> Config:
    return replace(config, days=QUARTER)


def table(effects: pd.DataFrame, most: int = 6) -> Table:
    """The parameters with the largest effects, outcome by outcome."""
    made = Table(title="What a rise from half to twice the value does", box=None)
    for heading in ("outcome", "parameter", "mean effect mu", "95 % interval", "mu*", "sigma"):
        made.add_column(heading, justify="left" if heading in ("outcome", "parameter") else "right")
    for name in dict.fromkeys(effects["outcome"]):
        rows = effects[effects["outcome"] == name].nlargest(most, "mu_star")
        text = OUTCOMES[name].text if name in OUTCOMES else "short-run elasticity"
        for n, row in enumerate(rows.itertuples()):
            made.add_row(
                text if n == 0 else "", TEXTS[row.parameter], amount(row.mu, name),
                f"{amount(row.mu_low, name)} to {amount(row.mu_high, name)}",
                f"{amount(row.mu_star, name)[1:]} ± {amount(row.mu_star_half, name)[1:]}",
                amount(row.sigma, name)[1:],
            )  # fmt: skip
    order = importance(effects)
    made.caption = "most to least over all outcomes: " + ", ".join(
        TEXTS[key] for key in order.index
    )
    return made


def _note(asked: argparse.Namespace) -> str:
    return (
        f"Morris screening: {asked.trajectories} trajectories of {len(KEYS)} parameters, every "
        f"point run on the same luck ({asked.seeds} seeds). Colour: effect over the outcome's "
        "spread in the design. A dot: the 95 % interval over trajectories holds zero."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m experiments.screening", description=__doc__)
    parser.add_argument("--trajectories", type=int, default=20)
    parser.add_argument("--seeds", type=int, default=2, help="seeds at every point")
    parser.add_argument("--pairs", type=int, default=0,
                        help="paired seeds for the elasticity; 0 leaves it out")  # fmt: skip
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--redraw", action="store_true", help="from the outcomes that are kept")
    parser.add_argument("--docs", action="store_true", help=f"write {DOCS} too")
    parser.add_argument("overrides", nargs="*", help="key=value of the scenario")
    return parser


if __name__ == "__main__":
    main()
