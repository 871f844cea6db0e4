"""Choices of the page: menus of options, and fields made from the schema."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, get_args

from sim.config import Config
from sim.config.parameter import about_of, item_of, walk
from sim.grammar.options import Group, config_dir, groups

# The menus, in the order in which people ask.
MENUS = ("market", "incentive", "cadence", "alignment", "rivals", "network")
# The parameters that people change first, under a heading each: between which values a slider
# moves, whole numbers in what steps (None: by factors), while the field takes all that is allowed.
MAIN: Mapping[str, Mapping[str, tuple[float, float, float | None]]] = {
    "People": {
        "market.customers": (100, 100_000, None),
        "sales.reps": (1, 60, 1),
        "sales.reps_per_thousand": (0.2, 20, None),
        "marketing.marketers": (0, 30, 1),
        "rivals.count": (0, 7, 1),
    },
    "Money": {
        "market.catalogue.price": (1_000, 250_000, None),
        "market.catalogue.margin": (0, 1, 0.01),
        "cadence.price_cut": (0, 0.5, 0.01),
        "sales.outside_pay": (30_000, 300_000, 5_000),
    },
    "Together": {
        "alignment.information": (0, 1, 0.05),
        "alignment.goals": (0, 1, 0.05),
    },
    "How long, how often": {
        "days": (65, 1_040, 65),
        "warmup_days": (0, 520, 65),
        "replicates": (1, 50, 1),
        "seed": (1, 100, 1),
    },
}
# What a page must not set: code of somebody's, and what does not belong to a scenario.
_NOT_HERE = ("policies.", "report", "figures", "fail_fast", "threads", "workers")
FILES = ("cadence.file", "sales.roster", "rivals.cadence.file", "rivals.sales.roster")


@dataclass(frozen=True)
class Field:
    """A parameter on the page: how it is asked for, and what the schema says of it."""

    key: str
    label: str
    text: str
    unit: str
    allowed: str
    source: str
    kind: str  # number, whole, flag, choice, text
    choices: tuple[str, ...]
    usual: str
    slider: tuple[float, float, float | None] | None = None


def menus() -> list[Group]:
    """The groups that a scenario chooses an option of."""
    known = groups([config_dir()])
    return [known[name] for name in MENUS]


def main() -> dict[str, list[Field]]:
    """The fields that are shown at first, under their headings."""
    known = fields()
    return {
        title: [_with_slider(known[key], slider) for key, slider in keys.items()]
        for title, keys in MAIN.items()
    }


def more() -> dict[str, list[Field]]:
    """All other fields, by the section of the config that they are in."""
    shown = {key for keys in MAIN.values() for key in keys}
    found: dict[str, list[Field]] = {}
    for key, field in fields().items():
        if key not in shown:
            found.setdefault(key.rpartition(".")[0] or "run", []).append(field)
    return found


@cache
def fields() -> dict[str, Field]:
    """Every parameter that the page can set, by its key."""
    return {field.key: field for field in _all()}


def text_of(value: Any) -> str:
    """A value as it stands in a field."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, tuple):
        return "[" + ",".join(map(text_of, value)) + "]"
    return "" if value is None else str(value)


def _all() -> Iterator[Field]:
    for key, entry, value in walk(Config()):
        elsewhere = "[" in key or "incentive." in key or key.startswith(_NOT_HERE)
        if elsewhere or _is_list_of_parts(entry):
            continue
        about = about_of(entry)
        yield Field(
            key, key.rpartition(".")[2].replace("_", " "), about.text, about.unit,
            "" if about.allowed == "any" else about.allowed, about.source, _kind(entry),
            about.choices, text_of(value),
        )  # fmt: skip


def _kind(entry: Any) -> str:
    """The kind of field for a parameter: a choice, a number, a yes or no, or text."""
    if item_of(entry) is not None:
        return "text"
    if about_of(entry).choices:
        return "choice"
    kinds = [one for one in get_args(entry.type) if one is not type(None)] or [entry.type]
    return {bool: "flag", int: "whole", float: "number"}.get(kinds[0], "text")


def _is_list_of_parts(entry: Any) -> bool:
    return hasattr(item_of(entry), "__dataclass_fields__")


def _with_slider(field: Field, slider: tuple[float, float, float | None]) -> Field:
    return replace(field, slider=slider)
