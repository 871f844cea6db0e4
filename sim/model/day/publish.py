"""Publish: marketers put content out; the stock of earlier items ages; today's reach follows."""

from collections.abc import Iterator, Mapping, Sequence
from operator import mul

import numpy as np

from sim.config import ConfigError
from sim.config.content_kinds import ALL_KINDS
from sim.config.working_days import MONTH
from sim.engine.compiled import compiled
from sim.engine.rows import Floats, Settings, Table
from sim.model.agents.marketer import Marketer
from sim.model.marketing.by_calendar import work_by_calendar
from sim.model.marketing.deciding import CALENDAR, look_back
from sim.model.marketing.fatigue import attention
from sim.model.marketing.offers import offer_today
from sim.model.marketing.output import put_out
from sim.model.marketing.releases import prepare
from sim.model.marketing.rhythm import asked_for, note_dealt
from sim.model.marketing.topics import on_topic
from sim.model.rules.calendar import is_on
from sim.model.rules.content import part_of_reach
from sim.model.rules.wear import restored
from sim.model.state.marketers import Marketers, start_day
from sim.model.state.world import World


def publish(world: World) -> None:
    """Let every marketer publish, then work out today's exposures a day by firm and stream."""
    marketing, content = world.marketing, world.config.market.content
    settings, its = (marketing.settings, marketing.kinds), (marketing.kept, marketing.stock)
    world.entry[_open_day](marketing.marketers, *settings, *its, marketing.sent[world.day % MONTH])
    if content.wear_out > 0.0:
        _restore(marketing.force, world.day - marketing.aired, content.restoration)
    if marketing.pulses:
        marketing.behind = _money_behind(world)
    _open_budgets(world)
    look_back(world)
    if marketing.offers:
        offer_today(world)
        prepare(world)
    asked = [asked_for(world, firm, world.day) for firm in range(world.firms)]
    if marketing.by_calendar:
        work_by_calendar(world, asked)
    else:
        _decide_each(world, asked)
    note_dealt(world, asked)
    _set_reach(world)


@compiled
def _open_day(
    marketers: Marketers,
    settings: Table[Settings],
    kinds: Table[Settings],
    kept: Floats,
    stock: Floats,
    sent: Floats,
) -> None:
    """Let the stock of earlier items age, forget what came out twenty days ago, and begin work."""
    for firm in range(len(stock)):
        for k in range(len(kinds)):
            stock[firm, k] *= kept[k]
            sent[firm, k] = 0.0
    start_day(marketers, settings, kinds)


def _decide_each(world: World, asked: Sequence[Mapping[str, int]]) -> None:
    """A day of all marketers where some go by rules of their own, or choose topics."""
    for marketer in _with_work(world, asked):
        ready = marketer.publish(world.day)
        if any(ready.values()):
            _take(world, marketer.row, ready)


def _with_work(world: World, asked: Sequence[Mapping[str, int]]) -> Iterator[Marketer]:
    """Marketers who may publish today: all of a firm whose calendar asks for something, those with
    a backlog, and those who go by rules of their own."""
    marketing = world.marketing
    decides = marketing.settings["decides"].tolist()
    free = [bool(items) or decides[firm] != CALENDAR for firm, items in enumerate(asked)]
    firms = marketing.marketers.firm.tolist()
    waiting = np.any(marketing.marketers.backlog, axis=1).tolist()
    for marketer, its, firm in zip(world.staff.marketers, waiting, firms, strict=True):
        if its or free[firm] or type(marketer) is not Marketer:
            yield marketer


def _set_reach(world: World) -> None:
    """Today's page: exposures a day that customers with and without a need meet [firm, stream]."""
    marketing, page, panel = world.marketing, world.page, world.panel_today
    today, dormant = marketing.reach[page], marketing.dormant_reach[page]
    if marketing.tires:
        marketing.attention[:] = attention(world)
    left = marketing.stock, marketing.force, marketing.attention
    world.entry[_reach_of](*left, marketing.kinds, marketing.reference, today, dormant)
    marketing.dormant_total[page] = np.add.reduce(dormant, 1)
    panel[:, world.column["reach"]] = np.add.reduce(today, 1)
    panel[:, world.column["wages"]] = marketing.wages_a_day


@compiled
def _reach_of(
    stock: Floats,
    force: Floats,
    attention: Floats,
    kinds: Table[Settings],
    reference: Floats,
    today: Floats,
    dormant: Floats,
) -> None:
    for firm in range(len(stock)):
        for k in range(len(kinds)):
            pooled = _pooled(stock[firm], k, kinds)
            seen = part_of_reach(kinds[k]["reach"], stock[firm, k], pooled, reference[k])
            today[firm, k] = force[firm, k] * seen * attention[firm, k]
            dormant[firm, k] = today[firm, k] * kinds[k]["bound"] * kinds[k]["dormant_share"]


@compiled
def _pooled(stock: Floats, k: int, kinds: Table[Settings]) -> float:
    """Stock of all streams that are alike but for their topic: they share a public."""
    pooled = 0.0
    for other in range(len(kinds)):
        if kinds[other]["pool"] == kinds[k]["pool"]:
            pooled += stock[other]
    return pooled


@compiled
def _restore(force: Floats, days_since: Floats, restoration: float) -> None:
    for firm in range(len(force)):
        for k in range(force.shape[1]):
            force[firm, k] = restored(force[firm, k], days_since[firm, k], restoration)


def _money_behind(world: World) -> Floats:
    """Times the usual money behind an item published today [firm, stream]: 1 outside a pulse.

    A pulse is bought, not made: it takes no marketer's hours, and adds to the stock of goodwill as
    much as so many items would, so that its response is as concave as theirs.
    """
    marketing = world.marketing
    behind = np.ones(marketing.stock.shape)
    since = world.day - world.config.warmup_days
    for firm, cadence in enumerate(marketing.calendars):
        if is_on(since, cadence.pulse_from_day, cadence.pulse_days, 0):
            for place, stream in enumerate(marketing.streams.all):
                if ALL_KINDS[stream.kind] in cadence.pulse_kinds:
                    behind[firm, place] = cadence.pulse_factor
    return behind


def _open_budgets(world: World) -> None:
    """A month's money, on its first day; what is left of the last one is gone."""
    if world.day % MONTH == 0:
        for firm, budget in enumerate(world.marketing.budgets):
            world.marketing.money[firm] = np.inf if budget is None else budget


def _take(world: World, row: int, ready: dict[str, int]) -> None:
    """Put out what a marketer publishes, for hours and money that are in hand.

    Raises :class:`ConfigError` where they are not, or for what is no kind or below 0 items.
    """
    marketing = world.marketing
    firm, names = int(marketing.marketers.firm[row]), marketing.streams.published
    made = [float(ready.get(name, 0)) for name in names]
    hours = sum(map(mul, made, marketing.item_hours.tolist()))
    cost = sum(map(mul, made, marketing.item_costs(firm).tolist()))
    in_hand, money = float(marketing.marketers.hours[row]), float(marketing.money[firm])
    too_much = hours > in_hand + 1e-9 or cost > money * (1.0 + 1e-9)
    if set(ready) - set(names) or min(made) < 0.0 or too_much:
        raise ConfigError(
            f"marketer {row} published {ready} on day {world.day}, {hours:g} hours of work with "
            f"{in_hand:g} hours in hand, and money of {cost:g} with {money:g} left: kinds are "
            f"{', '.join(names)}, items 0 or more"
        )
    marketing.marketers.hours[row] -= hours
    marketing.money[firm] -= cost
    for k, items in enumerate(on_topic(world, firm, made)):
        if items > 0.0:
            put_out(world, firm, row, k, items, items * float(marketing.kinds["hours"][k]))
