"""An experiment's own part of a sweep's folder: ``verdict.json``, and the claim's figure."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.config.refusal import Refusal
from sim.experiment import Question, question_from
from sim.experiment.verdict import Verdict, account, table_of, verdict
from sim.folder.write import write_json
from sim.inference.samples import Sample
from sim.metrics.estimates import sample_of
from sim.plots import drawn
from sim.plots.claim import figure

if TYPE_CHECKING:
    from pandas import DataFrame

VERDICT, FIGURE = "verdict.json", "claim.png"


def tried(question: Question, runs: Sequence["DataFrame"]) -> Verdict:
    """Judge by the runs of all cases in their order; seeds are those of the first."""
    seeds = [int(seed) for seed in runs[0]["seed"]]
    kpis = {one.kpi for one in question.hypotheses} | {question.shown}
    kpis |= {one.per for one in question.hypotheses if one.per}
    columns = [{kpi: _by_seed(one, kpi, seeds) for kpi in sorted(kpis)} for one in runs]
    table = table_of(question, columns)
    worlds = set(runs[0]["world_seed"]) if "world_seed" in runs[0] else ()
    return verdict(question, table, len(worlds) == 1 < len(seeds))


def tried_again(folder: Path) -> Verdict:
    """Judge a finished experiment by the runs in its folder, without running anything."""
    from pandas import read_parquet

    try:
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        runs = read_parquet(folder / "runs.parquet")
        asked = dict(summary["experiment"])
        question = question_from(asked, bool(asked.pop("fast", False)))
        finished = runs[runs["status"] == "finished"]
        cases = [finished[finished["scenario"] == case.name] for case in question.cases()]
        return tried(question, cases)
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise Refusal(f"{folder}: no finished experiment that can be judged ({fault})") from None


def put_down(found: Verdict, folder: Path) -> list[Path]:
    """Write the verdict, and draw it."""
    content = account(found)
    write_json(folder / VERDICT, content)
    return drawn(folder / "figures" / FIGURE, partial(figure, content))


def _by_seed(runs: "DataFrame", kpi: str, seeds: Sequence[int]) -> Sample:
    """A KPI of a case's runs in the order of seeds; NaN where a seed has none."""
    found, columns = sample_of(runs, kpi), np.full((2, len(seeds)), np.nan)
    place = {seed: number for number, seed in enumerate(seeds)}
    for number, seed in enumerate(runs["seed"].tolist()):
        if seed in place:
            columns[:, place[seed]] = found.part[number], found.whole[number]
    return Sample(found.kind, *columns)
