"""Let reps of ``market=olist`` call up to ten times, nothing fitted, beside a real campaign."""

from argparse import Namespace
from collections.abc import Iterator

from experiments.command import Program, scenario
from experiments.studies.outbound.score import (
    PER_CLIENT,
    REAL,
    called,
    calls_a_lead,
    falls,
    table,
)
from sim.runs.progress import counted
from sim.runs.replicates import each

BASE = ("market=olist", "sales.lead_attempts=10", "sales.lead_max_age_days=60")


def tell(asked: Namespace) -> Iterator[str]:
    """Say how far success falls with the number of the call, and how often leads are called."""
    config = scenario(*BASE, *asked.overrides)
    tasks = [(config, seed) for seed in asked.seeds]
    runs = each(called, tasks, asked.workers, counted("outbound"))
    yield table(runs).map(str).to_string(index=False)
    yield f"success on call 6 over call 1: {falls(runs)}; real {REAL[5] / REAL[0]:.2f}"
    for (name, real), found in zip(PER_CLIENT.items(), calls_a_lead(runs), strict=True):
        yield f"{name}: {found}; real {real}"


PROGRAM = Program(tell, seeds=10)
