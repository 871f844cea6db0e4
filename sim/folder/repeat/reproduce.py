"""``sim reproduce``: run a folder again, and say of every run whether it came out the same."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.config.refusal import Refusal
from sim.folder.repeat.examined import RunFolder, examine
from sim.folder.repeat.rerun import Outcome, Tell, outcomes
from sim.folder.repeat.safe_yaml import printable
from sim.folder.repeat.stored import AsRun, Row, Stored, rows, scenarios, summarised
from sim.folder.repeat.trust import admit, refuse_large
from sim.folder.repeat.versions import Version, different, here
from sim.metrics.estimates import estimate
from sim.metrics.glossary import KPIS

# KPIs are sums of the same events; another library may add them up in another order.
SAME = 1e-9
SHORT = 12
FINISHED = "finished"


@dataclass(frozen=True)
class Mismatch:
    """Something that is not as it is written down: its place, and the difference."""

    where: str
    what: str


@dataclass(frozen=True)
class Reproduction:
    """The result of running a folder again; ``failed`` of the runs repeated had failed before."""

    folder: RunFolder
    repeated: int
    of: int
    failed: int
    scenarios: int
    versions: Sequence[Version]
    mismatches: Sequence[Mismatch]

    @property
    def same(self) -> bool:
        """Whether every run that was repeated came out as it is written down."""
        return not self.mismatches


def reproduce(
    path: Path,
    run: int | None = None,
    trusted: bool = False,
    progress: Tell | None = None,
    large: bool = False,
) -> Reproduction:
    """Run a folder again, or one row of its ``runs.parquet``, and compare.

    Everything is checked before anything runs. ``trusted`` says that a policy class outside ``sim``
    may be imported, ``large`` that a run may take hours. Raises :class:`Refusal` for a folder that
    is not whole, or not data.
    """
    folder = examine(path)
    known = {one.name: one for one in scenarios(folder)}
    table = rows(folder)
    _refuse_gaps(table)
    numbers = list(range(len(table))) if run is None else [_row(run, table)]
    chosen = [_scenario(table[number], number, known) for number in numbers]
    admit([one.config for one in known.values()], trusted)
    if not large:
        refuse_large([one.config for one in chosen])
    replicates = [int(table[number]["replicate"]) for number in numbers]
    tasks = [(one.config, replicate) for one, replicate in zip(chosen, replicates, strict=True)]
    failed = sum(table[number]["status"] != FINISHED for number in numbers)
    found = outcomes(tasks, progress, apart=bool(failed))
    mismatches = []
    for number, outcome in zip(numbers, found, strict=True):
        if what := unlike(table[number], outcome):
            mismatches.append(Mismatch(_place(number, table[number]), what))
    if run is None:
        mismatches += [Mismatch("summary.json", what) for what in misreported(folder, table)]
    versions = different(folder.manifest, here(folder.manifest))
    return Reproduction(folder, len(numbers), len(table), failed, len(known), versions, mismatches)


def unlike(row: Row, outcome: Outcome) -> str:
    """The first difference between a run and its row, in words; empty if there is none."""
    if (row["status"] == FINISHED) != (outcome.error is None):
        now = "finished" if outcome.error is None else f"failed ({printable(outcome.error)})"
        return f"was {printable(row['status'])}, now {now}"
    if outcome.seed != row["seed"]:
        return f"seed {row['seed']} is written down, and the config gives {outcome.seed}"
    if outcome.error is not None:
        return ""
    if outcome.digest != row["digest"]:
        return f"digest {_short(row['digest'])} was written down, now {_short(outcome.digest)}"
    known = [name for name in outcome.kpis if name in row]
    wrong = [name for name in known if not _same(row[name], outcome.kpis[name])]
    if not wrong:
        return ""
    first = wrong[0]
    more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
    pair = f"{first}={row[first]} was written down, now {outcome.kpis[first]}"
    return f"same digest, but {pair}{more}"


def misreported(folder: RunFolder, table: Sequence[Row]) -> list[str]:
    """Means in ``summary.json`` that are not those of the rows of ``runs.parquet``."""
    by_name: dict[Any, list[Row]] = {}
    for row in table:
        by_name.setdefault(row["scenario"], []).append(row)
    found = []
    for one in summarised(folder):
        mine = by_name.get(str(one.get("name")), [])
        kpis: Any = one.get("kpis")
        ran = AsRun(mine)
        for name in KPIS if isinstance(kpis, dict) else ():
            told = kpis[name].get("mean") if isinstance(kpis.get(name), dict) else None
            if name in kpis and not _same(told, estimate(ran, name).mean):
                mean = f"{printable(one.get('name'))}: mean {name}={printable(told)}"
                found.append(f"{mean} is not that of runs.parquet")
    return found


def _place(number: int, row: Row) -> str:
    return f"row {number}: {printable(row['scenario'])}, replicate {row['replicate']}"


def _row(run: int, table: Sequence[Row]) -> int:
    if not 0 <= run < len(table):
        raise Refusal(f"--run {run} is not a row of runs.parquet: 0 to {len(table) - 1}")
    return run


def _refuse_gaps(table: Sequence[Row]) -> None:
    """Refuse a table in which a replicate is left out or stands twice: runs were picked."""
    found: dict[Any, list[Any]] = {}
    for row in table:
        found.setdefault(row["scenario"], []).append(row["replicate"])
    for name, replicates in found.items():
        count = len(replicates)
        if set(replicates) != set(range(count)):
            what = f"{count} rows that are not replicates 0 to {count - 1}, each once"
            raise Refusal(f"runs.parquet: {printable(name)} has {what}")


def _scenario(row: Row, number: int, known: Mapping[str, Stored]) -> Stored:
    replicate, name, where = row["replicate"], row["scenario"], f"runs.parquet, row {number}"
    if not isinstance(replicate, int) or not 0 <= replicate < 2**31:
        raise Refusal(f"{where}: replicate={printable(replicate)} is no number")
    if name not in known:
        raise Refusal(f"{where}: {printable(name)} is no scenario of this folder")
    return known[name]


def _same(written: Any, now: float) -> bool:
    if written is None or isinstance(written, bool) or not isinstance(written, int | float):
        return written is None and math.isnan(now)
    if math.isnan(written) or math.isnan(now):
        return math.isnan(written) and math.isnan(now)
    return math.isclose(written, now, rel_tol=SAME, abs_tol=SAME)


def _short(digest: Any) -> str:
    return f"{printable(digest)[:SHORT]}…"
