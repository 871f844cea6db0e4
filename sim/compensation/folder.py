"""The folder that a verb on plans leaves behind: tables, figures, and last the manifest of them."""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
from matplotlib.figure import Figure

from sim.compensation.asked import Asked
from sim.engine.signals import tidily
from sim.folder.claim import MANIFEST, claimed
from sim.folder.write import manifest, write_json, write_table, write_yaml
from sim.metrics.numbers import in_currency
from sim.plots import drawn

Found = TypeVar("Found")

FIGURES = "figures"
FILES = {
    "plans.yaml": "every plan by its name, all of its parameters with their values",
    "config.yaml": "every parameter of the scenario under the first plan, with its value",
    MANIFEST: "where this comes from: the words typed, the config's hash, the seeds, the commit, "
    "the versions of all packages, the machine, and the SHA-256 of every file here. It is written "
    "last: a folder that has it is whole",
}


@dataclass(frozen=True)
class Outcome:
    """The findings of a verb: a line on them, tables and figures by name, what each file holds, and
    what stands in ``summary.json``."""

    opening: str
    tables: Mapping[str, pd.DataFrame]
    figures: Mapping[str, Callable[[], Figure]]
    about: Mapping[str, str]
    summary: Mapping[str, Any]


def kept(
    asked: Asked,
    words: Sequence[str],
    find: Callable[[], Found],
    outcome: Callable[[Found], Outcome],
) -> tuple[Path, Found]:
    """Find what a verb asks for and keep it in the folder that words name, whole or not at all."""
    started, currency = datetime.now(UTC).isoformat(timespec="seconds"), _currency(asked)
    with tidily(), claimed(asked.place.folder, asked.place.folder_from_clock) as claim:
        found = find()
        with in_currency(currency):
            _write(claim.work, asked, outcome(found), {"argv": list(words), "started": started})
    return claim.final, found


def _currency(asked: Asked) -> str:
    return asked.plans[0].config.currency


def _write(folder: Path, asked: Asked, found: Outcome, story: dict[str, Any]) -> None:
    """Write tables first, figures after them, and the manifest last."""
    first = asked.plans[0].config
    write_yaml(folder / "config.yaml", asdict(first))
    plans = {plan.name: asdict(plan.config.incentive) for plan in asked.plans}
    write_yaml(folder / "plans.yaml", plans)
    for name, table in found.tables.items():
        if name.endswith(".csv"):
            table.to_csv(folder / name, index=False)
        else:
            write_table(folder / name, table)
    write_json(folder / "summary.json", found.summary)
    for name, draw in found.figures.items():
        drawn(folder / FIGURES / name, draw)
    (folder / "README.txt").write_text(_readme(folder, found), encoding="utf-8")
    write_json(folder / MANIFEST, manifest(folder, first, asked.seeds, story))


def _readme(folder: Path, found: Outcome) -> str:
    figures = sorted(path.name for path in (folder / FIGURES).glob("*.png"))
    about = {**found.about, **FILES, f"{FIGURES}/": ", ".join(figures) or "none could be drawn"}
    lines = [
        textwrap.fill(text, 100, initial_indent=f"  {name:<22}", subsequent_indent=" " * 24)
        for name, text in about.items()
    ]
    return "\n\n".join([textwrap.fill(found.opening, 100), "Files\n" + "\n".join(lines)]) + "\n"
