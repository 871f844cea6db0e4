"""Pulling forward: while a firm's prices are cut, needs that were soon to come arise at once.

Needs are taken from the days ahead and not added, so that a dip follows the promotion (purchase
acceleration: Neslin, Henderson & Quelch 1985, *Marketing Science* 4(2):147-165).
"""

import math
from typing import Any

import numpy as np

from sim.engine.compiled import compiled
from sim.engine.luck import Purpose, uniform
from sim.model.state.customers import DORMANT, Needs, Rows
from sim.model.state.world import World


def pulled(world: World, firm: int) -> Rows:
    """Customers without a need whom a firm's price promotion brings into the market today."""
    customers = world.customers
    chance = -math.expm1(-customers.buyer.pull_forward * float(customers.known.cut[firm]))
    ahead = range(world.day + 1, min(world.day + 1 + customers.buyer.pull_days, world.last_day))
    if chance <= 0.0 or len(ahead) == 0:
        return np.zeros(0, np.int64)
    rows = np.empty(len(customers.rows), np.int64)
    key = world.key(Purpose.PULL_FORWARD)
    count = _pull(ahead[0], ahead[-1], chance, firm, customers.rows, customers.needs, key, rows)
    return np.sort(rows[:count])


@compiled
def _pull(
    first: int, last: int, chance: float, firm: int, customers: Any, entries: Needs, key: int,
    rows: Any,
) -> int:  # fmt: skip
    """Go through the calendar of needs day by day, and take out of it whoever is pulled.

    A row whose need was put off stands in the calendar on a day before its own.
    """
    found = 0
    for day in range(first, last + 1):
        before, i = np.int64(-1), np.int64(entries.first[day])
        while i >= 0:
            row, following = customers[i], np.int64(entries.link[i])
            near = row["stage"] == DORMANT and row["needs"] <= last
            if near and uniform(key, i, firm) < chance:
                row["awaited"] = False
                if before >= 0:
                    entries.link[before] = following
                else:
                    entries.first[day] = following
                rows[found] = i
                found += 1
            else:
                before = i
            i = following
    return found
