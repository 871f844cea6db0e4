"""An experiment's own part of a sweep's folder: ``verdict.json``, and the claim's figure."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from sim.experiment.question import Question
from sim.experiment.verdict import Table, Verdict, account, table_of, verdict
from sim.folder.write import write_json
from sim.inference.samples import Numbers
from sim.plots import drawn
from sim.plots.claim import figure
from sim.runs.scenario import Result

VERDICT, FIGURE = "verdict.json", "claim.png"


def tried(question: Question, results: Sequence[Result]) -> tuple[Verdict, Table]:
    """Judge by the runs of all cases in their order; seeds are those of the first."""
    seeds = [int(seed) for seed in results[0].tables["runs"]["seed"]]
    kpis = {one.kpi for one in question.hypotheses} | {question.shown}
    kpis |= {one.per for one in question.hypotheses if one.per}
    columns = [{kpi: _by_seed(result, kpi, seeds) for kpi in sorted(kpis)} for result in results]
    table = table_of(question, columns)
    return verdict(question, table), table


def put_down(found: Verdict, table: Table, folder: Path) -> list[Path]:
    """Write the verdict, and draw it."""
    write_json(folder / VERDICT, account(found))
    return drawn(folder / "figures" / FIGURE, partial(figure, found, table))


def _by_seed(result: Result, kpi: str, seeds: Sequence[int]) -> Numbers:
    runs = result.tables["runs"]
    known = dict(zip(runs["seed"].tolist(), runs[kpi].tolist(), strict=True))
    return np.array([known.get(seed, np.nan) for seed in seeds], np.float64)
