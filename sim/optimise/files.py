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
from sim.metrics.account import plain
from sim.metrics.estimates import estimate
from sim.metrics.summary import summarise
from sim.optimise.again import fresh_seed
from sim.optimise.found import Found
from sim.optimise.study import JOURNAL
from sim.plots import drawn
from sim.plots.pareto import Searched, figure
from sim.runs.scenario import Result

ABOUT = {
    JOURNAL: "every trial that is over, a line each; the same words go on from it",
    "runs.parquet": FILES["runs.parquet"] + "; trials that were given up have fewer replicates",
    "scenarios.yaml": "each trial: its name, its words, and how it differs from config.yaml; "
    "those run again on fresh seeds once more",
    "summary.json": "the trials that none is better than (the Pareto front), on fresh seeds: every "
    "KPI's mean and 95 % interval; of each complete trial the probability to be on the front, its "
    "goals in the search; how many trials ended how",
    "config.yaml": "every parameter of the scenario that the search started from",
    MANIFEST: FILES["manifest.json"],
}


def write(folder: Path, base: Config, found: Found, story: Mapping[str, Any]) -> None:
    """Write all but the journal, which is there, and publish it."""
    work = folder / WORK
    remove(work)
    work.mkdir()
    every = [*found.results.values(), *found.again.values()]
    write_yaml(work / "config.yaml", asdict(base))
    write_yaml(work / "scenarios.yaml", [_scenario(one, base) for one in every])
    write_json(work / "summary.json", _summary(base, found))
    _runs(work / "runs.parquet", every)
    drawn(work / FIGURES / "pareto.png", partial(figure, _searched(found)))
    (work / "README.txt").write_text(_readme(base, found), encoding="utf-8")
    told = _manifest(work, base, {**story, "overrides": [list(one.overrides) for one in every]})
    told["outputs"][JOURNAL] = provenance.file_hash(folder / JOURNAL)
    write_json(work / MANIFEST, told)
    publish(work, folder, {*FILES, FIGURES})


def _summary(base: Config, found: Found) -> dict[str, Any]:
    goals = {kpi: "max" if sign > 0 else "min" for kpi, sign in found.search.goals.items()}
    names = {number: one.name for number, one in found.results.items()}
    trials = {
        names[number]: {
            "probability": found.chances.get(number),
            "in_the_search": {kpi: [*map(plain, estimate(one, kpi)[:3])] for kpi in goals},
        }
        for number, one in found.distinct.items()
    }
    told = {
        "goals": goals,
        "front": [names[number] for number in found.front],
        "candidates": [names[number] for number in found.candidates],
        "trials": dict(Counter(one.state for one in found.trials)),
        "fresh_seed": fresh_seed(base.seed),
        "failed_on_fresh_seeds": [names[number] for number in found.failed],
        "complete": trials,
    }
    return {**summarise(found.shown), "optimisation": told}


def _searched(found: Found) -> Searched:
    names = {number: one.name for number, one in found.results.items()}
    return Searched(
        found.search.goals,
        {one.name: one for one in found.distinct.values()},
        [names[number] for number in found.front],
        {names[number]: one for number, one in found.chances.items()},
        {names[number]: one for number, one in found.again.items()},
    )


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


def _readme(base: Config, found: Found) -> str:
    search, states = found.search, Counter(one.state for one in found.trials)
    ends = {kpi: "high" if sign > 0 else "low" for kpi, sign in search.goals.items()}
    goals = ", ".join(f"{kpi} {end}" for kpi, end in ends.items())
    ended = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    keys = ", ".join(one.key for one in search.ranges)
    opening = f"A search by smarketing for {goals}, over {keys}: {sum(states.values())} trials "
    opening += f"({ended}), {base.replicates} replicates each unless given up. The best of many is "
    opening += "picked for its luck as well, so it was run again on as many fresh seeds: the "
    opening += "numbers of summary.json are those of the fresh runs."
    fill, files = partial(textwrap.fill, width=100, subsequent_indent=" " * 24), []
    for file, text in (ABOUT | {"figures/": "pareto.png"}).items():
        files.append(fill(text, initial_indent=f"  {file:<22}"))
    return "\n\n".join([textwrap.fill(opening, 100), "Files\n" + "\n".join(files)]) + "\n"
