"""A pay plan for a page: its words, and what it pays at ten attainments."""

from typing import NamedTuple

from sim.config import Config
from sim.metrics.plan_explained import (
    CAMPAIGNS,
    Worked,
    advances,
    dated_from,
    lines_of,
    salary_and_target,
    stretches,
    worked,
)


class Part(NamedTuple):
    """A component: what it counts, and its rows and clauses."""

    number: int
    counts: str
    lines: list[str]


class Stretch(NamedTuple):
    """A time in which the same is in force: its promise, and what it pays."""

    when: str
    promise: str
    worked: Worked


class Plan(NamedTuple):
    """A plan: its stretches, its components, what else it says, and a line on campaigns."""

    stretches: list[Stretch]
    parts: list[Part]
    more: list[str]
    campaigns: str


def explained(config: Config) -> Plan:
    """The focal firm's plan of a config, as ``sim explain`` tells it."""
    plan, lengths = config.incentive, config.fiscal.lengths
    dated = dated_from(config.cadence.first_date)
    days = [day for day in stretches(plan) if day < config.days]
    found = []
    for day, after in zip(days, [*days[1:], None], strict=True):
        ends = f"to day {dated(after - 1)}" if after else "on"
        when = f"From day {dated(day)} {ends}" if len(days) > 1 else ""
        promise = salary_and_target(plan, lengths, day)
        found.append(Stretch(when, promise, worked(plan, lengths, day)))
    parts = []
    for number, one in enumerate(plan.components):
        first, *rest = lines_of(plan, one, lengths, dated)
        parts.append(Part(number, first, [line.strip() for line in rest]))
    has_campaigns = any(one.to_day is not None for one in plan.components)
    return Plan(found, parts, list(advances(plan)), CAMPAIGNS if has_campaigns else "")
