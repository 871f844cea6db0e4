"""The network: our small world against igraph's, the scale-free one against its power law."""

import igraph
import numpy as np
import pytest

from sim.config import Config, Market, Network
from sim.rules.word_of_mouth import small_world_neighbour
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


@pytest.mark.parametrize("rewired", [0.02, 0.1])
def test_it_is_a_small_world(rewired):
    """Clustering stays above half the ring's; paths are below a tenth of the ring's and within a
    quarter of igraph's Watts–Strogatz graph. A tie of ours is rewired at either end by itself, so
    a pair is rewired as often as at 1 − (1 − p)² there. One graph each: margins, not chance.
    """
    igraph.set_random_number_generator(None)
    ours = _ours(rewired)
    theirs = igraph.Graph.Watts_Strogatz(1, CUSTOMERS, TIES // 2, 1 - (1 - rewired) ** 2)
    lattice = _ours(0.0)
    assert ours.transitivity_undirected() > 0.5 * lattice.transitivity_undirected()
    assert ours.average_path_length() < 0.1 * lattice.average_path_length()
    assert ours.average_path_length() == pytest.approx(theirs.average_path_length(), rel=0.25)


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
    """Barabási–Albert with m = 5: least degree 5, mean 10, tail exponent near 3 (fit 2.5 to 3.5)."""
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
