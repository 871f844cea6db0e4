"""The plans that are tried: rates on new and renewed revenue over one salary, and ready options."""

from dataclasses import replace
from typing import NamedTuple

from sim.config import Component, Config
from sim.request import request

# Money for money: of new revenue, the default commission first, and of renewals.
NEW = (0.1, 0.08, 0.12, 0.14, 0.16)
RENEWED = (0.0, 0.01 / 3, 0.02 / 3, 0.01, 0.015)
OPTIONS = ("retention_weighted", "satisfaction", "balanced_scorecard", "quota_bonus", "accelerator")
# Half a year under the plan, so that deals are under way; then three years.
SIZE = ("warmup_days=130", "days=780")
COMMISSION = "10 % of new"


class Plan(NamedTuple):
    """A plan by its name, its config, and its rates where it is of the grid."""

    name: str
    config: Config
    new: float = 0.0
    renewed: float = 0.0


def candidates(words: tuple[str, ...] = ()) -> list[Plan]:
    """Pure new-business commission first, then all others."""
    config = _composed(words)
    grid = [_linear(config, new, renewed) for renewed in RENEWED for new in NEW]
    return [*grid, *(option(name, words) for name in OPTIONS)]


def linear(new: float, renewed: float, words: tuple[str, ...] = ()) -> Plan:
    """The default salary and so much of every money sold, and renewed."""
    return _linear(_composed(words), new, renewed)


def _linear(config: Config, new: float, renewed: float) -> Plan:
    parts = [Component(slope=[new])]
    name = f"{100 * new:.3g} % of new"
    if renewed > 0.0:
        parts.append(Component(measure="renewal", slope=[renewed]))
        name += f" and {100 * renewed:.3g} % of renewed revenue"
    plan = replace(config.incentive, components=parts)
    return Plan(name, replace(config, incentive=plan), new, renewed)


def option(name: str, words: tuple[str, ...] = ()) -> Plan:
    """A ready option of ``incentive``."""
    return Plan(name, _composed((f"incentive={name}", *words)))


def _composed(words: tuple[str, ...]) -> Config:
    return request([*SIZE, *words]).scenarios[0].config
