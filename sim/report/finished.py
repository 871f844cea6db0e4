"""Finished folders as results: configs, runs, and events that are read when they are asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.config import Config
from sim.config.refusal import Refusal
from sim.folder.provenance import SPEED_ONLY
from sim.folder.repeat.examined import RunFolder, examine
from sim.folder.repeat.stored import Stored, runs_of, scenarios, with_every_kpi
from sim.folder.repeat.tables import read_table
from sim.folder.scenario_names import names_of
from sim.inference.stopping import Target
from sim.records import PANEL
from sim.records import TABLES as EVENTS
from sim.report.homes import anonymous
from sim.sweep.until import until_from

if TYPE_CHECKING:
    from pandas import DataFrame

FINISHED = "finished"
# The KPIs of which every page tells first.
TOLD = ("wins", "profit")
# Of more scenarios than these only the first and the most profitable are compared.
MOST = 1000
DAILY, TEAM = "daily", "team"


class Kept(Mapping[str, "DataFrame"]):
    """The tables of a folder by their names; one is read, and its columns checked, at first use."""

    def __init__(self, folder: RunFolder, runs: "DataFrame") -> None:
        names = [name for name in (DAILY, *EVENTS, TEAM) if folder.holds(f"{name}.parquet")]
        self._folder, self._names = folder, ["runs", *names]
        self._read: dict[str, DataFrame] = {"runs": runs}

    def __getitem__(self, name: str) -> "DataFrame":
        if name not in self._read:
            if name not in self._names:
                raise KeyError(name)
            path = self._folder.path / f"{name}.parquet"
            self._read[name] = read_table(path, _columns(name)).to_pandas()
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True)
class Outcome:
    """A scenario as its folder keeps it: its config, its words, its tables."""

    config: Config
    name: str
    overrides: tuple[str, ...]
    tables: Mapping[str, "DataFrame"] = field(repr=False)
    target: Target | None = None


@dataclass(frozen=True)
class Finished:
    """A finished folder and its results; ``count`` is how many scenarios it has in all."""

    folder: RunFolder
    outcomes: Sequence[Outcome]
    count: int

    @property
    def whole(self) -> bool:
        """Whether it has the results of all its scenarios."""
        return self.count == len(self.outcomes)

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.folder.path.resolve().name


def finished(path: Path) -> Finished:
    """Examine a folder and read its runs.

    KPIs that its runs lack are undefined. Raises :class:`Refusal` for a folder that is not whole,
    in which no run finished, or of whose wins or profit nothing is known.
    """
    folder = examine(path)
    known, target = scenarios(folder), _target(folder)
    runs = runs_of(folder).to_pandas()
    runs = runs[runs["status"] == FINISHED]
    if not len(runs):
        raise Refusal(f"{path} has no run that finished: nothing to show")
    runs = with_every_kpi(runs)
    for name in TOLD:
        if not runs[name].notna().any():
            raise Refusal(f"{path}: runs.parquet has no {name} of any run: nothing to tell")
    found = dict(iter(runs.groupby("scenario", sort=False)))
    none, single = runs.iloc[:0], len(known) == 1
    outcomes: list[Outcome] = []
    chosen = _worth_reading(known, found)
    for one, name in zip(chosen, _apart([anonymous(one.name) for one in chosen]), strict=True):
        rows = found.get(one.name, none).reset_index(drop=True)
        tables: Mapping[str, DataFrame] = Kept(folder, rows) if single else {"runs": rows}
        words = tuple(map(anonymous, one.overrides))
        outcomes.append(Outcome(one.config, name, words, tables, target))
    return Finished(folder, outcomes, len(known))


def named_apart(folders: Sequence[Finished]) -> list[Outcome]:
    """The results of all folders, each under a name of its own.

    Of several folders names are made anew, of the words that set their scenarios apart; words that
    change no result do not.
    """
    found = [(folder, one) for folder in folders for one in folder.outcomes]
    if len(folders) == 1:
        return [one for _, one in found]
    words = [tuple(word for word in one.overrides if not _for_speed(word)) for _, one in found]
    names = names_of(words)
    if len(set(words)) < len(words):
        names = [folder.name if folder.count == 1 else f"{folder.name}: {name}"
                 for (folder, _), name in zip(found, names, strict=True)]  # fmt: skip
    return [replace(one, name=name, overrides=own)
            for (_, one), name, own in zip(found, _apart(names), words, strict=True)]  # fmt: skip


def _apart(names: Sequence[str]) -> list[str]:
    """The names, with a number behind one that was there before."""
    taken: dict[str, int] = {}
    found = []
    for name in names:
        taken[name] = taken.get(name, 0) + 1
        found.append(f"{name} ({taken[name]})" if taken[name] > 1 else name)
    return found


def _for_speed(word: str) -> bool:
    return word.lstrip("+~").partition("=")[0] in SPEED_ONLY


def _worth_reading(known: Sequence[Stored], found: Mapping[Any, "DataFrame"]) -> Sequence[Stored]:
    """All scenarios, or the first and the most profitable ones, in their order."""
    if len(known) <= MOST:
        return known
    profits = [found[one.name]["profit"].mean() if one.name in found else np.nan for one in known]
    best = np.argsort(-np.asarray(profits[1:], np.float64), kind="stable")[: MOST - 1]
    return [known[0], *(known[n] for n in sorted((1 + best).tolist()))]


def _target(folder: RunFolder) -> Target | None:
    """The target for which a sweep's replicates were added, if it had one."""
    summary = folder.read("summary.json")
    said = summary.get("until") if isinstance(summary, dict) else None
    if not isinstance(said, dict):
        return None
    return until_from({key: value for key, value in said.items() if key != "found"}).target


def _columns(name: str) -> dict[str, Any]:
    """The columns that a table must have, each with its kind."""
    import pyarrow as pa

    numbers = {"replicate": "whole numbers"}
    if name == TEAM:
        return numbers
    if name == DAILY:
        return (
            numbers
            | {"day": "whole numbers", "firm": "whole numbers"}
            | dict.fromkeys(PANEL, "numbers")
        )
    row = EVENTS[name]
    return numbers | {one: pa.from_numpy_dtype(row[one]) for one in row.names or ()}
