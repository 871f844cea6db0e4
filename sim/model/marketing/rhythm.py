"""Rhythm: what a firm's calendar asks for on a day, and whose turn in the team it is.

In a calendar of flights a kind is on air in weeks drawn by luck of their own, so that spend varies
whatever comes of it, and what one kind did can be told from what the others did.
"""

from collections.abc import Mapping, Sequence

from sim.engine.luck import key_of, uniform
from sim.engine.slots import Purpose
from sim.model.rules.calendar import items_in_flight, publishes, week_of
from sim.model.state.world import World


def asked_for(world: World, firm: int, day: int) -> dict[str, int]:
    """Items that a calendar asks of the whole team on a day, by kind (or stream)."""
    cadence = world.marketing.calendars[firm]
    since = day - world.config.warmup_days
    if cadence.planned and since >= 0:
        return world.marketing.planned[firm].get(since, {})
    if not publishes(day, *cadence.rhythm):
        return {}
    if cadence.flights == 1:
        return cadence.items_a_day
    key = key_of(world.seed, Purpose.FLIGHT, week_of(day))
    return {
        kind: items_in_flight(float(uniform(key, firm, k)), items, cadence.flights)
        for k, (kind, items) in enumerate(cadence.items_a_day.items())
    }


def note_dealt(world: World, asked: Sequence[Mapping[str, int]]) -> None:
    """Remember whose turn is next in each team, so that the first in it has no more than others;
    ``asked`` is what calendars asked for today [firm]."""
    for firm, items in enumerate(asked):
        if items:
            world.marketing.marketers.dealt[firm] += sum(items.values())
