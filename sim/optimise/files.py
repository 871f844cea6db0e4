"""What a search leaves behind: a run folder like any other, its scenarios the trials."""

import json
import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import yaml  # type: ignore[import-untyped]

from sim.config import Config
from sim.folder import provenance
from sim.folder.claim import MANIFEST
from sim.folder.readme import FILES
from sim.folder.repeat.stored import flat
from sim.folder.write import runs_table
from sim.metrics.summary import summarise
from sim.optimise.search import Search
from sim.optimise.study import COMPLETE, JOURNAL, Trial
from sim.plots import save
from sim.plots.data import NoDataError
from sim.plots.pareto import figure
from sim.runs.scenario import Result

ABOUT = {
    JOURNAL: "every trial as Optuna's journal keeps it; the same words go on from it",
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
        rows = [{"replicate": row["replicate"], "seed": row["seed"], "status": "finished",
                 "digest": row["digest"], **row["kpis"]}
                for row in one.rows if "digest" in row]  # fmt: skip
        if rows and one.number in configs:
            tables = {"runs": pd.DataFrame(rows)}
            tables["runs"] = tables["runs"].fillna(float("nan"))
            found[one.number] = Result(configs[one.number], name(one), one.words, tables)
    return found


def name(trial: Trial) -> str:
    """What a trial is called."""
    return f"trial {trial.number}"


def write(
    folder: Path, base: Config, search: Search, trials: Sequence[Trial],
    results: Mapping[int, Result], best: Sequence[int], story: Mapping[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """Write all but the journal, which is there, the manifest last; return the summary."""
    states = Counter(one.state for one in trials)
    summary = summarise([results[number] for number in best])
    summary["optimisation"] = {
        "goals": {kpi: "max" if sign > 0 else "min" for kpi, sign in search.goals.items()},
        "front": [results[number].name for number in best], "trials": dict(states),
    }  # fmt: skip
    _yaml(folder / "config.yaml", asdict(base))
    _yaml(folder / "scenarios.yaml", [_scenario(one, base) for one in results.values()])
    _json(folder / "summary.json", summary)
    _runs(folder / "runs.parquet", list(results.values()))
    try:
        complete = [one for one in trials if one.state == COMPLETE and one.number in results]
        save(figure(search.goals, [results[one.number] for one in complete],
                    [results[number].name for number in best]),
             folder / "figures" / "pareto.png")  # fmt: skip
    except NoDataError:
        pass
    (folder / "README.txt").write_text(_readme(base, search, states), encoding="utf-8")
    outputs = sorted(one for one in folder.rglob("*") if one.is_file())
    _json(folder / MANIFEST, {
        "status": "finished", **story, "overrides": [list(one.overrides) for one in
                                                     results.values()],
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "config_hash": provenance.config_hash(base),
        "root_seed": base.seed, "world_seed": base.world_seed,
        "code": provenance.code(), "machine": provenance.machine(),
        "packages": provenance.packages()
        | {"optuna": provenance.package_version("optuna")},
        "outputs": {one.relative_to(folder).as_posix(): provenance.file_hash(one)
                    for one in outputs},
    })  # fmt: skip
    return summary


def _scenario(result: Result, base: Config) -> dict[str, Any]:
    before, now = flat(base), flat(result.config)
    differs = {key: value for key, value in now.items()
               if "[" not in key and before.get(key) != value}  # fmt: skip
    for path in ("", "rivals."):
        mine, other = (one.rivals if path else one for one in (result.config, base))
        if mine.incentive.components != other.incentive.components:
            components = [asdict(one) for one in mine.incentive.components]
            differs[f"{path}incentive.components"] = components
    return {"name": result.name, "overrides": list(result.overrides), "differs": differs,
            "config_hash": provenance.config_hash(result.config)}  # fmt: skip


def _runs(path: Path, results: Sequence[Result]) -> None:
    tables = [runs_table(one) for one in results]
    content = pa.Table.from_pandas(pd.concat(tables, ignore_index=True), preserve_index=False)
    pq.write_table(content.replace_schema_metadata(None), path, compression="zstd")


def _readme(base: Config, search: Search, states: Counter[str]) -> str:
    goals = ", ".join(f"{kpi} {'high' if sign > 0 else 'low'}"
                      for kpi, sign in search.goals.items())  # fmt: skip
    ended = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    keys = ", ".join(one.key for one in search.ranges)
    opening = (f"A search by smarketing for {goals}, over {keys}: {sum(states.values())} trials "
               f"({ended}), {base.replicates} replicates each unless given up. The best of many "
               "were picked after the fact: expect a little less of them.")  # fmt: skip
    files = [textwrap.fill(text, 100, initial_indent=f"  {file:<22}", subsequent_indent=" " * 24)
             for file, text in (ABOUT | {"figures/": "pareto.png"}).items()]  # fmt: skip
    return "\n\n".join([textwrap.fill(opening, 100), "Files\n" + "\n".join(files)]) + "\n"


def _json(path: Path, content: Any) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def _yaml(path: Path, content: Any) -> None:
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    path.write_text(text, encoding="utf-8")
