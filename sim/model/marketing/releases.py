"""Releases: marketers prepare them, which is talked of; on the day all that was prepared is out.

Each release is prepared for itself: what was made for the next one stays when this one comes out.
"""

import numpy as np

from sim.config import Release
from sim.model.marketing.output import put_out
from sim.model.rules.releases import affordable_items, days_to, hours_of_preparation
from sim.model.state.world import Launch, World


def prepare(world: World) -> None:
    """Let marketers spend the day's hours on releases to come, and release what is due today."""
    since = world.day - world.config.warmup_days
    for firm, cadence in enumerate(world.marketing.calendars):
        for number, release in enumerate(cadence.releases):
            for day in _in_hand(release, since):
                if day == since:
                    _launch(world, firm, (number, day))
                else:
                    _work_on(world, firm, (number, day), release.hours / release.preparation_days)


def _in_hand(release: Release, since: int) -> range:
    """Days of the launches that come out or are prepared on a day, soonest first."""
    left, days = days_to(since, release.day, release.every_days), release.preparation_days
    if left < 0:
        return range(0)
    return range(since + left, since + days + 1, release.every_days or days + 1)


def _work_on(world: World, firm: int, release: Launch, wanted: float) -> None:
    """The team shares the hours wanted, as far as each has any; what they make is talked of."""
    marketing = world.marketing
    place = len(marketing.streams.published)
    each, hours = float(marketing.kinds["hours"][place]), marketing.marketers.hours
    if each <= 0.0:
        return
    team = np.flatnonzero(marketing.marketers.firm == firm).tolist()
    for marketer in team:
        spent = hours_of_preparation(float(hours[marketer]), wanted, len(team))
        hours[marketer] -= spent
        if spent > 0.0:
            items = _place(world, firm, place, spent / each)
            prepared = marketing.prepared[firm]
            prepared[release] = prepared.get(release, 0.0) + items
            put_out(world, firm, marketer, place, items, spent)


def _launch(world: World, firm: int, release: Launch) -> None:
    """All that was prepared for a release comes out at once."""
    marketing = world.marketing
    place = len(marketing.streams.published) + 1
    prepared = marketing.prepared[firm].pop(release, 0.0)
    if prepared > 0.0:
        put_out(world, firm, -1, place, _place(world, firm, place, prepared), 0.0)


def _place(world: World, firm: int, place: int, items: float) -> float:
    """Pay for placing as many of the items as there is money for; that number."""
    marketing = world.marketing
    cost = float(marketing.kinds["cost"][place])
    items = affordable_items(items, float(marketing.money[firm]), cost)
    marketing.money[firm] -= items * cost
    return items
