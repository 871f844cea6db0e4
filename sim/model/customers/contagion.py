"""Contagion: hearing somebody's customer can make the need arise. Off unless asked for."""

from typing import Any

import numpy as np

from sim.engine.compiled import compiled
from sim.engine.luck import Purpose, uniform
from sim.model.rules.need import spreads
from sim.model.state.customers import DORMANT, Rows
from sim.model.state.network import neighbour
from sim.model.state.world import World


def infected(world: World) -> Rows:
    """Customers without need or supplier in whom the need arises today from hearing others."""
    customers = world.customers
    rows = np.empty(len(customers.rows), np.int64)
    count = _infect(
        customers.rows,
        customers.network,
        customers.hearing,
        world.key(Purpose.CONTAGION),
        rows,
    )
    return rows[:count]


@compiled
def _infect(customers: Any, network: Any, hearing: Any, key: int, rows: Any) -> int:
    found = 0
    for i in range(len(customers)):
        row = customers[i]
        if row["stage"] != DORMANT or row["supplier"] >= 0:
            continue
        if not spreads(uniform(key, i, 0), hearing.contagion_per_year):
            continue
        other = neighbour(i, len(customers), network, key)
        if other >= 0 and customers[other]["supplier"] >= 0:
            rows[found] = i
            found += 1
    return found
