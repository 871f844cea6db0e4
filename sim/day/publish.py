"""Publish: marketers put content out; the stock of earlier items ages; today's reach follows."""

from typing import Any

import numpy as np

from sim.compiled import compiled
from sim.config import ConfigError
from sim.config.market import KINDS
from sim.rules.content import reach
from sim.world.marketers import start_day
from sim.world.world import World


def publish(world: World) -> None:
    """Let every marketer publish, then work out today's exposures a day by firm and kind."""
    world.stock *= world.kept
    behind = _money_behind(world)
    start_day(world.marketers, world.marketing["hours_per_day"], max(world.item_hours))
    for marketer in world.staff.marketers:
        ready = marketer.publish(world.day)
        if any(ready.values()):
            _put_out(world, marketer.row, ready, behind)
    _reach_of(world.stock, world.kinds, world.reference, world.reach[world.page])
    world.dormant_reach[world.page] = world.reach[world.page] * world.kinds["dormant_share"]
    world.dormant_total[world.page] = world.dormant_reach[world.page].sum(axis=1)
    world.panel_today[:, world.column["reach"]] = world.reach[world.page].sum(axis=1)
    world.panel_today[:, world.column["wages"]] = world.wages_a_day


@compiled
def _reach_of(stock: Any, kinds: Any, reference: Any, today: Any) -> None:
    for firm in range(len(stock)):
        for k in range(len(kinds)):
            today[firm, k] = reach(kinds[k]["reach"], stock[firm, k], reference[k])


def _money_behind(world: World) -> Any:
    """Times the usual money behind an item published today [firm, stream]: 1 outside a pulse.

    A pulse is bought, not made: it takes no marketer's hours, and adds to the stock of goodwill as
    much as so many items would, so that its response is as concave as theirs.
    """
    behind = np.ones(world.stock.shape)
    since = world.day - world.config.warmup_days
    for firm, cadence in enumerate(world.calendars):
        if 0 <= since - cadence.pulse_from_day < cadence.pulse_days:
            for place, stream in enumerate(world.streams.all):
                if KINDS[stream.kind] in cadence.pulse_kinds:
                    behind[firm, place] = cadence.pulse_factor
    return behind


def _put_out(world: World, row: int, ready: dict[str, int], behind: Any) -> None:
    firm = int(world.marketers.firm[row])
    made = np.array([ready.get(name, 0) for name in world.streams.names], float)
    needed = float(made @ world.kinds["hours"])
    in_hand = float(world.marketers.hours[row])
    unknown = set(ready) - set(world.streams.names)
    if unknown or (made < 0).any() or needed > in_hand + 1e-9:
        raise ConfigError(
            f"marketer {row} published {ready} on day {world.day}, {needed:g} hours of work with "
            f"{in_hand:g} hours in hand: kinds are {', '.join(world.streams.names)}, items 0 or "
            "more"
        )
    world.marketers.hours[row] -= needed
    world.stock[firm] += made * behind[firm]
    for k in np.flatnonzero(made):
        cost = float(made[k] * world.kinds["cost"][k] * behind[firm, k])
        hours = float(made[k] * world.kinds["hours"][k])
        stream = world.streams.all[k]
        world.records.content.append(
            day=world.day, firm=firm, marketer=row, kind=stream.kind, channel=stream.channel,
            topic=stream.topic, items=made[k], hours=hours, cost=cost,
        )  # fmt: skip
        world.add(firm, "items", made[k])
        world.add(firm, "content_cost", cost)
