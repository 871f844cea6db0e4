"""``sim diff``: the differences between two run folders, in config, versions and results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.config import Config
from sim.folder.provenance import config_hash
from sim.folder.repeat.examined import RunFolder, examine
from sim.folder.repeat.stored import Row, Stored, flat, rows, scenarios
from sim.folder.repeat.versions import Version, different
from sim.inference.intervals import Interval, interval
from sim.metrics.glossary import KPIS
from sim.metrics.summary import possible

UNSET = None
# Means that agree this far differ by the order of a sum.
ROUNDING = 1e-9


class Value(NamedTuple):
    """A parameter that the two sides set to different values; None where it is not there."""

    key: str
    a: Any
    b: Any


class Outcome(NamedTuple):
    """A KPI that came out otherwise: each side's mean with its interval, and b − a seed by seed.

    The difference has no interval where fewer than two seeds are shared.
    """

    kpi: str
    a: Interval
    b: Interval
    difference: Interval


@dataclass(frozen=True)
class Pair:
    """A scenario that both folders have, with all of it that differs."""

    a: str
    b: str
    values: Sequence[Value]
    runs: int
    same_digests: int
    outcomes: Sequence[Outcome]

    @property
    def differs(self) -> bool:
        """Whether a parameter, a KPI or a digest is not the same."""
        return bool(self.values or self.outcomes) or self.same_digests < self.runs


@dataclass(frozen=True)
class Comparison:
    """All that differs between two folders."""

    a: RunFolder
    b: RunFolder
    versions: Sequence[Version]
    pairs: Sequence[Pair]
    only_a: Sequence[str]
    only_b: Sequence[str]
    files: Sequence[str] = field(default=())

    @property
    def same(self) -> bool:
        """Whether nothing differs but the words typed, the time and the place."""
        if self.versions or self.only_a or self.only_b or self.files:
            return False
        return not any(one.differs for one in self.pairs)


def compare(a: Path, b: Path) -> Comparison:
    """Compare two finished run folders. Raises :class:`Refusal` for one that is not whole, or data.

    Scenarios are matched by name, the others by config; two folders of one scenario each are
    matched as they are.
    """
    one, other = examine(a), examine(b)
    mine, theirs = _by_name(one), _by_name(other)
    configs = [{name: pair[0].config for name, pair in side.items()} for side in (mine, theirs)]
    matched = _matched(*configs)
    pairs = [_pair(mine[name_a], theirs[name_b]) for name_a, name_b in matched]
    only_a = [name for name in mine if name not in {pair[0] for pair in matched}]
    only_b = [name for name in theirs if name not in {pair[1] for pair in matched}]
    versions = different(one.manifest, other.manifest)
    files = _other_files(one.manifest["outputs"], other.manifest["outputs"])
    return Comparison(one, other, versions, pairs, only_a, only_b, files)


def _matched(a: Mapping[str, Config], b: Mapping[str, Config]) -> list[tuple[str, str]]:
    """Pairs of names, one of each side, that stand for the same scenario."""
    if len(a) == len(b) == 1:
        return [(next(iter(a)), next(iter(b)))]
    by_name = {name: name for name in a if name in b}
    left = {config_hash(config): name for name, config in b.items() if name not in by_name}
    rest = {name: config for name, config in a.items() if name not in by_name}
    by_config = {name: left.pop(config_hash(config), None) for name, config in rest.items()}
    return [(name, found) for name in a if (found := by_name.get(name) or by_config.get(name))]


def _by_name(folder: RunFolder) -> dict[str, tuple[Stored, list[Row]]]:
    found: dict[str, tuple[Stored, list[Row]]] = {one.name: (one, []) for one in scenarios(folder)}
    for row in rows(folder):
        if row["scenario"] in found:
            found[row["scenario"]][1].append(row)
    return found


def _pair(a: tuple[Stored, list[Row]], b: tuple[Stored, list[Row]]) -> Pair:
    (one, mine), (other, theirs) = a, b
    values, others = flat(one.config), flat(other.config)
    keys = dict.fromkeys([*values, *others])
    both = [Value(key, values.get(key, UNSET), others.get(key, UNSET)) for key in keys]
    changed = [value for value in both if value.a != value.b]
    digests = {row["replicate"]: row["digest"] for row in mine}
    same = sum(digests.get(row["replicate"]) == row["digest"] for row in theirs)
    outcomes = [found for name in KPIS if (found := _outcome(name, mine, theirs)) is not None]
    return Pair(one.name, other.name, changed, max(len(mine), len(theirs)), same, outcomes)


def _outcome(name: str, mine: Sequence[Row], theirs: Sequence[Row]) -> Outcome | None:
    """A KPI on both sides; None if it came out the same."""
    a, b = _by_seed(name, mine), _by_seed(name, theirs)
    shared = [b[seed] - value for seed, value in a.items() if seed in b]
    found = (interval([*side.values()] or [np.nan]) for side in (a, b))
    one, other = (possible(side, KPIS[name].unit) for side in found)
    alike = np.allclose(one[:3], other[:3], rtol=ROUNDING, atol=0.0, equal_nan=True)
    return None if alike else Outcome(name, one, other, interval(shared or [np.nan]))


def _by_seed(name: str, table: Sequence[Row]) -> dict[int, float]:
    values = ((row["seed"], row.get(name)) for row in table)
    return {seed: float("nan") if value is None else float(value) for seed, value in values}


def _other_files(a: Mapping[str, str], b: Mapping[str, str]) -> list[str]:
    """Files with other bytes, or on one side only."""
    return sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))
