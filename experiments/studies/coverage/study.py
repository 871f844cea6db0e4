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
    about = {
        "date": f"{date.today()}", "repetitions": str(asked.repetitions),
        "judged": str(asked.judged), "part": str(asked.part),
    }  # fmt: skip
    until = [stopped(asked.judged, STAGES, workers, paired) for paired in (False, True)]
    return {
        "about.json": about,
        "intervals.csv": resampled.score(found, asked.repetitions, workers),
        "stopping.csv": pd.concat(until),
        "ranks.csv": ranks.score(first, asked.judged, workers),
        "null.csv": null.score(first, asked.judged, workers),
    }


def tell(asked: Namespace, kept: Kept) -> Iterator[Any]:
    """Tell what was measured as a page, and put it into the documentation if asked to."""
    text = page(*(kept[f"{name}.csv"] for name in TABLES), kept["about.json"])
    yield text
    yield PAGE, text
    if asked.publish:
        keep(Path("docs"), {PAGE: text})


OPTIONS = (
    Option("repetitions", 4000, "experiments of every size that are drawn from a pool"),
    Option("judged", 1000, "sweeps, verdicts and replications that are judged"),
    Option("part", 1.0, "part of the usual number of runs in the pools", least=0.005),
    Option("publish", False, f"write the page into docs/{PAGE}, too"),
    WORKERS,
)
PROGRAM = Program(tell, OPTIONS, measure=measure, scenario=False)
