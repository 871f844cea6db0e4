"""Checks on the days on which parts of a pay plan are in force, and on fixed pay that changes."""

from collections.abc import Sequence
from itertools import pairwise

from sim.config.parameter import ConfigError
from sim.config.plan import Component, Incentive
from sim.config.working_days import enough_for


def check_in_force(here: str, part: Component, days: int) -> None:
    """Refuse a component that is never in force, or whose window never falls into those days."""
    if part.ends < part.first_day:
        raise ConfigError(
            f"{here}.last_day={part.last_day} is before first_day={part.first_day}: it would never "
            "be in force"
        )
    if part.first_day >= days:
        raise ConfigError(
            f"{here}.first_day={part.first_day} is after the last of days={days}: it would never "
            f"be in force, {enough_for(part.first_day)}"
        )
    if part.to_day is None or part.every_days:
        return
    if part.to_day < part.first_day or part.from_day > part.ends:
        said = f"first_day={part.first_day}" if part.to_day < part.first_day else (
            f"last_day={part.last_day}")  # fmt: skip
        raise ConfigError(
            f"{here}.{said} leaves nothing of its window, days {part.from_day} to {part.to_day}"
        )


def check_gate_in_force(here: str, part: Component, components: Sequence[Component]) -> None:
    """Refuse a gate that is not in force on all the days on which something waits for it."""
    if part.gate is None:
        return
    other = components[part.gate]
    if other.first_day > part.first_day or other.ends < part.ends:
        until = "to the end" if other.last_day is None else f"to {other.last_day}"
        raise ConfigError(
            f"{here}.gate={part.gate} is in force from day {other.first_day} {until} alone: a gate "
            "is in force on every day on which this is"
        )


def check_salaries(where: str, plan: Incentive, days: int) -> None:
    """Refuse fixed pay out of order, or from a day on that never comes."""
    for before, after in pairwise(plan.salaries):
        if before.from_day >= after.from_day:
            raise ConfigError(
                f"{where}.salaries from days {before.from_day} and {after.from_day}: each from a "
                "later day than the one before"
            )
    if plan.salaries and plan.salaries[-1].from_day >= days:
        last = len(plan.salaries) - 1
        raise ConfigError(
            f"{where}.salaries[{last}].from_day={plan.salaries[-1].from_day} is after the last of "
            f"days={days}: it would never be paid, {enough_for(plan.salaries[-1].from_day)}"
        )
