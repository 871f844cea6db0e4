"""By the calendar: marketers make what it asks of them, the largest backlog first."""

from collections.abc import Mapping, Sequence

import numpy as np

from sim.engine.compiled import compiled, forced_inline
from sim.engine.rows import Floats, Settings, Table, Whole
from sim.model.marketing.output import Output, come_out, output_of
from sim.model.state.marketers import Marketers
from sim.model.state.world import World


def work_by_calendar(world: World, asked: Sequence[Mapping[str, int]]) -> None:
    """A day of all marketers where nobody has rules of their own; ``asked`` is what calendars ask
    for today [firm]."""
    marketing, names = world.marketing, world.marketing.streams.published
    items = [
        (firm, names.index(name), many)
        for firm, its in enumerate(asked)
        for name, many in its.items()
    ]
    marketers, made = marketing.marketers, np.empty(len(names))
    if items or marketers.backlog.any():
        wanted = np.array(items, np.int64).reshape(-1, 3)
        output = output_of(world, marketers.backlog.size)
        world.entry[_work_each](world.day, wanted, marketers, marketing.money, made, output)


@compiled
def _work_each(
    day: int, asked: Whole, marketers: Marketers, money: Floats, made: Floats, output: Output
) -> None:
    """Marketer by marketer; ``asked`` has rows of firm, stream and items."""
    kinds = output.kinds
    for m in range(len(marketers.hours)):
        firm = marketers.firm[m]
        _take_share(m, asked, marketers)
        make(m, money[firm], marketers, output.behind[firm], kinds, made)
        hours, cost = 0.0, 0.0
        for k in range(len(made)):
            hours += made[k] * kinds[k]["hours"]
            cost += made[k] * (kinds[k]["cost"] * output.behind[firm, k])
        marketers.hours[m] -= hours
        money[firm] -= cost
        for k in range(len(made)):
            if made[k] > 0.0:
                come_out(day, firm, m, k, made[k], made[k] * kinds[k]["hours"], output)


@forced_inline
def _take_share(m: int, asked: Whole, marketers: Marketers) -> None:
    """Add a marketer's share of what the calendar asks of the team to the backlog."""
    turn = marketers.dealt[marketers.firm[m]]
    for n in range(len(asked)):
        if asked[n, 0] == marketers.firm[m]:
            items = asked[n, 2]
            marketers.backlog[m, asked[n, 1]] += share_of(m, items, turn, marketers)
            turn += items


@compiled
def share_of(m: int, items: int, turn: int, marketers: Marketers) -> int:
    """A marketer's share of items that are dealt round the team, from whose turn it is."""
    place, team = marketers.place[m], marketers.team[m]
    return int(max((items - (place - turn) % team + team - 1) // team, 0))


@compiled
def make(
    m: int,
    money: float,
    marketers: Marketers,
    behind: Floats,
    kinds: Table[Settings],
    made: Floats,
) -> None:
    """Take items out of a marketer's backlog as far as hours and the month's money go, the kind of
    which most are waiting first; ``made`` [stream] becomes their numbers."""
    backlog = marketers.backlog[m]
    hours, money = marketers.hours[m] + 1e-9, money * (1.0 + 1e-9)
    made[:] = 0.0
    while True:
        first = -1
        for k in range(len(made)):
            if backlog[k] < 1.0 or (first >= 0 and backlog[k] <= backlog[first]):
                continue
            if kinds[k]["hours"] <= hours and kinds[k]["cost"] * behind[k] <= money:
                first = k
        if first < 0:
            return
        made[first] += 1.0
        backlog[first] -= 1.0
        hours -= kinds[first]["hours"]
        money -= kinds[first]["cost"] * behind[first]
