"""Pulling forward: while a firm's prices are cut, needs that were soon to come arise at once.

Needs are taken from the days ahead and not added, so that a dip follows the promotion.
"""

import numpy as np

from sim.engine.compiled import allocating
from sim.engine.luck import uniform
from sim.engine.rows import Whole
from sim.engine.slots import PULLED, Purpose
from sim.model.rules.need import pulled_forward
from sim.model.state.customers import DORMANT, Customers, Needs
from sim.model.state.world import World


def pulled(world: World, firm: int) -> Whole:
    """Customers without a need whom a firm's price promotion brings into the market today."""
    customers = world.customers
    chance = pulled_forward(customers.buyer.pull_forward, float(customers.known.cut[firm]))
    ahead = np.arange(world.day + 1, min(world.day + 1 + customers.buyer.pull_days, world.last_day))
    if chance <= 0.0:
        return np.zeros(0, np.int64)
    key = world.key(Purpose.PULL_FORWARD)
    return np.sort(_pull(ahead, firm, chance, key, customers.rows, customers.needs))


@allocating
def _pull(
    ahead: Whole, firm: int, chance: float, key: np.uint64, customers: Customers, needs: Needs
) -> Whole:
    """Take the rows that are pulled out of the calendar of needs, and return them.

    A row whose need was put off stands in the calendar on a day before its own.
    """
    rows, found = np.empty(len(customers), np.int64), 0
    for day in ahead:
        before, i = np.int64(-1), np.int64(needs.first[day])
        while i >= 0:
            row, following = customers[i], np.int64(needs.link[i])
            near = row["stage"] == DORMANT and row["needs"] <= ahead[-1]
            if near and uniform(key, i, PULLED + firm) < chance:
                row["awaited"] = False
                if before >= 0:
                    needs.link[before] = following
                else:
                    needs.first[day] = following
                rows[found] = i
                found += 1
            else:
                before = i
            i = following
    return rows[:found]
