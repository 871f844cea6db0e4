"""Move the buyer's parameters one at a time, and see what each does to every outcome."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rich.table import Table

from experiments.command import Kept, Option, Program, scenario
from experiments.fitting.screening.figure import amount, figure
from experiments.fitting.screening.parameters import PARAMETERS, Screened, settings
from experiments.fitting.screening.score import design, importance, score
from experiments.measures import elasticity
from experiments.measures.outcomes import OUTCOMES, outcomes
from experiments.seeds import some
from sim.config import Config
from sim.config.dotted import changed
from sim.runs.progress import counted
from sim.runs.replicates import each

LOOKED_AT = (
    *("decided_before_contact", "progress_at_contact", "progress_sd", "favourite_wins"),
    *("no_decision_contacted", "no_decision_all", "in_market", "lead_to_win_market"),
    *("wins_market", "talks_per_win", "cost_per_win"),
)
KEYS = [one.key for one in PARAMETERS]
TEXTS = {one.key: one.text for one in PARAMETERS}
Places = NDArray[np.float64]


def measure(asked: Namespace) -> dict[str, Any]:
    """Mean outcomes at every point of the design, on the same seeds; the elasticity if asked."""
    points = at(design(KEYS, asked.trajectories), scenario(*asked.overrides))
    found = levels(points, asked.seeds, asked.workers)
    if asked.pairs:
        pairs = some("screening, pairs", asked.pairs)
        found["elasticity"] = elasticities(points, pairs, asked.workers)
    return {"runs.csv": found}


def at(places: Places, config: Config, screened: tuple[Screened, ...] = PARAMETERS) -> list[Config]:
    """The config at every place of the design."""
    keys = [one.key for one in screened]
    return [
        changed(config, settings(dict(zip(keys, row, strict=True)), config, screened))
        for row in places.tolist()
    ]


def levels(points: Sequence[Config], seeds: Sequence[int], workers: int) -> pd.DataFrame:
    """Mean outcomes over seeds: a row a point."""
    tasks = [(point, seed) for point in points for seed in seeds]
    rows = pd.DataFrame(each(outcomes, tasks, workers, counted("levels")))
    return rows.groupby(rows.index // len(seeds)).mean()[list(LOOKED_AT)]


def elasticities(points: Sequence[Config], pairs: Sequence[int], workers: int) -> list[float]:
    """The short-run elasticity at every point."""
    quarters = [replace(point, days=elasticity.QUARTER) for point in points]
    arms = [arm for base in quarters for arm in (base, elasticity.pulse(base))]
    tasks = [(arm, seed) for arm in arms for seed in pairs]
    found = each(elasticity.quarterly_wins, tasks, workers, counted("elasticity"))
    blocks = [found[n : n + len(pairs)] for n in range(0, len(found), len(pairs))]
    return [
        elasticity.short(elasticity.Pulses.of(base, pulsed))
        for base, pulsed in zip(blocks[0::2], blocks[1::2], strict=True)
    ]


def tell(asked: Namespace, kept: Kept) -> Iterator[Any]:
    """Say which parameters move which outcomes."""
    effects = score(KEYS, design(KEYS, asked.trajectories), kept["runs.csv"])
    yield table(effects)
    yield "effects.csv", effects
    note = (
        f"Morris screening: {asked.trajectories} trajectories of {len(KEYS)} parameters, every "
        f"point run on the same luck ({len(asked.seeds)} seeds). Colour: effect over the outcome's "
        "spread in the design. A dot: the 95 % interval over trajectories holds zero."
    )
    yield "screening.png", figure(effects, TEXTS, note)


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
                text if n == 0 else "",
                TEXTS[row.parameter],
                amount(row.mu, name),
                f"{amount(row.mu_low, name)} to {amount(row.mu_high, name)}",
                f"{amount(row.mu_star, name)[1:]} ± {amount(row.mu_star_half, name)[1:]}",
                amount(row.sigma, name)[1:],
            )
    order = importance(effects)
    made.caption = "most to least over all outcomes: " + ", ".join(
        TEXTS[key] for key in order.index
    )
    return made


OPTIONS = (
    Option("trajectories", 20, "each of one point more than there are parameters"),
    Option("pairs", 0, "paired seeds for the elasticity, 0 to leave it out", least=0),
)
PROGRAM = Program(tell, OPTIONS, seeds=2, measure=measure, draws=True)
