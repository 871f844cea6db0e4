"""The files that a run leaves behind: config, tables, summary, and last the manifest of them."""

import os
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml  # type: ignore[import-untyped]

from sim.config import FIXED, Config, Unsaid
from sim.folder import provenance
from sim.folder.claim import MANIFEST
from sim.folder.indented import indented
from sim.folder.kpi_file import NAME as KPI_FILE
from sim.folder.kpi_file import write_kpis
from sim.folder.readme import readme
from sim.grammar.vocabulary import given

if TYPE_CHECKING:
    from pandas import DataFrame

    from sim.metrics.summary import Result

EVENTS: tuple[str, ...] = ("daily", "leads", "deals", "journeys", "conversations", "renewals")
EVENTS += ("content", "pay", "staff", "rep_time")


class NotFiniteError(Exception):
    """An outcome that is not a finite number. The message names the run and the outcome."""


def write(
    folder: Path, result: "Result", summary: dict[str, Any], story: dict[str, Any]
) -> list[Path]:
    """Write all that a scenario leaves behind, the figures last; return their paths.

    ``story`` holds what only the caller knows: argv, overrides, choices, the start. Raises
    :class:`NotFiniteError` before anything is written if an outcome is not finite.
    """
    from sim.folder.figures import being_drawn

    _check_finite(result)
    with being_drawn(result) as write_figures:
        write_yaml(folder / "config.yaml", asdict(result.config))
        write_json(folder / "summary.json", summary)
        write_kpis(folder / KPI_FILE, summary)
        write_table(folder / "runs.parquet", runs_table(result))
        team = ["team"] if result.config.sales.people else []
        for name in (*EVENTS, *team, *(["touches"] if result.config.touches else [])):
            write_table(folder / f"{name}.parquet", result.tables[name])
        figures = write_figures(folder)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
    (folder / "README.txt").write_text(readme([result], names), encoding="utf-8")
    seeds = [int(seed) for seed in result.tables["runs"]["seed"]]
    write_json(folder / MANIFEST, manifest(folder, result.config, seeds, story))
    return figures


def runs_table(result: "Result") -> "DataFrame":
    """A row per run: its scenario's name and parameters given, its seed, its KPIs."""
    import pandas as pd

    runs, labels = result.tables["runs"], {"scenario": result.name}
    for key, value in _given(result).items():
        labels[f"config.{key}" if key in runs.columns else key] = value
    left = pd.DataFrame({key: [value] * len(runs) for key, value in labels.items()})
    return pd.concat([left, runs.reset_index(drop=True)], axis=1)


def _given(result: "Result") -> dict[str, Any]:
    """The values of the parameters that a scenario was given."""
    if isinstance(result.overrides, dict):
        return dict(result.overrides)
    return dict(map(given, result.overrides))


def _check_finite(result: "Result") -> None:
    """Refuse an infinity anywhere, and a total that is not a number."""
    from sim.metrics.kpis import KPIS, not_finite

    runs = result.tables["runs"]
    for run in runs.to_dict("records"):
        bad = not_finite({name: run[name] for name in KPIS if name in run})
        if bad:
            which = f"{result.name}, replicate {run['replicate']} (seed {run['seed']})"
            raise NotFiniteError(f"{which}: {bad[0]} is {run[bad[0]]}, not a finite number")
    for name, table in result.tables.items():
        numbers = table.select_dtypes("float")
        endless = numbers.columns[(numbers.abs() == float("inf")).any()]
        if len(endless):
            raise NotFiniteError(f"{result.name}: {name}.{endless[0]} holds an infinite value")


def manifest(
    folder: Path, config: Config, seeds: Sequence[int], story: dict[str, Any]
) -> dict[str, Any]:
    """The origin of the files in a folder; the config is the first scenario's."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    outputs = {path.relative_to(folder).as_posix(): provenance.file_hash(path) for path in files}
    return {
        "status": "finished",
        **story,
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "config_hash": provenance.config_hash(config),
        "root_seed": config.seed,
        "world": config.world_seed if config.world == FIXED else config.world,
        "replicate_seeds": list(seeds),
        "code": provenance.code(),
        "machine": provenance.machine(),
        "packages": provenance.packages(),
        "outputs": outputs,
    }


def write_json(path: Path, content: Any) -> None:
    """Write a file of JSON; the manifest is on the disk when this returns."""
    path.write_text(indented(content) + "\n", encoding="utf-8")
    if path.name == MANIFEST:
        with path.open("rb") as file:
            os.fsync(file.fileno())


class _Plain(yaml.SafeDumper):
    """Writes plain data, and a seed that nobody named as the number that it is."""


_Plain.add_representer(Unsaid, yaml.SafeDumper.represent_int)


def write_yaml(path: Path, content: Any) -> None:
    """Write a file of YAML, keys in their order."""
    text = yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100)
    path.write_text(text, encoding="utf-8")


def write_table(path: Path, table: "DataFrame") -> None:
    """Write a table as Parquet, the same bytes for the same data: no index, time or version."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(content, path, compression="zstd")
