"""Before and after: another checkout of this project and this one, in alternating processes."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.table import Table

from sim.config.refusal import Refusal

HERE = Path(__file__).resolve().parents[2]
ROWS = Path(__file__).with_name("model_rows.py")
COMMANDS = {"sim, warm": [], "sim market=small, warm": ["market=small"]}


@dataclass
class Row:
    """One thing measured in pairs: processor times before and after, and digests of results."""

    what: str
    unit: str
    before: list[float] = field(default_factory=list)
    after: list[float] = field(default_factory=list)
    results: set[str] = field(default_factory=set)

    @property
    def same(self) -> bool | None:
        """Whether all results are one; None where they are not looked at."""
        return len(self.results) == 1 if self.results else None

    def ratios(self) -> tuple[float, float]:
        """After ÷ before: of the two minima, and the median over pairs."""
        pairs = zip(self.before, self.after, strict=True)
        each = statistics.median(after / before for before, after in pairs)
        return min(self.after) / min(self.before), each


def compared(folder: Path, pairs: int, full: bool, say: Callable[[str], None]) -> list[Row]:
    """So many pairs of processes, before then after; what must be compiled is compiled first."""
    folder = folder.resolve()
    if not (folder / "sim" / "__init__.py").exists():
        raise Refusal(f"against={folder} is no checkout of this project: it has no sim/__init__.py")
    rows: dict[str, Row] = {}
    for number in range(-1, pairs):
        for side, place in (("before", folder), ("after", HERE)):
            say(f"pair {number + 1} of {pairs}, {side}" if number >= 0 else f"compiling, {side}")
            for what, unit, value, digest in [*_model(place, full), *_commands(place, full)]:
                row = rows.setdefault(what, Row(what, unit))
                if number >= 0:
                    getattr(row, side).append(value)
                    row.results |= {digest} - {""}
    return list(rows.values())


def table(rows: list[Row]) -> Table:
    """A line a row: minimum and median before and after, their ratios, and the results."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    made.add_column("processor time: minimum (median)")
    for name in ("before", "after", "after ÷ before"):
        made.add_column(name, justify="right")
    made.add_column("results")
    for row in rows:
        least, each = row.ratios()
        said = {True: "the same", False: "DIFFER", None: "not compared"}[row.same]
        made.add_row(row.what, *(_said(row, side) for side in (row.before, row.after)),
                     f"{least:.2f} ({each:.2f})", said)  # fmt: skip
    return made


def _said(row: Row, values: list[float]) -> str:
    return f"{min(values):.3g} ({statistics.median(values):.3g}) {row.unit}"


def _model(place: Path, full: bool) -> list[Any]:
    command = [sys.executable, "-P", str(ROWS), *(["full"] if full else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=_at(place))
    if done.returncode:
        raise Refusal(f"{place} cannot be measured: {done.stderr.strip().splitlines()[-1]}")
    found = json.loads(done.stdout.splitlines()[-1])
    if Path(found["package"]).resolve().parents[1] != place:
        raise Refusal(f"{place} was asked for, and {found['package']} answered")
    return list(found["rows"])


def _commands(place: Path, full: bool) -> list[Any]:
    """The command from start to finish, the processes that it starts included."""
    found = []
    for what, words in COMMANDS.items() if full else ():
        with tempfile.TemporaryDirectory() as scratch:
            before = os.times()
            command = [sys.executable, "-m", "sim", *words, f"hydra.run.dir={scratch}/run"]
            subprocess.run(command, check=True, capture_output=True, env=_at(place), cwd=scratch)
            after = os.times()
        worked = after.children_user + after.children_system
        found.append((what, "s", worked - before.children_user - before.children_system, ""))
    return found


def _at(place: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(place)}
