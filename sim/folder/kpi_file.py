"""``kpis.csv``: the KPIs of each scenario for a spreadsheet, with what each of them is."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.metrics.glossary import KPIS

NAME = "kpis.csv"
COLUMNS = ("scenario", "name", "value", "low", "high", "unit", "replicates", "over", "formula",
           "source")  # fmt: skip


def write_kpis(path: Path, summary: Mapping[str, Any]) -> None:
    """Write the scenarios of a ``summary.json`` as rows; empty where a number is undefined."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for one in summary["scenarios"]:
            for name, kpi in one["kpis"].items():
                about, ends = KPIS[name], (kpi["mean"], kpi["ci_low"], kpi["ci_high"])
                told = (about.unit, kpi["replicates"], about.over, about.formula, about.source)
                rows.writerow([one["name"], name, *ends, *told])
