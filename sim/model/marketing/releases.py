"""Releases: marketers prepare them, which is talked of; on the day all that was prepared is out.

Buzz before a launch is remembered for long and launch advertising is not (Kim & Hanssens 2017,
*J. Interactive Marketing* 37:57-74; Burmester et al. 2015, *Int. J. Research in Marketing*
32:408-417). Both grow with what was prepared, with the decreasing returns of all content.
"""

import numpy as np

from sim.config import Release
from sim.model.state.streams import NO_TOPIC
from sim.model.state.world import World


def released(release: Release, since: int) -> int:
    """How often it has been released, so many days after the warm-up."""
    if since < release.day:
        return 0
    return 1 + ((since - release.day) // release.every_days if release.every_days else 0)


def days_to(release: Release, since: int) -> int:
    """Days until the next release, 0 on its day; below 0 when there is none to come."""
    left = release.day - since
    return left % release.every_days if left < 0 and release.every_days else left


def prepare(world: World) -> None:
    """Let marketers spend the day's hours on releases to come, and release what is due today."""
    since = world.day - world.config.warmup_days
    for firm, cadence in enumerate(world.marketing.calendars):
        for release in cadence.releases:
            left = days_to(release, since)
            if left == 0:
                _launch(world, firm)
            if release.every_days and left == 0:
                left = release.every_days
            if 0 < left <= release.preparation_days:
                _work_on(world, firm, release.hours / release.preparation_days)


def _work_on(world: World, firm: int, wanted: float) -> None:
    """The team shares the hours wanted, as far as each has any; what they make is talked of."""
    marketing = world.marketing
    team = np.flatnonzero(marketing.marketers.firm == firm)
    if len(team) == 0 or wanted == 0.0:
        return
    hours = np.minimum(marketing.marketers.hours[team], wanted / len(team))
    marketing.marketers.hours[team] -= hours
    place = len(marketing.streams.published)
    each = float(marketing.kinds["hours"][place])
    for marketer, spent in zip(team.tolist(), hours.tolist(), strict=True):
        if spent > 0.0 and each > 0.0:
            marketing.prepared[firm] += _publish(world, firm, marketer, place, spent / each, spent)


def _launch(world: World, firm: int) -> None:
    """All that was prepared comes out at once."""
    marketing = world.marketing
    place = len(marketing.streams.published) + 1
    if marketing.prepared[firm] > 0.0:
        _publish(world, firm, -1, place, float(marketing.prepared[firm]), 0.0)
    marketing.prepared[firm] = 0.0


def _publish(
    world: World, firm: int, marketer: int, place: int, items: float, hours: float
) -> float:
    """Put out as much as there is money for; how many items that is."""
    marketing = world.marketing
    stream, each = marketing.streams.all[place], float(marketing.kinds["cost"][place])
    if each > 0.0:
        items = min(items, float(marketing.money[firm]) / each)
    marketing.money[firm] -= items * each
    marketing.stock[firm, place] += items
    world.records.content.append(
        day=world.day, firm=firm, marketer=marketer, kind=stream.kind, channel=stream.channel,
        topic=NO_TOPIC, items=items, hours=hours, cost=items * each,
    )  # fmt: skip
    world.add(firm, "items", items)
    world.add(firm, "content_cost", items * each)
    return items
