"""Replicate outcomes of known means to a target, and count how often the interval holds."""

from argparse import Namespace
from collections.abc import Iterator

from experiments.command import WORKERS, Option, Program
from experiments.studies.stopping.score import score


def tell(asked: Namespace) -> Iterator[str]:
    """Say how often intervals hold: a row per law and width, and the range of all coverages."""
    found = score(asked.repetitions, workers=asked.workers)
    yield found.round(3).to_string(index=False)
    yield f"coverage: {found['coverage'].min():.3f} to {found['coverage'].max():.3f}"


OPTIONS = (Option("repetitions", 4000, "of every law and width"), WORKERS)
PROGRAM = Program(tell, OPTIONS, scenario=False)
