"""Opinion: customers who search meet in pairs and may come to agree. Off unless asked for."""

import numpy as np

from sim.engine.compiled import compiled
from sim.engine.luck import uniform
from sim.engine.rows import Floats, Whole
from sim.engine.slots import PAIRED, Purpose
from sim.model.customers.mind import belief_mean, public_variance
from sim.model.rules.word_of_mouth import compromise
from sim.model.state.customers import SEARCHING, Customers
from sim.model.state.offers import Known
from sim.model.state.parameters import BuyerNumbers, NetworkNumbers
from sim.model.state.world import World


def discuss(world: World) -> None:
    """Pair the searching customers at random; each pair talks about every firm."""
    customers = world.customers
    rows = customers.searching[customers.rows["stage"][customers.searching] == SEARCHING]
    luck = _lots(rows, world.key(Purpose.OPINION), np.empty(len(rows)))
    # Pairs are disjoint, so that the order in which they talk cannot matter.
    pairs = rows[np.argsort(luck, kind="stable")]
    _talk_in_pairs(pairs, customers.rows, customers.hearing, customers.buyer, customers.known)


@compiled
def _lots(rows: Whole, key: np.uint64, lots: Floats) -> Floats:
    for n in range(len(rows)):
        lots[n] = uniform(key, np.int64(rows[n]), PAIRED)
    return lots


@compiled
def _talk_in_pairs(
    pairs: Whole, customers: Customers, hearing: NetworkNumbers, buyer: BuyerNumbers, known: Known
) -> None:
    for n in range(0, len(pairs) - 1, 2):
        one, other = customers[pairs[n]], customers[pairs[n + 1]]
        for firm in range(len(known.prior)):
            mine = belief_mean(one, firm, buyer, known)
            theirs = belief_mean(other, firm, buyer, known)
            step = compromise(mine, theirs, hearing.opinion_bound, hearing.opinion_rate)
            one["evidence"][firm] += step / public_variance(one, firm, buyer)
            other["evidence"][firm] -= step / public_variance(other, firm, buyer)
