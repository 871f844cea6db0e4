"""Scenarios between which there is nothing, or just so much: how often is more said of them?

Scenarios are alike in law, and their runs are drawn from a pool of real runs. What judges them is
what prints: the terminal's table of a sweep, and the verdict on a claim.
"""

from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from experiments.runs import over
from experiments.studies.coverage.pools import PLANS, SHOWN, columns
from sim.cli.report import sweep_table
from sim.config import Config
from sim.experiment.question import Hypothesis, Question
from sim.experiment.verdict import FAILS, HOLDS, VANISHES, Finding, table_of, verdict
from sim.inference.samples import Sample, total
from sim.metrics.estimates import sample_of
from sim.metrics.summary import summarise

SCENARIOS, REPLICATES = (4, 8), (3, 10, 30)
SEEDS, ARMS, OFF = (10, 30), ("one", "other"), "the mechanism"
Said = Callable[[Finding], bool]


def stars(pool: pd.DataFrame, scenarios: int, replicates: int, repetitions: int) -> dict[str, Any]:
    """How many sweeps of scenarios that are all alike have a star in the terminal's table."""
    runs = pool.loc[pool["plan"] == PLANS[0], columns(SHOWN)]
    starred = 0
    for seed in range(repetitions):
        luck = np.random.default_rng([scenarios, replicates, seed])
        starred += any("* " in cell for cell in _cells(_sweep(runs, scenarios, replicates, luck)))
    about = f"a star in a sweep of {scenarios} scenarios that are alike"
    return {"said": about, "replicates": replicates, "at_most": 0.05, "of": starred / repetitions}


def verdicts(pool: pd.DataFrame, seeds: int, repetitions: int) -> list[dict[str, Any]]:
    """How often a verdict says of profit what is not so, at the edge of what it may say."""
    runs = pool[pool["plan"] == PLANS[0]]
    values = sample_of(runs, "profit")
    spread = float(values.part.std(ddof=1))
    effect = 4.0 * spread
    edge = Hypothesis("as much", "profit", "level", ARMS[:1], low=total(values))
    more = Hypothesis("more", "profit", "difference", ARMS, low=0.0)
    best = Hypothesis("the best", "profit", "best", ARMS[:1], low=0.95)
    # A fifth is what may be left; half of the effect is far more.
    found: dict[str, tuple[Hypothesis, float, float, Said, float]] = {
        "holds: a level at the band's edge": (edge, 0.0, 0.0, _ended(HOLDS), 0.025),
        "fails: a level at the band's edge": (edge, 0.0, 0.0, _ended(FAILS), 0.025),
        "holds: more, of arms that are alike": (more, 0.0, 0.0, _ended(HOLDS), 0.025),
        "fails: more, of arms that are alike": (more, 0.0, 0.0, _ended(FAILS), 0.025),
        "holds: the best, of arms that are alike": (best, 0.0, 0.0, _ended(HOLDS), 0.05),
        "fails: the best, of arms that are alike": (best, 0.0, 0.0, _ended(FAILS), 0.05),
        "vanishes: a fifth of the effect is left": (more, effect, 0.2, _vanishes, 0.05),
        "vanishes: half of the effect is left": (more, effect, 0.5, _vanishes, 0.05),
        "vanishes: there was no effect": (more, 0.0, 0.0, _vanishes, 0.05),
        "vanishes: nothing is left, and it is so": (more, effect, 0.0, _vanishes, 1.0),
        "flips: an assumption changes nothing": (more, spread, 0.0, _flips, 0.05),
    }
    rows = []
    for said, (asked, size, left, is_said, most) in found.items():
        count = 0
        for seed in range(repetitions):
            luck = np.random.default_rng([seeds, seed])
            count += is_said(_judged(asked, values, luck, seeds, {"": size, OFF: left * size}))
        rows.append({"said": said, "replicates": seeds, "at_most": most, "of": count / repetitions})
    return rows


def score(pool: pd.DataFrame, repetitions: int, workers: int) -> pd.DataFrame:
    """A row per thing said and number of replicates: how often, and at most how often it may be."""
    some = [(pool, k, n, max(repetitions // 2, 1)) for k in SCENARIOS for n in REPLICATES]
    found = over(stars, some, workers, "stars")
    for rows in over(verdicts, [(pool, n, repetitions) for n in SEEDS], workers, "verdicts"):
        found += rows
    return pd.DataFrame(found)


def _sweep(
    runs: pd.DataFrame, scenarios: int, replicates: int, luck: np.random.Generator
) -> list[SimpleNamespace]:
    """Scenarios with runs of their own from one pool, as if under shared seeds."""
    made = []
    for number in range(scenarios):
        drawn = runs.iloc[luck.integers(0, len(runs), replicates)].reset_index(drop=True)
        table = drawn.assign(seed=range(replicates), replicate=range(replicates))
        name = f"x={number}"
        made.append(
            SimpleNamespace(
                name=name, overrides=[name], config=Config(), tables={"runs": table}, target=None
            )
        )
    return made


def _cells(results: Sequence[Any]) -> list[str]:
    table = sweep_table(summarise(results))
    return [str(cell) for column in table.columns for cell in column.cells]


def _judged(
    asked: Hypothesis,
    values: Sample,
    luck: np.random.Generator,
    seeds: int,
    effects: Mapping[str, float],
) -> Finding:
    """A hypothesis judged on arms whose luck is half shared: with an effect, and what is left of it
    without the mechanism; an assumption changes nothing."""
    arms: dict[str, tuple[str, ...]] = dict.fromkeys(ARMS, ())
    ablation = (OFF, ("off=true",))
    question = Question("", "", "", arms, (asked,), "profit", ablation, ("other=true",))
    runs: list[Mapping[str, Sample]] = []
    shared = luck.integers(0, len(values.part), seeds)
    for case in question.cases():
        own = luck.integers(0, len(values.part), seeds)
        rows = np.where(luck.random(seeds) < 0.5, shared, own)
        added = effects.get(case.under, effects[""]) if case.arm == ARMS[0] else 0.0
        runs.append({"profit": Sample(values.kind, values.part[rows] + added, values.whole[rows])})
    return verdict(question, table_of(question, runs)).findings[0]


def _ended(how: str) -> Said:
    return lambda found: found.ended == how


def _vanishes(found: Finding) -> bool:
    return found.effect == VANISHES


def _flips(found: Finding) -> bool:
    return bool(found.flips)
