"""A part of a config in short: a mapping of what is not as it is by default."""

from dataclasses import fields
from typing import Any

from sim.config import Change, Component
from sim.config.parameter import key_of
from sim.config.per_part import is_part


def in_short(part: Any) -> dict[str, Any]:
    """A part by its keys, without what is as it is by default.

    Of a component what it counts and its curve, of a change its day are there in any case.
    """
    usual = type(part)()
    shown = {key_of(one): plain(getattr(part, one.name)) for one in fields(part)
             if getattr(part, one.name) != getattr(usual, one.name)}  # fmt: skip
    if isinstance(part, Component):
        shown = {"measure": part.measure, "unit": part.unit, "period": part.period} | shown
        shown |= {name: list(getattr(part, name)) for name in ("at", "jump", "slope")}
    if isinstance(part, Change):
        shown = {"from": part.from_} | shown
    return shown


def plain(value: Any) -> Any:
    """A value of a config as lists and mappings."""
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return in_short(value) if is_part(value) else value
