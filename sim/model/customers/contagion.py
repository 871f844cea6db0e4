"""Contagion: hearing somebody's customer can make the need arise. Off unless asked for."""

import numpy as np

from sim.engine.compiled import compiled
from sim.engine.luck import uniform
from sim.engine.rows import Whole
from sim.engine.slots import CATCHES, Purpose
from sim.model.rules.need import spreads
from sim.model.state.customers import DORMANT, Customers
from sim.model.state.network import Ties, neighbour
from sim.model.state.parameters import NetworkNumbers
from sim.model.state.world import World


def infected(world: World) -> Whole:
    """Customers without need or supplier in whom the need arises today from hearing others."""
    customers = world.customers
    rows = np.empty(len(customers.rows), np.int64)
    key = world.key(Purpose.CONTAGION)
    return rows[: _infect(customers.rows, customers.network, customers.hearing, key, rows)]


@compiled
def _infect(
    customers: Customers, network: Ties, hearing: NetworkNumbers, key: np.uint64, rows: Whole
) -> int:
    """Write the rows in whom the need arises, and return their number."""
    found = 0
    for i in range(len(customers)):
        row = customers[i]
        if row["stage"] != DORMANT or row["supplier"] >= 0:
            continue
        if not spreads(uniform(key, i, CATCHES), hearing.contagion_per_year):
            continue
        other = neighbour(i, len(customers), network, key)
        if other >= 0 and customers[other]["supplier"] >= 0:
            rows[found] = i
            found += 1
    return found
