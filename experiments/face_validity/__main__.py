"""``python -m experiments.face_validity``: 41 figures beside what is published, as a page."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.command import Kept, Option, Program, alone, keep, scenario
from experiments.face_validity import funnel, money, people
from experiments.face_validity.page import judged, page
from experiments.face_validity.seen import put_in, seen
from sim.config import Config
from sim.config.dotted import changed
from sim.facts.peak import peak
from sim.metrics.kpis import kpis
from sim.records import Records
from sim.runs.progress import counted
from sim.runs.replicates import paired

ROWS = (*funnel.ROWS, *people.ROWS, *money.ROWS)
QUESTIONS = (4, 8, 12, 16, 24)
RUNS, ARMS = "runs.csv", "questions.csv"


def main(words: Sequence[str] | None = None) -> int:
    """Run the default market and write the page; the exit code."""
    return alone("experiments.face_validity", PROGRAM, words)


def measure(asked: Namespace) -> dict[str, Any]:
    """A row a run of the default, and wins by the number of questions."""
    config = sized(asked)
    arms = {str(n): changed(config, {"sales.questions": n}, rivals=False) for n in QUESTIONS}
    luck = {"seeds": asked.seeds, "own_worlds": True, "workers": asked.workers}
    found = paired({"": config}, seen, **luck, tell=counted("runs"))[""]
    by_arm = paired(arms, wins, **luck, tell=counted("questions"))
    of_all = put_in(config) | {"best_questions": best(pd.DataFrame(by_arm))}
    rows = [{"seed": seed, **one, **of_all} for seed, one in zip(asked.seeds, found, strict=True)]
    return {RUNS: pd.DataFrame(rows), ARMS: pd.DataFrame({"seed": asked.seeds, **by_arm})}


def sized(asked: Namespace) -> Config:
    """The default market, in the size asked for."""
    config = scenario(*asked.overrides)
    market = replace(config.market, customers=asked.customers)
    return replace(config, market=market, days=asked.days, warmup_days=asked.warmup)


def wins(records: Records, config: Config) -> float:
    """The focal firm's wins."""
    return kpis(records, config)["wins"]


def tell(asked: Namespace, kept: Kept) -> Iterator[Any]:
    """Judge every row, write the page, and say the counts."""
    runs = kept[RUNS]
    made = [judged(row, runs, asked.held_out) for row in ROWS]
    text = page(made, about(asked, runs))
    keep(asked.page.parent, {asked.page.name: text})
    yield text.splitlines()[4]
    yield str(asked.page)
    if asked.held_out:
        yield "held-out rows were run: docs/looks.csv wants a line, 'scored' if the fit is frozen"


def best(arms: pd.DataFrame) -> float:
    """The number of questions with most wins."""
    outcomes = [arms[str(n)].to_numpy(float) for n in QUESTIONS]
    return peak("", QUESTIONS[0], QUESTIONS[-1], outcomes, QUESTIONS, "").found


def about(asked: Namespace, runs: pd.DataFrame) -> str:
    """Size, seeds and command in words."""
    seeds = runs["seed"].tolist()
    words = f" with {' '.join(asked.overrides)}" if asked.overrides else ""
    return (
        f"`python -m experiments.face_validity` ran {len(seeds)} replicates{words}, each in a "
        f"world of its own: {asked.customers:,} customers, {asked.warmup} days that do not count "
        f"and {asked.days} that do, root seeds {min(seeds)} to {max(seeds)}."
    )


OPTIONS = (
    Option("customers", 20_000, "of the market"),
    Option("days", 260, "that count"),
    Option("warmup", 260, "days before them", least=0),
    Option("held_out", False, "show rows that are held out: a look, for the ledger"),
    Option("page", Path("docs/face_validity.md"), "the page that is written", kind=Path),
)
PROGRAM = Program(tell, OPTIONS, seeds=6, measure=measure)

if __name__ == "__main__":
    sys.exit(main())
