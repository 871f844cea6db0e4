"""Releases: marketers prepare them, which is talked of; on the day all that was prepared is out."""

import numpy as np

from sim.model.marketing.output import put_out
from sim.model.rules.releases import affordable_items, days_to, hours_of_preparation
from sim.model.state.world import World


def prepare(world: World) -> None:
    """Let marketers spend the day's hours on releases to come, and release what is due today."""
    since = world.day - world.config.warmup_days
    for firm, cadence in enumerate(world.marketing.calendars):
        for release in cadence.releases:
            left = days_to(since, release.day, release.every_days)
            if left == 0:
                _launch(world, firm)
            if release.every_days and left == 0:
                left = release.every_days
            if 0 < left <= release.preparation_days:
                _work_on(world, firm, release.hours / release.preparation_days)


def _work_on(world: World, firm: int, wanted: float) -> None:
    """The team shares the hours wanted, as far as each has any; what they make is talked of."""
    marketing = world.marketing
    place = len(marketing.streams.published)
    each, hours = float(marketing.kinds["hours"][place]), marketing.marketers.hours
    team = np.flatnonzero(marketing.marketers.firm == firm).tolist()
    for marketer in team:
        spent = hours_of_preparation(float(hours[marketer]), wanted, len(team))
        hours[marketer] -= spent
        if spent > 0.0 and each > 0.0:
            items = _place(world, firm, place, spent / each)
            marketing.prepared[firm] += items
            put_out(world, firm, marketer, place, items, spent)


def _launch(world: World, firm: int) -> None:
    """All that was prepared comes out at once."""
    marketing = world.marketing
    place = len(marketing.streams.published) + 1
    if marketing.prepared[firm] > 0.0:
        items = _place(world, firm, place, float(marketing.prepared[firm]))
        put_out(world, firm, -1, place, items, 0.0)
    marketing.prepared[firm] = 0.0


def _place(world: World, firm: int, place: int, items: float) -> float:
    """Pay for placing as many of the items as there is money for; that number."""
    marketing = world.marketing
    cost = float(marketing.kinds["cost"][place])
    items = affordable_items(items, float(marketing.money[firm]), cost)
    marketing.money[firm] -= items * cost
    return items
