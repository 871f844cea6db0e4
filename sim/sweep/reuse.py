"""Runs of finished sweeps, taken over by another that asks for them: they go by their content."""

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sim.config.refusal import Refusal
from sim.folder.claim import MANIFEST
from sim.folder.provenance import file_hash
from sim.folder.repeat import safe_yaml
from sim.folder.repeat.examined import RunFolder, examine
from sim.folder.repeat.stored import Row, rows
from sim.runs.one_run import seed_from
from sim.runs.work import FINISHED, NAMES, key_of
from sim.sweep.journal import Journal
from sim.sweep.place import Place
from sim.sweep.plan import Plan

# The manifest's name for the hash of the code that made the runs, and that of a scenario's entry
# for the hash of all else that decides a run of it.
CODE, MARK = "run_code", "run_hash"
NEEDED = ("runs.parquet", "scenarios.yaml")
AT_ONCE = 1_000


class Finished:
    """The finished runs of a sweep's folder, by what they are addressed with.

    Raises :class:`Refusal` for a folder that is none, and for one of another code.
    """

    def __init__(self, folder: RunFolder, code: str) -> None:
        self.path = folder.path
        self._folder = folder
        try:
            listed: Any = folder.holds("scenarios.yaml") and folder.read("scenarios.yaml")
            self._marks = {str(one["name"]): bytes.fromhex(one[MARK]) for one in listed}
        except (KeyError, TypeError, ValueError):
            said = "it is no sweep's, or of an earlier version"
            raise Refusal(f"{self.path} does not say what its runs go by: {said}") from None
        if folder.manifest.get(CODE) != code:
            raise Refusal(f"{self.path} holds runs of other code: run them anew, in a new folder")
        self._code = code

    def runs(self) -> Iterator[tuple[bytes, str, Row]]:
        """The mark of each finished run's scenario, its address, and its row."""
        for row in rows(self._folder):
            if row["status"] == FINISHED:
                if row["scenario"] not in self._marks or not isinstance(row["seed"], int):
                    raise Refusal(f"{self.path}: runs.parquet has a run of no scenario")
                mark = self._marks[row["scenario"]]
                yield mark, key_of(mark, row["seed"], self._code), row


def is_finished(folder: Path) -> bool:
    """Whether a folder says that it holds a sweep that is finished, without a failed run."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        return CODE in manifest and manifest["runs"]["failed"] == 0
    except (OSError, ValueError, KeyError, TypeError):
        return False


def take_over(
    place: Place, plan: Plan, code: str, others: Sequence[Path], adding: bool
) -> dict[str, Any]:
    """Put into the journal what there is of a plan's runs; what the manifest is to say of it.

    ``others`` are folders of finished sweeps. ``adding`` says that the place itself holds one, to
    which the plan must add. Raises :class:`Refusal` where it does not, and for a folder that cannot
    be used; then all is as it was.
    """
    sources = [Finished(_own(place.folder), code)] if adding else []
    for source in sources:
        _refuse_no_more(source, plan, code, place.journal.is_empty())
    sources += [Finished(examine(path), code) for path in others]
    for source in sources:
        _put(place.journal, source, plan)
    if adding:
        place.reopen()
    return _told(place.journal)


def _own(folder: Path) -> RunFolder:
    """The finished folder in which a journal may lie already, by a process that was killed."""
    manifest = safe_yaml.read(folder / MANIFEST, MANIFEST)
    for name in NEEDED:
        known = manifest["outputs"].get(name) if isinstance(manifest.get("outputs"), dict) else None
        if not (folder / name).is_file() or file_hash(folder / name) != known:
            raise Refusal(f"{folder}: {name} is not the one that {MANIFEST} lists: it was changed")
    return RunFolder(folder, manifest)


def _refuse_no_more(source: Finished, plan: Plan, code: str, untouched: bool) -> None:
    """Refuse a plan that leaves out a run that is there, or adds none to an untouched folder.

    Where something was killed on the way, the same plan brings what it was at to its end.
    """
    there = {key for _, key, _ in source.runs()}
    asked = {
        key_of(
            plan.identity(run.scenario), seed_from(plan.seeds[run.scenario], run.replicate), code
        )
        for run in plan.runs()
    }
    if not there <= asked:
        what = "holds a finished sweep with runs that these words do not ask for"
        raise Refusal(f"{source.path} {what}: name a new folder, and say reuse={source.path}")
    if untouched and there == asked:
        more = "or ask for more replicates or values"
        raise Refusal(f"{source.path} holds a sweep that is finished: name a new folder, {more}")


def _put(journal: Journal, source: Finished, plan: Plan) -> None:
    """Append the source's runs of the plan's scenarios that the journal lacks."""
    known: set[str] = set()
    journal.read(lambda content, _: known.add(content["run"]))
    wanted = {plan.identity(scenario) for scenario in range(len(plan))}
    lines: list[bytes] = []
    for mark, key, row in source.runs():
        if mark in wanted and key not in known:
            known.add(key)
            lines.append(_line(key, row, source.path))
        if len(lines) == AT_ONCE:
            journal.append(lines)
            lines = []
    journal.append(lines)


def _told(journal: Journal) -> dict[str, Any]:
    """Count the runs taken over from each folder, whichever process did it."""
    found: Counter[str] = Counter()
    if not journal.is_empty():
        journal.read(
            lambda content, _: found.update([content["from"]] if "from" in content else [])
        )
    return {"taken_over": dict(found)} if found else {}


def _line(key: str, row: Row, path: Path) -> bytes:
    content = {
        "run": key,
        "from": str(path),
        **{name: row[name] for name in ("replicate", "seed", "status", "digest")},
    }
    kpis = [_number(row.get(name)) for name in NAMES]
    return json.dumps(content | {"kpis": kpis}, allow_nan=False, separators=(",", ":")).encode()


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, float | int) and math.isfinite(value) else None
