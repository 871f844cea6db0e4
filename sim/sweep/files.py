"""The files of a sweep in which no run is missing: tables, summary, figures, manifest."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.experiment.verdict import Verdict
from sim.folder.claim import MANIFEST
from sim.folder.kpi_file import NAME as KPI_FILE
from sim.folder.kpi_file import write_kpis
from sim.folder.provenance import config_hash, file_hash
from sim.folder.readme import readme
from sim.folder.write import manifest, write_json, write_yaml
from sim.inference.stopping import Target
from sim.metrics import worlds
from sim.metrics.numbers import in_currency
from sim.metrics.summary import summarise
from sim.plots import save_all
from sim.runs.scenario import Result
from sim.runs.worlds import again
from sim.sweep.differing import differing, flow
from sim.sweep.engine import Sweep
from sim.sweep.journal import NAME
from sim.sweep.place import Place
from sim.sweep.plan import Plan
from sim.sweep.reuse import CODE, MARK
from sim.sweep.scope import Scope
from sim.sweep.sensitivities import account, draw, sensitivities
from sim.sweep.table import means, read_runs, write_runs
from sim.sweep.trial import put_down, tried
from sim.sweep.until import told

# Of more scenarios than these, the summary has the first and the most profitable, and figures none.
MOST = 1000
RUNS, FAILURES = "runs.parquet", "failures.jsonl"


@dataclass(frozen=True)
class Written:
    """A finished sweep, to be shown: results of the scenarios that the summary has.

    ``stopped`` is a sentence on replication to a target; it is empty without one.
    """

    results: list[Result]
    summary: dict[str, Any]
    figures: list[str]
    stopped: str = ""
    verdict: Verdict | None = None


def write(
    place: Place, sweep: Sweep, names: Sequence[str], story: dict[str, Any], scope: Scope
) -> Written:
    """Fill the folder from the journal, and publish it."""
    plan, tally, work = sweep.plan, sweep.tally, place.work
    work.mkdir(exist_ok=True)
    write_runs(work / RUNS, plan, names, tally, sweep.journal)
    first = plan[0].config
    found = _summarised(work, sweep, names, scope)
    write_yaml(work / "config.yaml", asdict(first))
    _write_scenarios(work / "scenarios.yaml", plan, names)
    write_json(work / "summary.json", found.summary)
    write_kpis(work / KPI_FILE, found.summary)
    if tally.failures:
        _write_failures(work / FAILURES, sweep, names)
    kept = [NAME] if tally.failures else []
    inside = [path.relative_to(work).as_posix() for path in work.rglob("*.*")]
    text = readme(found.results, sorted([*inside, *kept]), len(plan), found.stopped)
    (work / "README.txt").write_text(text, encoding="utf-8")
    content = manifest(work, first, _seeds(sweep), story)
    content["status"] = "finished, with failed runs" if tally.failures else "finished"
    content[CODE] = sweep.code
    content["runs"] = {"planned": plan.total, "failed": failed_runs(sweep)}
    for name in kept:
        content["outputs"][name] = file_hash(place.folder / name)
    write_json(work / MANIFEST, content)
    place.publish(keep_journal=bool(kept))
    return found


def _summarised(work: Path, sweep: Sweep, names: Sequence[str], scope: Scope) -> Written:
    """Make the content of ``summary.json`` from the table, and draw the figures."""
    plan = sweep.plan
    target = scope.until.target if scope.until is not None else None
    results = results_of(work / RUNS, plan, names, target)
    summary, stopped = summarise(results, len(plan)) | scope.settings, ""
    replicates = len(results[0].tables["runs"])
    lived_twice = again(plan[0].config, replicates, sweep.simulation)
    of_worlds = worlds.account(results[0], lived_twice)
    summary |= {"worlds": of_worlds} if of_worlds else {}
    whole = len(results) == len(plan)
    if not whole:
        summary["left_out"] = len(plan) - len(results)
    asked, verdict = scope.question, None
    figures = save_all(results, work) if whole and asked is None else []
    if asked is not None:
        verdict = tried(asked, [one.tables["runs"] for one in results])
        with in_currency(plan[0].config.currency):
            figures += put_down(verdict, work)
    if scope.until is not None:
        summary["until"] = {**scope.settings["until"], "found": scope.until.account(sweep, names)}
        stopped = told(summary["until"])
    found = sensitivities(work / RUNS, plan, scope)
    if found:
        summary["sensitivity"] = account(found)
        figures += draw(found, len(scope.points), work / "figures")
    return Written(results, summary, [path.name for path in figures], stopped, verdict)


def results_of(
    path: Path, plan: Plan, names: Sequence[str], target: Target | None = None
) -> list[Result]:
    """Results with their runs, of all scenarios or of the first and the most profitable ones."""
    chosen: Sequence[int] = range(len(plan))
    if len(plan) > MOST:
        profits = means(path, "profit", plan)[1:]
        best = np.argsort(-profits, kind="stable")[: MOST - 1]  # the undefined come last
        chosen = [0, *sorted((1 + best).tolist())]
    results = []
    for number, runs in zip(chosen, read_runs(path, plan, chosen), strict=True):
        one, tables = plan[number], dict[str, Any](runs=runs)
        results.append(Result(one.config, names[number], one.overrides, tables, target))
    return results


def failed_runs(sweep: Sweep) -> int:
    """The number of rows of the table that are of failed runs."""
    failures, plan = sweep.tally.failures, sweep.plan
    return sum(plan.source(run).number in failures for run in plan.runs()) if failures else 0


def _seeds(sweep: Sweep) -> list[int]:
    plan, offsets = sweep.plan, sweep.tally.offsets
    first = (run for run in plan.runs() if run.scenario == 0)
    return [sweep.journal.line(offsets[plan.source(run).number])["seed"] for run in first]


def _write_scenarios(path: Path, plan: Plan, names: Sequence[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number, name in enumerate(names):
            made = f"name: {flow(name)}, overrides: {flow(plan.words[number])}"
            told = f"{plan.difference(number)}, {MARK}: {flow(plan.identity(number).hex())}"
            file.write(f"- {{{made}, {told}}}\n")


def _write_failures(path: Path, sweep: Sweep, names: Sequence[str]) -> None:
    """A line for each failed run: its config, its seed, and the traceback."""
    first = sweep.plan[0].config
    with path.open("w", encoding="utf-8") as file:
        for number in sorted(sweep.tally.failures):
            run = sweep.plan.run(number)
            line = sweep.journal.line(sweep.tally.offsets[number])
            scenario = sweep.plan[run.scenario]
            entry: dict[str, Any] = {"scenario": names[run.scenario]}
            entry["overrides"] = list(scenario.overrides)
            entry["differs"] = differing(scenario.config, first)
            entry["config_hash"] = config_hash(scenario.config)
            entry["replicate"] = run.replicate
            entry |= {name: line[name] for name in ("seed", "error")}
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
