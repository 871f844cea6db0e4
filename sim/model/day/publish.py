"""Publish: marketers put content out; the stock of earlier items ages; today's reach follows."""

from typing import Any

import numpy as np

from sim.config import ConfigError
from sim.config.market import ALL_KINDS
from sim.config.working_days import MONTH
from sim.engine.compiled import compiled
from sim.model.marketing.deciding import look_back
from sim.model.marketing.offers import offer_today
from sim.model.marketing.releases import prepare
from sim.model.marketing.topics import on_topic, shown_to_the_concerned
from sim.model.rules.content import reach
from sim.model.rules.wear import restored, worn
from sim.model.state.marketers import start_day
from sim.model.state.world import World


def publish(world: World) -> None:
    """Let every marketer publish, then work out today's exposures a day by firm and kind."""
    marketing = world.marketing
    marketing.stock *= marketing.kept
    if world.config.market.content.wear_out > 0.0:
        _restore(
            marketing.force,
            world.day - marketing.aired,
            world.config.market.content.restoration,
        )
    marketing.behind = _money_behind(world)
    _open_budgets(world)
    look_back(world)
    start_day(
        marketing.marketers,
        marketing.settings["hours_per_day"],
        max(marketing.item_hours),
    )
    offer_today(world)
    prepare(world)
    for marketer in world.staff.marketers:
        ready = marketer.publish(world.day)
        if any(ready.values()):
            _put_out(world, marketer.row, ready)
    _reach_of(
        marketing.stock,
        marketing.force,
        marketing.kinds,
        marketing.reference,
        marketing.reach[world.page],
    )
    shown = shown_to_the_concerned(world)
    marketing.dormant_reach[world.page] = shown * marketing.kinds["dormant_share"]
    marketing.dormant_total[world.page] = marketing.dormant_reach[world.page].sum(axis=1)
    world.panel_today[:, world.column["reach"]] = marketing.reach[world.page].sum(axis=1)
    world.panel_today[:, world.column["wages"]] = marketing.wages_a_day


@compiled
def _reach_of(stock: Any, force: Any, kinds: Any, reference: Any, today: Any) -> None:
    for firm in range(len(stock)):
        for k in range(len(kinds)):
            seen = _part_of_pool(stock[firm], k, kinds, reference[k])
            today[firm, k] = force[firm, k] * seen


@compiled
def _part_of_pool(stock: Any, k: int, kinds: Any, reference: float) -> float:
    """A stream's part of the reach of all that is alike but for its topic: they share a public."""
    pooled = 0.0
    for other in range(len(kinds)):
        if kinds[other]["pool"] == kinds[k]["pool"]:
            pooled += stock[other]
    if pooled == 0.0:
        return 0.0
    return reach(kinds[k]["reach"], pooled, reference) * (stock[k] / pooled)


@compiled
def _restore(force: Any, days_since: Any, restoration: float) -> None:
    for firm in range(len(force)):
        for k in range(force.shape[1]):
            force[firm, k] = restored(force[firm, k], days_since[firm, k], restoration)


def _money_behind(world: World) -> Any:
    """Times the usual money behind an item published today [firm, stream]: 1 outside a pulse.

    A pulse is bought, not made: it takes no marketer's hours, and adds to the stock of goodwill as
    much as so many items would, so that its response is as concave as theirs.
    """
    marketing = world.marketing
    behind = np.ones(marketing.stock.shape)
    since = world.day - world.config.warmup_days
    for firm, cadence in enumerate(marketing.calendars):
        if 0 <= since - cadence.pulse_from_day < cadence.pulse_days:
            for place, stream in enumerate(marketing.streams.all):
                if ALL_KINDS[stream.kind] in cadence.pulse_kinds:
                    behind[firm, place] = cadence.pulse_factor
    return behind


def _open_budgets(world: World) -> None:
    """A month's money, on its first day; what is left of the last one is gone."""
    if world.day % MONTH == 0:
        for firm, budget in enumerate(world.marketing.budgets):
            world.marketing.money[firm] = np.inf if budget is None else budget


def _put_out(world: World, row: int, ready: dict[str, int]) -> None:
    """Take the hours and the money of what a marketer publishes, and add it to the stock."""
    marketing = world.marketing
    firm, names = int(marketing.marketers.firm[row]), marketing.streams.published
    made = np.array([ready.get(name, 0) for name in names], float)
    hours = float(made @ marketing.kinds["hours"][: len(names)])
    cost = float(made @ (marketing.kinds["cost"] * marketing.behind[firm])[: len(names)])
    in_hand, money = float(marketing.marketers.hours[row]), float(marketing.money[firm])
    too_much = hours > in_hand + 1e-9 or cost > money * (1.0 + 1e-9)
    if set(ready) - set(names) or (made < 0).any() or too_much:
        raise ConfigError(
            f"marketer {row} published {ready} on day {world.day}, {hours:g} hours of work with "
            f"{in_hand:g} hours in hand, and money of {cost:g} with {money:g} left: kinds are "
            f"{', '.join(names)}, items 0 or more"
        )
    marketing.marketers.hours[row] -= hours
    marketing.money[firm] -= cost
    made = on_topic(world, firm, made)
    for k in np.flatnonzero(made):
        _add(world, firm, row, int(k), float(made[k]))


def _add(world: World, firm: int, row: int, k: int, items: float) -> None:
    """Items of a stream are out: they add to its stock, wear it out, and stand in the records."""
    marketing = world.marketing
    behind, stream = float(marketing.behind[firm, k]), marketing.streams.all[k]
    wear_out = world.config.market.content.wear_out
    marketing.stock[firm, k] += items * behind
    if wear_out > 0.0:
        marketing.force[firm, k] = worn(marketing.force[firm, k], items * behind, wear_out)
        marketing.aired[firm, k] = world.day
    cost = float(items * marketing.kinds["cost"][k] * behind)
    hours = float(items * marketing.kinds["hours"][k])
    world.records.content.append(
        day=world.day, firm=firm, marketer=row, kind=stream.kind, channel=stream.channel,
        topic=stream.topic, items=items, hours=hours, cost=cost,
    )  # fmt: skip
    world.add(firm, "items", items)
    world.add(firm, "content_cost", cost)
