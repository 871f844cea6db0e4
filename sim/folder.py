"""What a run leaves behind: config, tables, summary, and last the manifest that proves them."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml  # type: ignore[import-untyped]

from sim import provenance
from sim.claim import MANIFEST
from sim.config.parameter import walk
from sim.readme import readme

if TYPE_CHECKING:
    from pandas import DataFrame

    from sim.summary import Result

EVENTS = ("daily", "leads", "deals", "journeys", "conversations", "renewals", "content", "pay",
          "staff", "rep_time")  # fmt: skip


class NotFiniteError(Exception):
    """An outcome that is not a finite number. The message names the run and the outcome."""


def write(
    folder: Path,
    results: Sequence["Result"],
    summary: dict[str, Any],
    story: dict[str, Any],
) -> None:
    """Write all that a run leaves behind, but for the figures, which are there already.

    ``story`` is what only the caller knows: argv, overrides, choices, when it started. Raises
    :class:`NotFiniteError` before anything is written if an outcome is not finite.
    """
    for result in results:
        _check_finite(result)
    first, single = results[0], len(results) == 1
    _write_yaml(folder / "config.yaml", asdict(first.config))
    if not single:
        _write_yaml(folder / "scenarios.yaml", [_scenario(one, first) for one in results])
    _write_json(folder / "summary.json", summary)
    _write_table(folder / "runs.parquet", runs_table(results))
    for name in EVENTS if single else ():
        _write_table(folder / f"{name}.parquet", first.tables[name])
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
    (folder / "README.txt").write_text(readme(results, names), encoding="utf-8")
    _write_json(folder / MANIFEST, _manifest(folder, results, story))


def runs_table(results: Sequence["Result"]) -> "DataFrame":
    """A row per run of every scenario: its name, what it was given, its seed, its KPIs."""
    import pandas as pd

    given = [_given(result) for result in results]
    keys = list(dict.fromkeys(key for one in given for key in one))
    tables = []
    for result, values in zip(results, given, strict=True):
        runs = result.tables["runs"]
        names = {key: f"config.{key}" if key in runs.columns else key for key in keys}
        labels = {"scenario": result.name} | {names[key]: values.get(key) for key in keys}
        index = range(len(runs))
        left = pd.DataFrame({key: [value] * len(index) for key, value in labels.items()}, index)
        tables.append(pd.concat([left, runs.reset_index(drop=True)], axis=1))
    table = pd.concat(tables, ignore_index=True)
    for key in table.columns[: len(keys) + 1]:
        if table[key].map(type).nunique() > 1:
            table[key] = table[key].map(lambda value: None if value is None else str(value))
    return table


def _given(result: "Result") -> dict[str, Any]:
    """What a scenario was told, as values."""
    if isinstance(result.overrides, dict):
        return dict(result.overrides)
    pairs = (word.partition("=") for word in result.overrides)
    values = {key.lstrip("+~"): yaml.safe_load(value) if value else None for key, _, value in pairs}
    return {key: str(value) if isinstance(value, list | dict) else value
            for key, value in values.items()}  # fmt: skip


def _check_finite(result: "Result") -> None:
    """Refuse an infinity anywhere, and a total that is not a number."""
    from sim.metrics import KPIS, not_finite

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


def _scenario(result: "Result", first: "Result") -> dict[str, Any]:
    """A scenario by what it was told and how its config differs from the first one's."""
    base = {key: value for key, _, value in walk(first.config) if "[" not in key}
    own = {key: value for key, _, value in walk(result.config) if "[" not in key}
    differs = {key: value for key, value in own.items() if base.get(key) != value}
    for path in ("", "rivals."):
        mine, other = (one.rivals if path else one for one in (result.config, first.config))
        if mine.incentive.components != other.incentive.components:
            components = [asdict(one) for one in mine.incentive.components]
            differs[f"{path}incentive.components"] = components
    return {"name": result.name, "overrides": list(result.overrides), "differs": differs,
            "config_hash": provenance.config_hash(result.config)}  # fmt: skip


def _manifest(folder: Path, results: Sequence["Result"], story: dict[str, Any]) -> dict[str, Any]:
    outputs = sorted(path for path in folder.rglob("*") if path.is_file())
    runs = results[0].tables["runs"]
    return {
        "status": "finished",
        **story,
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "config_hash": provenance.config_hash(results[0].config),
        "root_seed": results[0].config.seed,
        "world_seed": results[0].config.world_seed,
        "replicate_seeds": [int(seed) for seed in runs["seed"]],
        "code": provenance.code(),
        "machine": provenance.machine(),
        "packages": provenance.packages(),
        "outputs": {path.relative_to(folder).as_posix(): provenance.file_hash(path)
                    for path in outputs},
    }  # fmt: skip


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")
    if path.name == MANIFEST:
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _write_yaml(path: Path, content: Any) -> None:
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    path.write_text(text, encoding="utf-8")


def _write_table(path: Path, table: "DataFrame") -> None:
    """A table as Parquet, the same bytes for the same data: no index, time or pandas version."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(content, path, compression="zstd")
