"""Finished folders, read as a stranger's: their key figures, their figures, and what they are."""

import math
import shlex
import warnings
from pathlib import Path
from typing import Any

from sim.app.within import finished as folders_below
from sim.app.within import inside
from sim.config.refusal import Refusal
from sim.folder.claim import MANIFEST
from sim.folder.repeat import safe_yaml
from sim.inference.intervals import Interval
from sim.metrics.comparisons import COMPARED
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
from sim.plots import NoDataError
from sim.plots.vector import svg, told
from sim.report.drawn_again import ways
from sim.report.finished import Finished, Outcome, finished
from sim.report.key_figures import Row, headlines, rows, shown_unit

MOST_SCENARIOS, MOST_LETTERS = 40, 500
# Results that are kept in memory, as each has all of its tables: one, and one beside it.
KEPT = 2


class Folders:
    """Reads run folders below one root, and remembers the latest."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, float], Finished] = {}

    def listed(self, root: str) -> dict[str, Any]:
        """Finished folders, the newest first, by what their manifests say; whether it is all."""
        found = folders_below(Path(root))
        return {"folders": [_line(Path(root), path) for path in found.folders], "all": found.all}

    def show(self, root: str, name: str, against: str = "") -> dict[str, Any]:
        """A folder's sentence, key figures and names of figures; beside another one's, if named.

        Raises :class:`Refusal` for one that is not whole, is no data, or lies elsewhere.
        """
        found = self._finished(root, name)
        summary = summarise(found.outcomes, found.count)
        said = sentence(summary, found.outcomes, found.count)
        page = {
            "folder": name, "sentence": said.replace(" %", "\N{NO-BREAK SPACE}%"),
            "figures": list(ways(found)), **_line(Path(root), inside(Path(root), name)),
        }  # fmt: skip
        base = self._beside(root, name, against)
        if found.count > 1:
            return page | {"table": _sweep(found, summary)}
        (one,) = found.outcomes
        with in_currency(one.config.currency):
            kpis, runs = summary["scenarios"][0]["kpis"], one.tables["runs"]
            few = headlines(kpis, runs, bool(one.config.rivals.count))
            page["kpis"] = [_kpi(row, one, base) for row in few]
            page["every"] = [_kpi(row, one, base) for row in rows(kpis, runs)]
        days = [one.config.days, base.config.days] if base else []
        return page | {"against": against if base else "",
                       "lengths": days if len(set(days)) > 1 else []}  # fmt: skip

    def figure(self, root: str, folder: str, name: str) -> dict[str, str] | None:
        """A figure as SVG, and its words; None if there are no data for it, or none can be made."""
        found = self._finished(root, folder)
        known = ways(found)
        if name not in known:
            raise Refusal(f"{name[:80]} is no figure: {', '.join(known)}")
        with in_currency(found.outcomes[0].config.currency), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of letters and layouts
            try:
                figure = known[name]()
                words = told(figure)
                drawing = svg(figure, name, words.alternative)
            except NoDataError:
                return None
            except Refusal:  # of a table that no run has written
                raise
            except Exception:  # whatever a library makes of unusual numbers
                return None
        return {"finding": words.finding, "drawn": words.drawn, "note": words.note, "svg": drawing}

    def report(self, root: str, name: str) -> str:
        """A folder as one page that can be mailed."""
        from sim.report import several, single

        found = self._finished(root, name)
        return single.page(found, _unsaid) if found.count == 1 else several.page([found], _unsaid)

    def _beside(self, root: str, name: str, against: str) -> Outcome | None:
        if not against or against == name:
            return None
        for one in (name, against):
            if self._finished(root, one).count > 1:
                raise Refusal(f"{one} is a sweep: only single runs are set beside each other")
        return self._finished(root, against).outcomes[0]

    def _finished(self, root: str, name: str) -> Finished:
        path = inside(Path(root), name)
        manifest = path / MANIFEST
        key = (str(path), manifest.stat().st_mtime if manifest.is_file() else 0.0)
        if key not in self._read:
            found = finished(path)
            while len(self._read) >= KEPT:
                self._read.pop(next(iter(self._read)))
            self._read[key] = found
        return self._read[key]


def _kpi(row: Row, one: Outcome, base: Outcome | None) -> dict[str, Any]:
    """A key figure as texts, and how it differs from another run's, seed by seed."""
    line = row._asdict()
    if base is None or row.name not in base.tables["runs"].columns:
        return line
    unit, before = shown_unit(row.name), _plain(estimate(base, row.name))
    paired = difference(base, one, row.name)
    change = _plain(paired)
    mean = before["mean"]
    if not paired.replicates and mean is not None and row.number is not None:
        change["mean"] = row.number - mean
    return line | {
        "last": mean_text(before, unit), "change": difference_text(change, unit),
        "told": bool(paired.nonzero), "paired": paired.replicates > 0 or change["mean"] is None,
    }  # fmt: skip


def _plain(found: Interval) -> dict[str, float | None]:
    ends = {"mean": found.mean, "ci_low": found.low, "ci_high": found.high}
    return {end: None if math.isnan(value) else float(value) for end, value in ends.items()}


def _unsaid(_: str) -> None:
    """Leave out of the page what cannot be drawn."""


def _sweep(found: Finished, summary: dict[str, Any]) -> dict[str, Any]:
    """A few key figures of each of a sweep's scenarios, the most profitable first."""
    names = [name for name in COMPARED if name in summary["scenarios"][0]["kpis"]]
    lines = []
    with in_currency(found.outcomes[0].config.currency):
        for one in summary["scenarios"]:
            cells = []
            for name in names:
                kpi, unit = one["kpis"].get(name), KPIS[name].unit
                cells.append((mean_text(kpi, unit), interval_text(kpi, unit)) if kpi
                             else (UNDEFINED, ""))  # fmt: skip
            profit = (one["kpis"].get("profit") or {}).get("mean")
            lines.append((float("inf") if profit is None else -profit, one["name"], cells))
        heads = [f"{name.replace('_', ' ')}, {unit_text(KPIS[name].unit)}" for name in names]
    lines.sort(key=lambda line: line[0])
    return {"heads": heads, "count": found.count,
            "lines": [line[1:] for line in lines[:MOST_SCENARIOS]]}  # fmt: skip


def _line(root: Path, path: Path) -> dict[str, Any]:
    """A folder's name, end, runs and command, as its manifest says; unchecked."""
    try:
        told = safe_yaml.read(path / MANIFEST, MANIFEST)
    except Refusal:
        told = {}
    told = told if isinstance(told, dict) else {}
    when = str(told.get("finished", ""))[:25].replace("T", " ").removesuffix("+00:00")
    return {
        "name": path.relative_to(root.resolve()).as_posix(),
        "finished": when,
        "runs": len(_listed(told, "replicate_seeds")),
        "command": shlex.join(["sim", *map(str, _listed(told, "argv"))])[:MOST_LETTERS],
    }


def _listed(told: dict[str, Any], key: str) -> list[Any]:
    found = told.get(key)
    return found if isinstance(found, list) else []
