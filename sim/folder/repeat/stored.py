"""The runs that a folder keeps: a config for each scenario, and a row for each run."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.config import Config
from sim.config.refusal import Refusal
from sim.folder import provenance
from sim.folder.repeat.examined import RunFolder
from sim.folder.repeat.safe_yaml import printable
from sim.folder.repeat.tables import RUNS, read_table
from sim.grammar.schema import stored_config, stored_like
from sim.inference.samples import Numbers
from sim.metrics.bases import BASES
from sim.metrics.glossary import KPIS

if TYPE_CHECKING:
    import pyarrow as pa
    from pandas import DataFrame

Row = Mapping[str, Any]
ON_PLANS = ("plan", "redteam", "why")
TEXT, WHOLE = ("scenario", "status", "digest"), ("replicate", "seed")
NEEDED = {**dict.fromkeys(TEXT, "text"), **dict.fromkeys(WHOLE, "whole numbers")}


@dataclass(frozen=True)
class Stored:
    """A scenario as a folder keeps it: its name, the words that made it, its config."""

    name: str
    overrides: tuple[str, ...]
    config: Config


def scenarios(folder: RunFolder) -> list[Stored]:
    """Every scenario of a folder, checked.

    Raises :class:`Refusal` for a config that is none, and for what was asked of a pay plan.
    """
    verb = next(iter(folder.manifest["argv"]), "")
    if verb in ON_PLANS:
        raise Refusal(f"{folder.path} is not the folder of a run, but of sim {verb}")
    base = folder.read("config.yaml")
    with _made_of_anything("config.yaml"):
        first = stored_config(base, "config.yaml")
    _refuse_other_hash(first, base, folder.manifest["config_hash"], "config.yaml")
    if not folder.holds("scenarios.yaml"):
        return [Stored(str(rows(folder)[0]["scenario"]), _words(folder, 0), first)]
    listed = folder.read("scenarios.yaml")
    if not isinstance(listed, list) or not listed:
        raise Refusal("scenarios.yaml is not a list of scenarios")
    found = [_scenario(base, first, one, number) for number, one in enumerate(listed)]
    names = [one.name for one in found]
    if len(set(names)) < len(names):
        raise Refusal("scenarios.yaml names two scenarios alike")
    return found


def rows(folder: RunFolder) -> list[Row]:
    """The rows of ``runs.parquet`` in their order. Raises :class:`Refusal` if it is no such table.

    Every column has to be of the kind that a run writes.
    """
    found: list[Row] = runs_of(folder).to_pylist()
    return found


def runs_of(folder: RunFolder) -> "pa.Table":
    """The rows of ``runs.parquet`` as a table, checked as :func:`rows` are."""
    table = read_table(folder.path / RUNS, NEEDED, dict.fromkeys((*KPIS, *BASES), "numbers"))
    if not len(table):
        raise Refusal(f"{RUNS} has no rows: nothing was run")
    return table


def with_every_kpi(runs: "DataFrame") -> "DataFrame":
    """The rows of some runs, with every KPI that they lack as undefined."""
    missing = [name for name in KPIS if name not in runs.columns]
    return runs.assign(**dict.fromkeys(missing, np.nan))


class AsRun:
    """The rows of one scenario, as the scenario itself had them when it was run."""

    name = ""

    def __init__(self, rows: Sequence[Row]) -> None:
        import pandas as pd

        names = ("seed", *KPIS, *BASES)
        there = [name for name in names if not rows or name in rows[0]]
        table = pd.DataFrame([{name: row[name] for name in there} for row in rows], columns=there)
        self.tables = {"runs": with_every_kpi(table)}

    def by_seed(self, kpi: str) -> Numbers:
        """A KPI of each run beside its seed."""
        runs = self.tables["runs"].sort_values("seed")
        return runs[["seed", kpi]].to_numpy(np.float64)


def summarised(folder: RunFolder) -> list[dict[str, Any]]:
    """The scenarios of ``summary.json``. Raises :class:`Refusal` if it has no list of them."""
    summary = folder.read("summary.json")
    listed = summary.get("scenarios") if isinstance(summary, dict) else None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise Refusal("summary.json has no list of scenarios")
    return listed


def leaves(content: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a plain config by its dotted name; lists of values are values."""
    for key, value in content.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{key}.")
        elif isinstance(value, list | tuple) and value and isinstance(value[0], dict):
            for number, one in enumerate(value):
                yield from leaves(one, f"{path}{key}[{number}].")
        else:
            yield f"{path}{key}", value


def flat(config: Config) -> dict[str, Any]:
    """Every parameter of a config by its dotted name."""
    return dict(leaves(asdict(config)))


def _words(folder: RunFolder, number: int) -> tuple[str, ...]:
    overrides = folder.manifest.get("overrides")
    mine = overrides[number] if isinstance(overrides, list) and number < len(overrides) else []
    return tuple(str(word) for word in mine) if isinstance(mine, list) else ()


def _scenario(base: dict[str, Any], first: Config, entry: Any, number: int) -> Stored:
    where = f"scenarios.yaml, scenario {number}"
    keys = {"name": str, "overrides": list, "differs": dict, "config_hash": str}
    entry = entry if isinstance(entry, dict) else {}
    if not all(isinstance(entry.get(key), kind) for key, kind in keys.items()):
        raise Refusal(f"{where} lacks one of {', '.join(keys)}")
    for key in entry["differs"]:
        _refuse_unknown(base, str(key), where)
    with _made_of_anything(where):
        config = stored_like(first, {str(key): one for key, one in entry["differs"].items()}, where)
    if provenance.config_hash(config) != entry["config_hash"]:
        content = copy.deepcopy(base)
        for key, value in entry["differs"].items():
            _inner(content, str(key))[str(key).rpartition(".")[2]] = value
        _refuse_other_hash(config, content, entry["config_hash"], where)
    return Stored(entry["name"], tuple(map(str, entry["overrides"])), config)


@contextmanager
def _made_of_anything(where: str) -> Iterator[None]:
    """Refuse what is no config, whatever a stranger has put there."""
    try:
        yield
    except (ArithmeticError, LookupError, AttributeError, RecursionError) as error:
        told = printable(f"{type(error).__name__}: {error}")
        raise Refusal(f"{where}: not a config ({told})") from None


def _refuse_unknown(base: dict[str, Any], key: str, where: str) -> None:
    inner = _inner(base, key)
    if not isinstance(inner, dict) or key.rpartition(".")[2] not in inner:
        raise Refusal(f"{where}: {printable(key)} is not in config.yaml")


def _inner(content: Any, key: str) -> Any:
    """The mapping that holds the last name of a key; None if there is none."""
    for name in key.split(".")[:-1]:
        content = content.get(name) if isinstance(content, dict) else None
    return content


def _refuse_other_hash(config: Config, content: Any, told: str, where: str) -> None:
    """Refuse a config that its hash does not prove, unless this version knows other parameters."""
    same_parameters = {key for key, _ in leaves(content)} == set(flat(config))
    if same_parameters and provenance.config_hash(config) != told:
        raise Refusal(f"{where}: the config does not have the hash that was written down")
