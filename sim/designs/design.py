"""A design as asked for: its kind, its samples and their ranges, or its file."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.config.refusal import Refusal, hint
from sim.designs.ranges import Range, ranges_from

SAMPLED = ("latin_hypercube", "sobol", "morris", "saltelli")
KINDS = {
    "zip": "paired lists: the first value of each, then the second of each, …",
    "latin_hypercube": "samples that cover every parameter's range evenly",
    "sobol": "samples that cover the whole space evenly; a power of two of them",
    "morris": "as many trajectories for Morris screening",
    "saltelli": "samples for Sobol indices: a power of two, times parameters + 2",
    "file": "a CSV or Parquet of samples: a column for each key, a row for each scenario",
}
# The settings that each kind needs, beside its own name.
NEEDS = {"zip": ("lists",), "file": ("file",)} | dict.fromkeys(SAMPLED, ("samples", "ranges"))
MOST = 1_000_000


@dataclass(frozen=True)
class Design:
    """Scenarios to run beside a grid; :func:`sim.designs.override_lists` makes their words.

    ``lists`` are columns of values by key (zip), ``seed`` is for the places of samples.
    """

    kind: str
    samples: int = 0
    ranges: tuple[Range, ...] = ()
    lists: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    file: Path | None = None
    seed: int = 1

    @property
    def parameters(self) -> tuple[str, ...]:
        """The keys that it varies, of a sampled design."""
        return tuple(one.key for one in self.ranges)


def design_from(settings: Mapping[str, Any]) -> Design:
    """The design that plain settings describe. Raises :class:`Refusal` for one that is none."""
    kind = settings.get("kind") or ("file" if settings.get("file") else "")
    if not isinstance(kind, str) or kind not in KINDS:
        near = hint(str(kind), KINDS)
        raise Refusal(f"design.kind={kind} is not a design: one of {', '.join(KINDS)}{near}")
    allowed = ("kind", "seed", *NEEDS[kind])
    for name in settings:
        if name not in allowed:
            known = f"{', '.join(allowed)}{hint(str(name), allowed)}"
            raise Refusal(f"design.{name} is not a setting of design.kind={kind}: {known}")
    missing = [name for name in NEEDS[kind] if settings.get(name) is None]
    if missing:
        raise Refusal(f"design.kind={kind} needs design.{missing[0]}")
    return Design(
        kind,
        _count(kind, settings["samples"]) if "samples" in NEEDS[kind] else 0,
        ranges_from(settings["ranges"]) if "ranges" in NEEDS[kind] else (),
        _lists(settings["lists"]) if "lists" in NEEDS[kind] else (),
        Path(str(settings["file"])) if "file" in NEEDS[kind] else None,
        _whole("seed", settings.get("seed", 1), 0),
    )


def _count(kind: str, value: Any) -> int:
    count = _whole("samples", value, 1)
    if kind in ("sobol", "saltelli") and (count < 2 or count & (count - 1)):
        nearest = 2 ** max(round(math.log2(count)), 1)
        why = f"which design.kind={kind} needs (nearest: {nearest})"
        raise Refusal(f"design.samples={count} is not a power of two, {why}")
    return count


def _whole(name: str, value: Any, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= MOST:
        raise Refusal(f"design.{name}={value} is not a whole number: {least} to {MOST:,}")
    return value


def _lists(content: Any) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    if not isinstance(content, Mapping) or not content:
        raise Refusal(f"design.lists={content} names no lists: write {{key:[a,b],other:[c,d]}}")
    lengths = {}
    for key, values in content.items():
        if not isinstance(values, list) or not values:
            raise Refusal(f"design.lists: {key}={values} is not a list: write {key}:[a,b]")
        lengths[str(key)] = len(values)
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{key} has {count}" for key, count in lengths.items())
        raise Refusal(f"design.lists are paired, so of one length: {told}")
    return tuple((str(key), tuple(values)) for key, values in content.items())
