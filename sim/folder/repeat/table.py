"""The terminal's account of two folders: a short table of config, versions and results."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from sim.folder.repeat.diff import Comparison, Outcome, Pair
from sim.folder.repeat.safe_yaml import printable
from sim.folder.repeat.terminal import MOST, versions
from sim.inference.intervals import Interval
from sim.metrics.glossary import FOCAL, KPIS
from sim.metrics.numbers import difference_text, interval_text, mean_text

WIDTH = 100
HEADLINES = ("profit", "wins", "market_share")


def comparison(found: Comparison) -> list[str]:
    """Lines that list the differences between two folders."""
    return list(_lines(found))


def _lines(found: Comparison) -> Iterator[str]:
    yield f"a: {found.a.path}"
    yield f"b: {found.b.path}"
    if found.same:
        yield "nothing differs: config, versions, results"
        return
    yield from versions(found.versions, ("a", "b"))
    for side, names in (("a", found.only_a), ("b", found.only_b)):
        for name in _some(names):
            yield f"only in {side}: {printable(name)}"
    alone = len(found.pairs) == 1
    for pair in found.pairs:
        yield from _pair(pair, alone)
    if found.files:
        text = f"files that differ: {', '.join(printable(name) for name in _some(found.files))}"
        yield from textwrap.wrap(text, WIDTH, subsequent_indent="  ")


def _pair(pair: Pair, alone: bool) -> Iterator[str]:
    if not (alone or pair.differs):
        return
    if not alone:
        yield f"{printable(pair.a)}:"
    if pair.values:
        said = [(one.key, _said(one.a), _said(one.b)) for one in pair.values]
        yield from _columns([("config", "a", "b"), *_some(said)])
    else:
        yield "config: the same"
    yield f"digests: {pair.same_digests} of {pair.runs} runs the same"
    shown = [one for one in pair.outcomes if one.kpi in (FOCAL if alone else HEADLINES)]
    if shown:
        heads = ("KPI", "a", "95 % interval", "b", "95 % interval", "b − a, paired")
        yield from _columns([heads, *map(_row, shown)])
    hidden = len(pair.outcomes) - len(shown)
    if hidden:
        yield f"… and {hidden} more KPIs that differ"


def _row(one: Outcome) -> tuple[str, ...]:
    unit = KPIS[one.kpi].unit
    shown = [_kpi(side) for side in (one.a, one.b)]
    sides = [text(side, unit) for side in shown for text in (mean_text, interval_text)]
    name = f"{one.kpi}, %" if unit == "share" else one.kpi
    return (name, *sides, difference_text(_kpi(one.difference), unit))


def _kpi(found: Interval) -> dict[str, float | None]:
    values = [None if value != value else value for value in found[:3]]
    return dict(zip(("mean", "ci_low", "ci_high"), values, strict=True))


def _said(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.10g}"
    return printable(value) if value != "" else "''"


def _columns(table: Sequence[tuple[str, ...]]) -> Iterator[str]:
    wide = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        cells = (f"{cell:<{width}}" for cell, width in zip(row, wide, strict=True))
        yield ("  " + "  ".join(cells)).rstrip()


def _some(items: Sequence[Any]) -> list[Any]:
    """As many as fit on a screen, and how many more there are."""
    if len(items) <= MOST:
        return list(items)
    rest = f"… and {len(items) - MOST} more"
    more = rest if isinstance(items[0], str) else (rest, *[""] * (len(items[0]) - 1))
    return [*items[:MOST], more]
