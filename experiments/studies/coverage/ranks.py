"""Scenarios whose order is known: is the one that is said to be the best as often the best?"""

from typing import Any

import numpy as np
import pandas as pd

from experiments.runs import over
from experiments.studies.coverage.pools import PLANS
from sim.inference.outcomes import Outcomes
from sim.inference.ranking import ranking
from sim.metrics.estimates import sample_of

SCENARIOS, REPLICATES = (2, 5, 10), (5, 10, 30)
# How far scenarios lie apart, in spreads of a run.
APART = 0.5
SURE = 0.95


def score(pool: pd.DataFrame, repetitions: int, workers: int) -> pd.DataFrame:
    """A row per number of scenarios and of replicates."""
    tasks = [(pool, k, n, repetitions) for k in SCENARIOS for n in REPLICATES]
    return pd.DataFrame(over(of_sweeps, tasks, workers, "ranks"))


def of_sweeps(
    pool: pd.DataFrame, scenarios: int, replicates: int, repetitions: int
) -> dict[str, Any]:
    """The chance that is said of the likeliest best scenario, and how often it is the best.

    Once over scenarios whose true means differ, and once over scenarios that are all alike: then
    how often one of them is called the best with 95 %.
    """
    values = sample_of(pool[pool["plan"] == PLANS[0]], "profit").part
    said, true, alike = [], [], 0
    for seed in range(repetitions):
        luck = np.random.default_rng([scenarios, replicates, seed])
        means = APART * values.std(ddof=1) * luck.standard_normal(scenarios)
        runs = _runs(values, scenarios, replicates, luck)
        best = ranking(_outcomes(runs + means)).best
        said.append(best.max())
        true.append(np.argmax(best) == np.argmax(means))
        alike += ranking(_outcomes(runs)).best.max() >= SURE
    sure = np.array(said) >= SURE
    return {
        "scenarios": scenarios,
        "replicates": replicates,
        "said": float(np.mean(said)),
        "true": float(np.mean(true)),
        "sure": float(sure.mean()),
        "true_when_sure": float(np.mean(np.array(true)[sure])) if sure.any() else np.nan,
        "sure_of_alike": alike / repetitions,
    }


def _runs(values: Any, scenarios: int, replicates: int, luck: np.random.Generator) -> Any:
    """Runs as [seed, scenario], of which half share their luck with all others."""
    shared = luck.integers(0, len(values), (replicates, 1))
    own = luck.integers(0, len(values), (replicates, scenarios))
    return values[np.where(luck.random((replicates, scenarios)) < 0.5, shared, own)]


def _outcomes(values: Any) -> Outcomes:
    names = tuple(f"scenario {n}" for n in range(values.shape[1]))
    return Outcomes("profit", names, np.arange(len(values)), values)
