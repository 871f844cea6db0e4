"""Calendars of the focal firm that spend so much on each kind of content, and their profits."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from sim.config import Config
from sim.config.cadence import Planned
from sim.config.working_days import MONTH, QUARTER, WEEK
from sim.metrics.costs import cost_by_day
from sim.records import PANEL, Records

Numbers = np.ndarray[Any, np.dtype[np.float64]]
TUESDAY = 1
WEEKLY = {"education": 1.0, "product": 1.0, "news": 1.0, "promotion": 1.0}


def weekly(items: Mapping[str, float], weeks: int) -> list[Planned]:
    """So many items of each kind a week, on Tuesdays; parts of one add up until they are whole."""
    planned = []
    for week in range(weeks):
        for kind, rate in items.items():
            due = whole(rate, week + 1) - whole(rate, week)
            if due:
                planned.append(Planned(day=WEEK * week + TUESDAY, kind=kind, items=due))
    return planned


def mailings(a_month: int, days: int) -> list[Planned]:
    """News by e-mail, so many a month of twenty days, spread evenly."""
    rate = a_month / MONTH
    due = [whole(rate, day + 1) - whole(rate, day) for day in range(days)]
    sent = [(day, items) for day, items in enumerate(due) if items]
    return [Planned(day=day, kind="news", items=items, channel="email") for day, items in sent]


def whole(rate: float, steps: int) -> int:
    """Whole items after so many steps, to rounding."""
    return int(rate * steps + 1e-9)


def with_calendar(config: Config, planned: list[Planned]) -> Config:
    """The focal firm publishes this from the first day that counts; before it, as by default."""
    ordered = sorted(planned, key=lambda one: one.day)
    return replace(config, cadence=replace(config.cadence, planned=ordered))


def profits(records: Records, config: Config) -> Numbers:
    """The focal firm's profit in the first quarter after the warm-up, and in all of the time."""
    panel = records.panel[config.warmup_days :, 0]
    column = {name: panel[:, PANEL.index(name)] for name in PANEL}
    revenue = column["revenue_new"] + column["revenue_renewal"]
    daily = config.market.catalogue.margin * revenue - cost_by_day(panel, config.sales)
    return np.array([daily[:QUARTER].sum(), daily.sum()])
