"""Finished folders, read as a stranger's: their key figures, their figures, and what they are."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.app.within import finished, inside
from sim.config.refusal import Refusal
from sim.folder.claim import MANIFEST
from sim.folder.repeat import safe_yaml
from sim.folder.repeat.examined import RunFolder, examine
from sim.folder.repeat.stored import NEEDED, rows, scenarios
from sim.folder.repeat.tables import RUNS, read_table
from sim.metrics.bases import BASES
from sim.metrics.estimates import difference, estimate
from sim.metrics.glossary import KPIS
from sim.metrics.numbers import (
    UNDEFINED,
    difference_text,
    in_currency,
    interval_text,
    mean_text,
    unit_text,
)
from sim.metrics.summary import sentence, summarise
from sim.plots import FIGURES, SWEEP_FIGURES, NoDataError
from sim.plots.vector import svg
from sim.records import PANEL, TABLES
from sim.runs.scenario import Result

# The key figures that people ask for first, by their names in the glossary.
TWELVE = (
    "leads", "opportunities", "wins", "win_rate", "market_share", "new_revenue", "profit",
    "quota_attainment", "reps_at_quota", "pay_per_rep", "rep_turnover", "decided_before_contact",
)  # fmt: skip
MOST_SCENARIOS = 40
# Results that are kept in memory, as each has all of its tables.
KEPT = 2


class Folders:
    """Reads run folders below one root, and remembers the latest."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, float], list[Result]] = {}

    def listed(self, root: str) -> list[dict[str, Any]]:
        """Finished folders, the newest first, by what their manifests say."""
        return [_line(Path(root), path) for path in finished(Path(root))]

    def show(self, root: str, name: str, against: str = "") -> dict[str, Any]:
        """A folder's sentence, key figures and names of figures; beside another one's, if named.

        Raises :class:`Refusal` for one that is not whole, is no data, or lies elsewhere.
        """
        results = self._results(root, name)
        summary = summarise(results)
        drawn = FIGURES if len(results) == 1 else SWEEP_FIGURES
        found = {
            "folder": name, "sentence": sentence(summary, results), "figures": list(drawn),
            **_line(Path(root), inside(Path(root), name)),
        }  # fmt: skip
        if len(results) > 1:
            return found | {"table": _sweep(results, summary)}
        other = self._results(root, against) if against and against != name else []
        base = other[0] if len(other) == 1 else None
        with in_currency(results[0].config.currency):
            every = [_kpi(results[0], base, kpi) for kpi in _kpis(results[0])]
        few = [one for one in every if one["name"] in TWELVE]
        few.sort(key=lambda one: TWELVE.index(one["name"]))
        return found | {"kpis": few, "every": every, "against": against if base else ""}

    def figure(self, root: str, folder: str, name: str) -> str | None:
        """A figure as SVG, with its title as the alternative in words; None if it has no data."""
        results = self._results(root, folder)
        drawn: Mapping[str, Any] = FIGURES if len(results) == 1 else SWEEP_FIGURES
        if name not in drawn:
            raise Refusal(f"{name[:80]} is no figure: {', '.join(drawn)}")
        with in_currency(results[0].config.currency):
            try:
                if len(results) == 1:
                    made = drawn[name](results[0].tables, results[0].config)
                else:
                    made = drawn[name](results)
            except NoDataError:
                return None
            return svg(made, name, _title(made))

    def _results(self, root: str, name: str) -> list[Result]:
        path = inside(Path(root), name)
        manifest = path / MANIFEST
        key = (str(path), manifest.stat().st_mtime if manifest.is_file() else 0.0)
        if key not in self._read:
            while len(self._read) >= KEPT:
                self._read.pop(next(iter(self._read)))
            self._read[key] = _results(examine(path))
        return self._read[key]


def _results(folder: RunFolder) -> list[Result]:
    """What a folder holds: one scenario with all of its tables, or several with their runs."""
    import pandas as pd

    optional = dict.fromkeys((*KPIS, *BASES), "numbers")
    runs = read_table(folder.path / RUNS, NEEDED, optional).to_pandas()
    known = scenarios(folder)
    if len(known) == 1 and folder.holds("daily.parquet"):
        (one,) = known
        tables = {"runs": runs} | {name: _table(folder, name) for name in _tables_of(folder)}
        return [Result(one.config, one.name, one.overrides, tables)]
    by_name = {str(name): part for name, part in runs.groupby("scenario", sort=False)}
    empty = pd.DataFrame(columns=runs.columns)
    return [
        Result(one.config, one.name, one.overrides, {"runs": by_name.get(one.name, empty)})
        for one in known
    ]


def _tables_of(folder: RunFolder) -> list[str]:
    return [name for name in ("daily", *TABLES) if folder.holds(f"{name}.parquet")]


def _table(folder: RunFolder, name: str) -> Any:
    """An event table with its columns checked: each of the kind that a run writes."""
    if name == "daily":
        kinds = dict.fromkeys(("day", "firm"), "whole numbers") | dict.fromkeys(PANEL, "numbers")
    else:
        columns = TABLES[name]
        kinds = {one: _kind(columns[one].kind) for one in columns.names or ()}
    columns = {"replicate": "whole numbers"} | {one: kind for one, kind in kinds.items() if kind}
    return read_table(folder.path / f"{name}.parquet", columns).to_pandas()


def _kind(letter: str) -> str:
    return {"f": "numbers", "i": "whole numbers", "u": "whole numbers"}.get(letter, "")


def _kpis(result: Result) -> list[str]:
    return [name for name in KPIS if name in result.tables["runs"].columns]


def _kpi(result: Result, base: Result | None, name: str) -> dict[str, Any]:
    """A key figure in words, and how it differs from another run's."""
    about, found = KPIS[name], _plain(estimate(result, name))
    line = {
        "name": name, "label": name.replace("_", " "),
        "unit": "" if about.unit == name else unit_text(about.unit),
        "number": mean_text(found, about.unit), "interval": interval_text(found, about.unit),
        "formula": about.formula, "last": "", "change": "", "told": False,
    }  # fmt: skip
    if base is None or name not in base.tables["runs"].columns:
        return line
    before = _plain(estimate(base, name))
    paired = difference(base, result, name)
    change = _plain(paired)
    if change["mean"] is None and None not in (before["mean"], found["mean"]):
        change = {"mean": found["mean"] - before["mean"], "ci_low": None, "ci_high": None}
    return line | {
        "last": mean_text(before, about.unit), "change": difference_text(change, about.unit),
        "told": bool(paired.nonzero), "paired": paired.replicates > 1,
    }  # fmt: skip


def _plain(found: Any) -> dict[str, Any]:
    ends = {"mean": found.mean, "ci_low": found.low, "ci_high": found.high}
    return {name: None if value != value else float(value) for name, value in ends.items()}


def _sweep(results: Sequence[Result], summary: Mapping[str, Any]) -> dict[str, Any]:
    """A table of a sweep's scenarios: a few key figures of each, the most profitable first."""
    names = ("profit", "wins", "market_share", "reps_at_quota")
    lines = []
    with in_currency(results[0].config.currency):
        for one in summary["scenarios"]:
            cells = [(mean_text(kpi, KPIS[name].unit), interval_text(kpi, KPIS[name].unit))
                     if (kpi := one["kpis"].get(name)) else (UNDEFINED, "") for name in names]  # fmt: skip
            profit = (one["kpis"].get("profit") or {}).get("mean")
            lines.append((-profit if profit is not None else float("inf"), one["name"], cells))
        heads = [f"{name.replace('_', ' ')}, {unit_text(KPIS[name].unit)}" for name in names]
    lines.sort(key=lambda line: line[0])
    return {"heads": heads, "count": len(lines),
            "lines": [line[1:] for line in lines[:MOST_SCENARIOS]]}  # fmt: skip


def _title(figure: Any) -> str:
    """What a figure says in words: its title, its subtitle, its note."""
    note, *head = [one.get_text() for one in figure.texts]  # as sim/plots/style.py writes them
    return " ".join(" ".join([*head, note]).split())


def _line(root: Path, path: Path) -> dict[str, Any]:
    """A folder by what its manifest says, which nobody has to believe yet."""
    try:
        told = safe_yaml.read(path / MANIFEST, MANIFEST)
    except Refusal:
        told = {}
    told = told if isinstance(told, dict) else {}
    argv = [str(one) for one in told.get("argv", [])] if isinstance(told.get("argv"), list) else []
    return {
        "name": path.relative_to(root.resolve()).as_posix(),
        "command": shlex.join(["sim", *argv])[:500],
        "finished": str(told.get("finished", ""))[:25].replace("T", " ").removesuffix("+00:00"),
        "runs": len(told["replicate_seeds"]) if isinstance(told.get("replicate_seeds"), list) else 0,
    }  # fmt: skip
