"""What one run gives, and what the runs say together, seed by seed."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.config import Config
from sim.inference.intervals import Interval
from sim.inference.intervals import interval as mean
from sim.metrics.kpis import COLUMN, kpis
from sim.records import Records

OUTCOMES = ("leads_unpursued", "revenue", "wins", "wins_per_thousand_hours", "customer_surplus")
FOCAL = 0


def measured(records: Records, config: Config) -> dict[str, float]:
    """The outcomes of a run by name, with the knobs that it was run with."""
    found = kpis(records, config)
    hours = records.panel[config.warmup_days :, FOCAL, COLUMN["hours_worked"]].sum()
    return {
        "seed": config.seed, "information": config.alignment.information,
        "goals": config.alignment.goals, "lead_chance": config.market.content.education.lead_chance,
        **{name: found[name] for name in OUTCOMES if name in found},
        "wins_per_thousand_hours": 1000 * found["wins"] / hours,
    }  # fmt: skip


class Step(NamedTuple):
    """A paired difference of one outcome from one value of a knob to another."""

    knob: str
    outcome: str
    low: float
    high: float
    change: Interval


def levels(runs: pd.DataFrame, knob: str, outcome: str) -> dict[float, Interval]:
    """An outcome at each value of a knob, averaged over the other knob within a seed."""
    table = _by_seed(runs, knob, outcome)
    return {float(value): mean(table[value].to_numpy()) for value in table.columns}


def steps(runs: pd.DataFrame, knob: str, outcome: str) -> list[Step]:
    """From each value of a knob to the next, and last from the first to the last."""
    table = _by_seed(runs, knob, outcome)
    values = list(table.columns)
    pairs = [*pairwise(values), (values[0], values[-1])]
    return [Step(knob, outcome, float(a), float(b), mean((table[b] - table[a]).to_numpy()))
            for a, b in pairs]  # fmt: skip


def surface(runs: pd.DataFrame, outcome: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mean outcome by ι (rows) and ω, relative to the first cell of the same seed, and the half
    width of its 95 % interval."""
    by = ["seed", "information", "goals"]
    cells = runs.groupby(by)[outcome].mean().unstack(by[1:])
    relative = cells.div(cells.iloc[:, 0], axis=0) - 1.0
    found = {key: mean(relative[key].to_numpy()) for key in relative.columns}
    means = pd.Series({key: one.mean for key, one in found.items()}).unstack()
    halves = pd.Series({key: (one.high - one.low) / 2 for key, one in found.items()}).unstack()
    return means, halves


def where_best(runs: pd.DataFrame, knob: str, outcome: str) -> str:
    """Where along a knob an outcome is best: inside, at an edge, or nowhere that can be told.

    Inside only if the best inner value beats both edges with intervals that exclude zero; at an
    edge if that edge so beats the other one and no inner value so beats it.
    """
    table = _by_seed(runs, knob, outcome)
    values: Sequence[float] = list(table.columns)
    first, last = values[0], values[-1]

    def beats(a: float, b: float) -> bool:
        return mean((table[a] - table[b]).to_numpy()).low > 0.0

    inner = max(values[1:-1], key=lambda value: float(np.mean(table[value])))
    if beats(inner, first) and beats(inner, last):
        return f"inside, near {inner:g}"
    for edge, other in ((first, last), (last, first)):
        if beats(edge, other) and not beats(inner, edge):
            return f"at the edge, {edge:g}"
    return "none that can be told"


def _by_seed(runs: pd.DataFrame, knob: str, outcome: str) -> pd.DataFrame:
    return runs.groupby(["seed", knob])[outcome].mean().unstack()
