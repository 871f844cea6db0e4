"""``sim diff``: the differences between two run folders, in config, versions and results."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np

from sim.config import Config
from sim.config.per_part import field_names, is_part
from sim.folder.provenance import config_hash
from sim.folder.repeat.examined import RunFolder, examine
from sim.folder.repeat.stored import AsRun, Row, Stored, leaves, rows, scenarios
from sim.folder.repeat.versions import Version, different
from sim.inference.intervals import Interval
from sim.inference.samples import Numbers
from sim.metrics.estimates import difference, estimate
from sim.metrics.glossary import KPIS

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
    digests = {row["replicate"]: row["digest"] for row in mine}
    same = sum(digests.get(row["replicate"]) == row["digest"] for row in theirs)
    changed = list(values(one.config, other.config))
    runs = max(len(mine), len(theirs))
    return Pair(one.name, other.name, changed, runs, same, list(_outcomes(mine, theirs)))


def values(a: Any, b: Any, path: str = "") -> Iterator[Value]:
    """The parameters that differ between two parts; what is equal is not looked into."""
    for name in field_names(cast("Any", type(a))):
        here, there = getattr(a, name), getattr(b, name)
        if here is there or here == there:
            continue
        if is_part(here):
            yield from values(here, there, f"{path}{name}.")
            continue
        one, other = (dict(leaves({path + name: _plain(side)})) for side in (here, there))
        for key in dict.fromkeys([*one, *other]):
            value = Value(key, one.get(key, UNSET), other.get(key, UNSET))
            if value.a != value.b:
                yield value


def _plain(value: Any) -> Any:
    """A value as plain content: what a list holds may be parts."""
    if not isinstance(value, tuple | list):
        return value
    return [asdict(one) if is_part(one) else one for one in value]


def _outcomes(mine: Sequence[Row], theirs: Sequence[Row]) -> Iterator[Outcome]:
    """The KPIs that did not come out the same on both sides."""
    a, b = AsRun(mine), AsRun(theirs)
    for name in KPIS:
        if not _alike(a.by_seed(name), b.by_seed(name)):
            yield Outcome(name, estimate(a, name), estimate(b, name), difference(a, b, name))


def _alike(a: Numbers, b: Numbers) -> bool:
    if np.isnan(a[:, 1]).all() and np.isnan(b[:, 1]).all():
        return True
    return a.shape == b.shape and np.allclose(a, b, rtol=ROUNDING, atol=0.0, equal_nan=True)


def _other_files(a: Mapping[str, str], b: Mapping[str, str]) -> list[str]:
    """Files with other bytes, or on one side only."""
    return sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))
