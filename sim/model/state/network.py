"""The network: who hears whom. A small world is computed from luck; a scale-free one is stored."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.config import Config
from sim.engine.compiled import compiled
from sim.engine.luck import key_of, quantile, uniform
from sim.engine.rows import Whole
from sim.engine.slots import TIE, TIE_PLACE, Purpose
from sim.model.rules.word_of_mouth import (
    hears_strong,
    listed_neighbour,
    strong_neighbour,
    weak_neighbour,
)

_KINDS = ("none", "fully_mixed", "small_world", "scale_free")
_NONE, FULLY_MIXED, SMALL_WORLD, SCALE_FREE = range(4)


class Ties(NamedTuple):
    """The ties of all customers: kind of network and its numbers, or, where they are stored, lists:
    those of a customer are ``others[start[customer] : start[customer + 1]]``."""

    kind: int
    strong_ties: int
    weak_ties: int
    strong_weight: float
    key: np.uint64
    start: Whole
    others: NDArray[np.int32]


def build(config: Config) -> Ties:
    """The network of a world seed."""
    customers, network = config.market.customers, config.network
    kind = _KINDS.index(network.kind)
    start, others = np.zeros(1, np.int64), np.zeros(1, np.int32)
    if kind == SCALE_FREE:
        ties = min(network.strong_ties + network.weak_ties, max(customers - 1, 1))
        start, others = _scale_free(customers, ties, config.world_seed)
    key = key_of(config.world_seed, Purpose.WIRING, 0)
    strong = min(network.strong_ties, max(customers - 1, 0))
    weight = network.strong_weight
    return Ties(kind, strong, network.weak_ties, weight, key, start, others)


class _Luck:
    """Luck of the world seed, as igraph asks for random numbers."""

    def __init__(self, seed: int) -> None:
        self._key, self._drawn = key_of(seed, Purpose.WIRING, 1), 0

    def random(self) -> float:
        """The next number in (0, 1)."""
        self._drawn += 1
        return float(uniform(self._key, self._drawn, 0))

    def randint(self, low: int, high: int) -> int:
        """The next whole number from low to high."""
        return low + int(self.random() * (high - low + 1))

    def gauss(self, mean: float, spread: float) -> float:
        """The next normal number."""
        return mean + spread * float(quantile(self.random()))


@lru_cache(maxsize=2)
def _scale_free(customers: int, ties: int, seed: int) -> tuple[Whole, NDArray[np.int32]]:
    """Neighbour lists of preferential attachment (Barabási & Albert 1999, Science 286:509-512)."""
    import igraph

    igraph.set_random_number_generator(_Luck(seed))
    graph = igraph.Graph.Barabasi(customers, max(1, ties // 2))
    igraph.set_random_number_generator(None)
    edges = np.array(graph.get_edgelist(), np.int32).reshape(-1, 2)
    both = np.concatenate([edges, edges[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    start = np.zeros(customers + 1, np.int64)
    np.cumsum(np.bincount(both[:, 0], minlength=customers), out=start[1:])
    return start, np.ascontiguousarray(both[:, 1])


@compiled
def neighbour(customer: int, customers: int, network: Ties, key: np.uint64) -> int:
    """The customer whom a customer hears today, −1 for nobody."""
    luck = uniform(key, customer, TIE)
    if network.kind == FULLY_MIXED:
        return (customer + 1 + int(luck * (customers - 1))) % customers
    if network.kind == SMALL_WORLD:
        which = uniform(key, customer, TIE_PLACE)
        if hears_strong(luck, network.strong_ties, network.weak_ties, network.strong_weight):
            slot = int(which * network.strong_ties)
            return strong_neighbour(customer, slot, customers, network.strong_ties)
        slot = int(which * network.weak_ties)
        return weak_neighbour(customer, slot, customers, network.key)
    if network.kind == SCALE_FREE:
        return listed_neighbour(customer, luck, network.start, network.others)
    return -1
