"""Plans: all pay plans as one, so that one run tells what each would pay for it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from sim.config import Component, Config, Draw, Guarantee, Incentive


class Together(NamedTuple):
    """One plan of all components; per plan, which of them are its own, and its salary."""

    incentive: Incentive
    places: dict[str, list[int]]
    salaries: dict[str, float]


def together(plans: Mapping[str, Incentive]) -> Together:
    """All components side by side; gates point to where their components now stand.

    Advances on pay are left out, since they only move pay in time, and so is what a guarantee tops
    up, which is no component's.
    """
    components: list[Component] = []
    places: dict[str, list[int]] = {}
    for name, plan in plans.items():
        first = len(components)
        places[name] = list(range(first, first + len(plan.components)))
        for part in plan.components:
            gate = None if part.gate is None else part.gate + first
            components.append(replace(part, gate=gate))
    base = next(iter(plans.values()))
    whole = replace(
        base, salary=0.0, salaries=(), components=components, draw=Draw(), guarantee=Guarantee()
    )
    return Together(whole, places, {name: plan.salary for name, plan in plans.items()})


def everyone_honest(config: Config, whole: Together) -> Config:
    """The config in which nothing that a rep decides, or when one leaves, depends on pay."""
    sales = replace(config.sales, horizon="myopic", turnover_pay=0.0)
    return replace(config, incentive=whole.incentive, sales=sales, replicates=1)
