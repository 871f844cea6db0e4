"""Names and numbers of scenarios in the figures of a sweep."""

from collections.abc import Iterable, Sequence
from typing import Any

from sim.inference.outcomes import swept
from sim.metrics.comparisons import all_alike
from sim.metrics.glossary import KPIS
from sim.metrics.numbers import MONEY, in_full, short
from sim.metrics.summary import Result
from sim.plots.words import money, over_replicates, share

MOST_LETTERS = 48
# Values that say nothing by themselves.
NO_WORDS = ("true", "false", "null", "none", "default")


def short_names(results: Sequence[Result]) -> list[str]:
    """Names that tell the scenarios apart: the values of the swept axes, or else their names.

    Where there is no room for either, as with many parameters, their numbers.
    """
    axes = swept_axes(results)
    columns = [[level(key, one, axes) for one in values] for key, values in axes.items()]
    names = [" + ".join(words) for words in zip(*columns, strict=True)]
    unique = len(set(names)) == len(results)
    for some in (names if unique else [], [result.name for result in results]):
        if some and max(map(len, some)) <= MOST_LETTERS:
            return some
    return [f"scenario {number}" for number in range(len(results))]


def numbered(names: Sequence[str]) -> str:
    """A note on scenarios that go by their numbers; empty if they have names."""
    by_number = names[0] == "scenario 0"
    return " Scenarios by their place in scenarios.yaml, from 0." if by_number else ""


def found_or_alike(results: Sequence[Result], finding: str) -> str:
    """A figure's finding, or that there is none: all scenarios came out the same."""
    if not all_alike(results):
        return finding
    return f"All {len(results)} scenarios came out the same, run by run"


def swept_axes(results: Sequence[Result]) -> dict[str, list[Any]]:
    """The keys whose values differ between scenarios, with a value for each scenario."""
    return swept([result.overrides for result in results])


def scale(axis: Any, kpi: str, signed: bool = False, gap: bool = False) -> None:
    """Ticks of an axis in the KPI's unit, with a plus where signs matter; of gaps, in points."""
    unit = KPIS[kpi].unit

    def text(value: float, _: Any) -> str:
        value = round(value, 12) + 0.0
        plus = "+" if signed and value > 0 else ""
        if unit == "share":
            text = in_full(100 * value) + ("" if signed or gap else " %")
        else:
            text = money(value) if unit.startswith(MONEY) else in_full(value)
        return plus + text.replace("-", "−")

    axis.set_major_formatter(text)


def amount(value: float, kpi: str) -> str:
    """A KPI's value as written in a figure."""
    unit = KPIS[kpi].unit
    if unit == "share":
        return share(value, 1)
    return money(value) if unit.startswith(MONEY) else short(value)


def gap_text(value: float, kpi: str) -> str:
    """The distance between two values of a KPI as written in a figure: of shares, in points."""
    if KPIS[kpi].unit == "share":
        return f"{100 * value:.1f} percentage points".replace("-", "−")
    return amount(value, kpi)


def points(kpi: str) -> str:
    """The unit of gaps where it is not the one of the KPI, in brackets."""
    return " (percentage points)" if KPIS[kpi].unit == "share" else ""


def note(results: Sequence[Result], drawn: str) -> str:
    """A note on the intervals of a sweep's figure."""
    tables = [result.tables["runs"] for result in results]
    return over_replicates(min(tables, key=len), drawn, max(map(len, tables)))


def level(key: str, value: Any, axes: Iterable[str]) -> str:
    """A swept value as a name: a group's option explains itself, all else has its parameter."""
    if isinstance(value, str) and "." not in key and value not in NO_WORDS:
        return value
    return f"{axis_name(key, axes)}={value_text(value)}"


def value_text(value: Any) -> str:
    """A swept value: a number in few digits."""
    return in_full(value) if isinstance(value, float) else str(value)


def axis_name(key: str, axes: Iterable[str]) -> str:
    """As much of a parameter's name, from its end, as tells it from those of the other axes."""
    parts, others = key.split("."), [one for one in axes if one != key]
    for many in range(1, len(parts) + 1):
        name = ".".join(parts[-many:])
        if not any(f".{one}".endswith(f".{name}") for one in others):
            return name
    return key
