"""``runs.parquet`` of a sweep from its journal: in the order of the plan, part by part."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sim.folder.provenance import SPEED_ONLY
from sim.grammar.vocabulary import given
from sim.metrics.columns import Columns
from sim.runs.work import NAMES
from sim.sweep.engine import Tally
from sim.sweep.journal import Journal
from sim.sweep.plan import Plan, Run

ROWS = 10_000
OWN = ("scenario", "replicate", "seed", "world_seed", "status", "digest", *NAMES)
KINDS = {bool: pa.bool_(), int: pa.int64(), float: pa.float64(), str: pa.string()}


class Given:
    """The words of each scenario as columns: a value for each key that any of them has.

    Keys that only make runs faster are no columns: the table is the same on any number of workers.
    """

    def __init__(self, plan: Plan) -> None:
        self._read: dict[str, tuple[str, Any]] = {}
        self._plan = plan
        kinds: dict[str, set[type]] = {}
        for words in plan.words:
            for key, value in map(self._pair, words):
                if key not in SPEED_ONLY:
                    kinds.setdefault(key, set()).add(type(value))
        self.kinds = {key: _common(found) for key, found in kinds.items()}

    def of(self, scenario: int) -> dict[str, Any]:
        """The values of one scenario."""
        pairs = map(self._pair, self._plan.words[scenario])
        return {key: self._fitting(key, value) for key, value in pairs if key in self.kinds}

    def _pair(self, word: str) -> tuple[str, Any]:
        if word not in self._read:
            self._read[word] = given(word)
        return self._read[word]

    def _fitting(self, key: str, value: Any) -> Any:
        kind = self.kinds[key]
        return value if value is None or isinstance(value, kind) else kind(value)


def write_runs(
    path: Path, plan: Plan, names: Sequence[str], tally: Tally, journal: Journal
) -> None:
    """Write a row per run: scenario, its words' values, replicate, seed, status, digest, KPIs."""
    told = Given(plan)
    labels = {key: f"config.{key}" if key in OWN else key for key in told.kinds}
    fields = {"scenario": str} | {labels[key]: kind for key, kind in told.kinds.items()}
    fields |= {"replicate": int, "seed": int, "world_seed": int, "status": str, "digest": str}
    fields |= dict.fromkeys(NAMES, float)
    schema = pa.schema([(name, KINDS[kind]) for name, kind in fields.items()])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for part in _parts(plan.runs()):
            lines = [journal.line(tally.offsets[plan.source(run).number]) for run in part]
            seeds = [line["seed"] for line in lines]
            values = {run.scenario: told.of(run.scenario) for run in part}
            kpis = [line.get("kpis") or [None] * len(NAMES) for line in lines]
            columns = [
                [names[run.scenario] for run in part],
                *([values[run.scenario].get(key) for run in part] for key in told.kinds),
                [run.replicate for run in part],
                seeds,
                [plan.world_seed(*both) for both in zip(part, seeds, strict=True)],
                *([line.get(name) for line in lines] for name in ("status", "digest")),
                *zip(*kpis, strict=True),
            ]
            arrays = [pa.array(*both) for both in zip(columns, schema.types, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=ROWS)


def read_runs(
    path: Path, plan: Plan, scenarios: Sequence[int], wanted: Collection[str] = OWN
) -> list[Columns]:
    """The finished runs of some scenarios, in ascending order, with the columns that there are."""
    file = pq.ParquetFile(path)
    names = [name for name in file.schema_arrow.names if name in wanted and name != "scenario"]
    owners = np.repeat(np.arange(len(plan)), plan.replicates)
    owners[~np.isin(owners, scenarios)] = -1
    parts, first = [], 0
    for batch in file.iter_batches(ROWS, columns=[*{"status": 0, **dict.fromkeys(names)}]):
        own = owners[first : first + len(batch)]
        finished = pa.compute.equal(batch["status"], "finished").to_numpy(zero_copy_only=False)
        own[~finished] = -1
        parts.append(batch.filter(pa.array(own >= 0)))
        first += len(batch)
    table, found = pa.Table.from_batches(parts), owners[owners >= 0]
    whole = Columns(names, len(table), lambda name: table[name].to_numpy())
    ends = (np.searchsorted(found, scenarios, side).tolist() for side in ("left", "right"))
    return [whole.rows(*both) for both in zip(*ends, strict=True)]


def means(path: Path, kpi: str, plan: Plan) -> NDArray[np.float64]:
    """A KPI's mean over the finished runs of each scenario; NaN where there is none."""
    sums, counts = np.zeros((2, len(plan)))
    scenarios = np.repeat(np.arange(len(plan)), plan.replicates)
    first = 0
    for batch in pq.ParquetFile(path).iter_batches(ROWS, columns=[kpi]):
        values = batch.column(0).to_numpy(zero_copy_only=False)
        here, known = scenarios[first : first + len(values)], ~np.isnan(values)
        sums += np.bincount(here[known], values[known], len(plan))
        counts += np.bincount(here[known], minlength=len(plan))
        first += len(values)
    return np.divide(sums, counts, out=np.full(len(plan), np.nan), where=counts > 0)


def _parts(runs: Iterator[Run]) -> Iterator[list[Run]]:
    part: list[Run] = []
    for run in runs:
        part.append(run)
        if len(part) == ROWS:
            yield part
            part = []
    if part:
        yield part


def _common(kinds: set[type]) -> type:
    """The type that holds all values of a column; words where they are of different kinds."""
    kinds = kinds - {type(None)}
    if kinds == {int, float}:
        return float
    return kinds.pop() if len(kinds) == 1 else str
