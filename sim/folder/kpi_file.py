"""``kpis.csv``: the KPIs of each scenario for a spreadsheet, with what each of them is."""

import csv
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from sim.metrics.glossary import KPIS

NAME = "kpis.csv"
COLUMNS = ("scenario", "name", "value", "low", "high", "unit", "replicates", "over", "formula",
           "source")  # fmt: skip


def write_kpis(path: Path, summary: Mapping[str, Any]) -> None:
    """Write the scenarios of a ``summary.json`` as rows; empty where a number is undefined."""
    last = {name: _cells(about.over, about.formula, about.source) for name, about in KPIS.items()}
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_cells(*COLUMNS) + "\n")
        for one in summary["scenarios"]:
            first = _cells(one["name"], "")
            for name, kpi in one["kpis"].items():
                ends = [kpi["mean"], kpi["ci_low"], kpi["ci_high"]]
                mean, low, high = ("" if end is None else repr(end) for end in ends)
                told = f"{name},{mean},{low},{high},{KPIS[name].unit},{kpi['replicates']}"
                file.write(f"{first}{told},{last[name]}\n")


def _cells(*texts: str) -> str:
    """Texts as cells of a row, in quotes where a spreadsheet needs them."""
    row = StringIO()
    csv.writer(row, lineterminator="").writerow(texts)
    return row.getvalue()
