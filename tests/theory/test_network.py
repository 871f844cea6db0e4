"""The network: our small world against igraph's, the scale-free one against its power law."""

import igraph
import numpy as np
import pytest

from sim.config import Config, Market, Network
from sim.rules.word_of_mouth import small_world_neighbour
from sim.world.network import _Luck as Luck
from sim.world.network import build

CUSTOMERS, TIES = 4000, 10


def _ours(rewired):
    ties = build(Config(market=Market(customers=CUSTOMERS), network=Network(rewired=rewired)))
    edges = [
        (i, small_world_neighbour(i, slot, CUSTOMERS, TIES, rewired, ties.key))
        for i in range(CUSTOMERS) for slot in range(TIES)
    ]  # fmt: skip
    return igraph.Graph(CUSTOMERS, edges).simplify()


def test_without_rewiring_it_is_the_ring():
    ring = igraph.Graph.Lattice([CUSTOMERS], nei=TIES // 2, circular=True)
    assert set(_ours(0.0).get_edgelist()) == {tuple(sorted(edge)) for edge in ring.get_edgelist()}


def _closure(out):
    """Of two whom a customer hears, how often one hears the other."""
    heard = [set(others.tolist()) - {i} for i, others in enumerate(out)]
    pairs = [(a, b) for others in heard for a in others for b in others if a != b]
    return sum(b in heard[a] for a, b in pairs) / len(pairs)


@pytest.mark.parametrize("rewired", [0.02, 0.05, 0.1])
def test_it_is_watts_and_strogatz_small_world(rewired):
    """Who hears whom: clustering within 3 %, mean path within 6 % of igraph's graph of that kind.

    A tie of ours leads elsewhere with the chance p; igraph moves either end of an edge with q, so
    an edge stays with (1 − q)² = 1 − p. Clustering is 3(k − 2)/4(k − 1)·(1 − p)³ there and here.
    World seed 1 here, seed 1 there; over seeds the two differ by an SD of 0.5 % and 1.6 % at most.
    """
    key = build(Config(market=Market(customers=CUSTOMERS), network=Network())).key
    ours = np.array(
        [
            [small_world_neighbour(i, slot, CUSTOMERS, TIES, rewired, key) for slot in range(TIES)]
            for i in range(CUSTOMERS)
        ]
    )
    igraph.set_random_number_generator(Luck(1))
    theirs = igraph.Graph.Watts_Strogatz(1, CUSTOMERS, TIES // 2, 1 - (1 - rewired) ** 0.5)
    closure, exact = _closure(ours), 3 * (TIES - 2) / (4 * (TIES - 1)) * (1 - rewired) ** 3
    assert closure == pytest.approx(exact, rel=0.01)
    assert closure == pytest.approx(theirs.transitivity_undirected(), rel=0.03)
    edges = [(i, int(j)) for i in range(CUSTOMERS) for j in ours[i]]
    hearing = igraph.Graph(CUSTOMERS, edges, directed=True)
    length = hearing.average_path_length(directed=True)
    assert length == pytest.approx(theirs.average_path_length(), rel=0.06)
    assert length < 0.1 * CUSTOMERS / TIES


def test_fully_rewired_ties_lead_anywhere():
    """Chi-square of where ties lead; its 1e-6 quantile by the normal approximation."""
    others = [
        small_world_neighbour(i, slot, 100, 10, 1.0, 12345)
        for i in range(100)
        for slot in range(10)
    ]
    counts = np.bincount(others, minlength=100)
    chi_square = ((counts - 10.0) ** 2 / 10.0).sum()
    assert chi_square < 99 + 4.75 * np.sqrt(2 * 99)


def test_a_scale_free_network_has_hubs_and_both_ends_of_a_tie_know_of_it():
    """Barabási–Albert with m = 5: mean degree 10, tail exponent near 3 (fitted 2.5 to 3.5)."""
    ties = build(Config(market=Market(customers=20_000), network=Network(kind="scale_free")))
    degree = np.diff(ties.start)
    assert degree.sum() == len(ties.others)
    assert degree.mean() == pytest.approx(10, rel=0.01)
    tail = degree[degree >= 20]
    exponent = 1 + len(tail) / np.log(tail / 19.5).sum()
    assert 2.5 < exponent < 3.5
    assert degree.max() > 20 * degree.mean()
    mine = {(i, int(j)) for i in range(200) for j in ties.others[ties.start[i] : ties.start[i + 1]]}
    assert all(
        i in ties.others[ties.start[j] : ties.start[j + 1]] for i, j in list(mine)[:500]
    )  # fmt: skip


def test_the_network_hangs_on_the_world_seed_alone():
    config = Config(market=Market(customers=1000), network=Network(kind="scale_free"), seed=1)
    again = Config(market=Market(customers=1000), network=Network(kind="scale_free"), seed=2)
    other = Config(market=Market(customers=1000), network=Network(kind="scale_free"), world_seed=2)
    assert np.array_equal(build(config).others, build(again).others)
    assert not np.array_equal(build(config).others, build(other).others)
