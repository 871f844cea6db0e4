"""Draw experiments from pools of real runs, and count how often what is printed holds."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.command import WORKERS, Kept, Option, Program, keep
from experiments.studies.coverage import null, ranks, resampled
from experiments.studies.coverage.page import page
from experiments.studies.coverage.pools import pools
from experiments.studies.stopping.score import STAGES
from experiments.studies.stopping.score import score as stopped

PAGE = "coverage.md"
TABLES = ("intervals", "stopping", "ranks", "null")


def measure(asked: Namespace) -> Mapping[str, Any]:
    """Run the pools, and judge every rule on experiments that are drawn from them."""
    found, workers = pools(asked.workers, asked.part), asked.workers
    first = next(iter(found.values()))
    about = {name: str(getattr(asked, name)) for name in ("repetitions", "judged", "part")}
    about |= {"command": _command(asked), "date": f"{date.today()}"}
    until = [stopped(asked.repetitions, STAGES, workers, paired) for paired in (False, True)]
    return {
        "about.json": about,
        "intervals.csv": resampled.score(found, asked.repetitions, workers),
        "stopping.csv": pd.concat(until),
        "ranks.csv": ranks.score(first, asked.judged, workers),
        "null.csv": null.score(first, asked.judged, workers),
    }


def tell(asked: Namespace, kept: Kept) -> Iterator[Any]:
    """Tell what was measured as a page, and put it into the documentation if asked to."""
    text = page({name: kept[f"{name}.csv"] for name in TABLES}, kept["about.json"])
    yield text
    yield PAGE, text
    if asked.publish:
        keep(Path("docs"), {PAGE: text})


def _command(asked: Namespace) -> str:
    """The command that was given, as far as it decides the numbers."""
    words = [
        f"--{one.name} {getattr(asked, one.name)}"
        for one in OPTIONS[:3]
        if getattr(asked, one.name) != one.default
    ]
    return "make coverage" + (f' ARGS="{" ".join(words)}"' if words else "")


OPTIONS = (
    Option("repetitions", 3000, "experiments of every size that are drawn from a pool"),
    Option("judged", 1000, "sweeps and verdicts of every kind that are judged"),
    Option("part", 1.0, "part of the usual number of runs in the pools", least=0.005),
    Option("publish", False, f"write the page into docs/{PAGE}, too"),
    WORKERS,
)
PROGRAM = Program(tell, OPTIONS, measure=measure, scenario=False)
