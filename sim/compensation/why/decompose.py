"""``sim why``: the difference that one pay plan makes to another, taken apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from sim.compensation.asked import Asked
from sim.compensation.folder import Outcome
from sim.compensation.numbers import numbers
from sim.compensation.why.figure import figure
from sim.compensation.why.parts import Part, Parts, parts
from sim.compensation.why.replays import replays
from sim.compensation.why.responses import OUTCOMES
from sim.compensation.why.told import sentences
from sim.compensation.work import over
from sim.config.refusal import Refusal
from sim.metrics.numbers import in_currency

# What is run where nobody says how finely: a minute of two cores.
COARSE = {"market.customers": 5000, "warmup_days": 130, "replicates": 8}
LEAST = 2
ABOUT = {
    "parts.csv": "a row an outcome and part of the difference, with its 95 % interval; money a "
    "rep's seat and year",
    "replays.parquet": "a row per replicate and run: which responses were as under the second plan",
    "summary.json": "both plans, the difference and its parts, and the sentences",
}


@dataclass(frozen=True)
class Difference:
    """From one plan to another: each outcome's parts, what was run, what is said of it."""

    first: str
    second: str
    outcomes: dict[str, Parts]
    runs: pd.DataFrame
    sentences: list[str]


def decompose(asked: Asked) -> Difference:
    """Run both plans and the replays between them. Raises :class:`Refusal`."""
    first, second = asked.plans
    config = first.config
    if config.replicates < LEAST:
        raise Refusal(f"replicates={config.replicates}: an interval takes {LEAST} or more")
    if config.policies.rep:
        raise Refusal(f"policies.rep={config.policies.rep} does not answer to pay as others do")
    tasks = {
        f"replicate {number}": (first.config, second.config, seed, False)
        for number, seed in enumerate(asked.seeds)
    }
    frames = over(replays, tasks, config, "replaying")
    runs = pd.concat(
        [frame.assign(replicate=number) for number, frame in enumerate(frames)], ignore_index=True
    )
    found = {outcome: parts(runs, outcome) for outcome in OUTCOMES}
    with in_currency(config.currency):
        said = sentences(found[OUTCOMES[0]], OUTCOMES[0], first.name, second.name)
    return Difference(first.name, second.name, found, runs, said)


def outcome_of(found: Difference) -> Outcome:
    """Tables, figures and the summary of a difference, for its folder."""
    tables = {"parts.csv": pd.DataFrame(_rows(found)), "replays.parquet": found.runs}
    figures = {
        f"waterfall_{name}.png": partial(figure, its, name, found.first, found.second)
        for name, its in found.outcomes.items()
    }
    opening = (
        f"Why {found.second} makes more or less than {found.first}, by smarketing: the same "
        "worlds and luck under both plans, and under the second with some of the reps' conduct as "
        "under the first, until each part of the difference has its cause. "
    )
    summary = {
        "first": found.first,
        "second": found.second,
        "sentences": found.sentences,
        "outcomes": {name: _account(its) for name, its in found.outcomes.items()},
    }
    return Outcome(opening + " ".join(found.sentences), tables, figures, ABOUT, summary)


def _rows(found: Difference) -> Iterator[dict[str, Any]]:
    for name, its in found.outcomes.items():
        yield {"outcome": name, "part": "", "text": found.first, **numbers(its.before)}
        for part in its.parts:
            yield {"outcome": name, "part": part.name, "text": part.text, **numbers(part.share)}
        for text, value in (("remainder", its.remainder), ("all of it", its.whole)):
            yield {"outcome": name, "part": "", "text": text, **numbers(value)}
        yield {"outcome": name, "part": "", "text": found.second, **numbers(its.after)}


def _account(found: Parts) -> dict[str, Any]:
    def of(part: Part) -> dict[str, Any]:
        return {"name": part.name, "text": part.text, **numbers(part.share)}

    whole = {name: numbers(getattr(found, name)) for name in ("before", "after", "whole")}
    return {
        **whole,
        "parts": [of(part) for part in found.parts],
        "remainder": numbers(found.remainder),
        "adds_up": found.adds_up,
        "replicates": found.seeds,
    }
