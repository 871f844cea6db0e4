"""The files that a search leaves behind: a run folder whose scenarios are the trials."""

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.config import FIXED, Config
from sim.folder import provenance
from sim.folder.claim import MANIFEST, WORK, publish, remove
from sim.folder.readme import FIGURES, FILES
from sim.folder.repeat.stored import flat
from sim.folder.write import runs_table, write_json, write_yaml
from sim.metrics.summary import summarise
from sim.optimise.search import Search
from sim.optimise.study import COMPLETE, JOURNAL, Row, Trial
from sim.plots import drawn
from sim.plots.pareto import figure
from sim.runs.scenario import Result

ABOUT = {
    JOURNAL: "every trial that is over, a line each; the same words go on from it",
    "runs.parquet": FILES["runs.parquet"] + "; trials that were given up have fewer replicates",
    "scenarios.yaml": "each trial: its name, its words, and how it differs from config.yaml",
    "summary.json": "the trials that none is better than (the Pareto front): every KPI's mean and "
    "95 % interval; goals, and how many trials ended how",
    "config.yaml": "every parameter of the scenario that the search started from",
    MANIFEST: FILES["manifest.json"],
}


def results_of(trials: Sequence[Trial], configs: Mapping[int, Config]) -> dict[int, Result]:
    """A result for each trial that ran, by its number."""
    found = {}
    for one in trials:
        rows = [_run(row) for row in one.rows if "digest" in row]
        if rows and one.number in configs:
            tables = {"runs": pd.DataFrame(rows)}
            tables["runs"] = tables["runs"].fillna(float("nan"))
            found[one.number] = Result(configs[one.number], name(one), one.words, tables)
    return found


def _run(row: Row) -> Row:
    known = {"replicate": row["replicate"], "seed": row["seed"], "status": "finished"}
    return {**known, "digest": row["digest"], **row["kpis"]}


def name(trial: Trial) -> str:
    """The name of a trial in tables and figures."""
    return f"trial {trial.number}"


def write(
    folder: Path,
    base: Config,
    search: Search,
    trials: Sequence[Trial],
    results: Mapping[int, Result],
    best: Sequence[int],
    story: Mapping[str, Any],
) -> dict[str, Any]:
    """Write all but the journal, which is there, and publish it; return the summary."""
    work = folder / WORK
    remove(work)
    work.mkdir()
    states = Counter(one.state for one in trials)
    front = [results[number] for number in best]
    summary, names = summarise(front), [one.name for one in front]
    goals = {kpi: "max" if sign > 0 else "min" for kpi, sign in search.goals.items()}
    summary["optimisation"] = {"goals": goals, "front": names, "trials": dict(states)}
    write_yaml(work / "config.yaml", asdict(base))
    write_yaml(work / "scenarios.yaml", [_scenario(one, base) for one in results.values()])
    write_json(work / "summary.json", summary)
    _runs(work / "runs.parquet", list(results.values()))
    complete = [one for one in trials if one.state == COMPLETE and one.number in results]
    shown = [results[one.number] for one in complete]
    drawn(work / FIGURES / "pareto.png", partial(figure, search.goals, shown, names))
    (work / "README.txt").write_text(_readme(base, search, states), encoding="utf-8")
    overrides = [list(one.overrides) for one in results.values()]
    told = _manifest(work, base, {**story, "overrides": overrides})
    told["outputs"][JOURNAL] = provenance.file_hash(folder / JOURNAL)
    write_json(work / MANIFEST, told)
    publish(work, folder, {*FILES, FIGURES})
    return summary


def _manifest(folder: Path, base: Config, story: Mapping[str, Any]) -> dict[str, Any]:
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    finished = datetime.now(UTC).isoformat(timespec="seconds")
    packages = provenance.packages(["optuna"])
    told = {"status": "finished", **story, "finished": finished}
    told |= {"config_hash": provenance.config_hash(base)}
    told |= {
        "root_seed": base.seed,
        "world": base.world_seed if base.world == FIXED else base.world,
    }
    told |= {"code": provenance.code(), "machine": provenance.machine(), "packages": packages}
    outputs = {one.relative_to(folder).as_posix(): provenance.file_hash(one) for one in files}
    return told | {"outputs": outputs}


def _scenario(result: Result, base: Config) -> dict[str, Any]:
    before, now = flat(base), flat(result.config)
    differs = {key: value for key, value in now.items() if before.get(key) != value}
    differs = {key: value for key, value in differs.items() if "[" not in key}
    for path in ("", "rivals."):
        mine, other = (one.rivals if path else one for one in (result.config, base))
        if mine.incentive.components != other.incentive.components:
            components = [asdict(one) for one in mine.incentive.components]
            differs[f"{path}incentive.components"] = components
    told = {"name": result.name, "overrides": list(result.overrides), "differs": differs}
    return told | {"config_hash": provenance.config_hash(result.config)}


def _runs(path: Path, results: Sequence[Result]) -> None:
    tables = [runs_table(one) for one in results]
    content = pa.Table.from_pandas(pd.concat(tables, ignore_index=True), preserve_index=False)
    pq.write_table(content.replace_schema_metadata(None), path, compression="zstd")


def _readme(base: Config, search: Search, states: Counter[str]) -> str:
    ends = {kpi: "high" if sign > 0 else "low" for kpi, sign in search.goals.items()}
    goals = ", ".join(f"{kpi} {end}" for kpi, end in ends.items())
    ended = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    keys = ", ".join(one.key for one in search.ranges)
    opening = f"A search by smarketing for {goals}, over {keys}: {sum(states.values())} trials "
    opening += f"({ended}), {base.replicates} replicates each unless given up. The best of many "
    opening += "were picked after the fact: expect a little less of them."
    fill, files = partial(textwrap.fill, width=100, subsequent_indent=" " * 24), []
    for file, text in (ABOUT | {"figures/": "pareto.png"}).items():
        files.append(fill(text, initial_indent=f"  {file:<22}"))
    return "\n\n".join([textwrap.fill(opening, 100), "Files\n" + "\n".join(files)]) + "\n"
