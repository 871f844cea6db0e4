"""The network: ours against igraph's ring with far ties, the scale-free one against its law."""

from dataclasses import replace

import igraph
import numpy as np
import pytest
from scipy import stats

from sim.config import Config, Market, Network
from sim.engine.luck import key_of
from sim.engine.slots import Purpose
from sim.model.rules.word_of_mouth import strong_neighbour, weak_neighbour
from sim.model.state.network import build, neighbour

CUSTOMERS, STRONG = 4000, 10


def _wiring(customers=CUSTOMERS, **network):
    return build(Config(market=Market(customers=customers), network=Network(**network)))


def _strong(customers=CUSTOMERS, ties=STRONG):
    return np.array([[strong_neighbour(i, s, customers, ties) for s in range(ties)]
                     for i in range(customers)])  # fmt: skip


def _weak(ties):
    key = _wiring().key
    return np.array([[weak_neighbour(i, s, CUSTOMERS, key) for s in range(ties)]
                     for i in range(CUSTOMERS)])  # fmt: skip


def _edges(heard):
    return [(i, int(j)) for i, others in enumerate(heard) for j in others]


def test_strong_ties_are_a_ring():
    ring = igraph.Graph.Lattice([CUSTOMERS], nei=STRONG // 2, circular=True)
    ours = igraph.Graph(CUSTOMERS, _edges(_strong())).simplify()
    assert set(ours.get_edgelist()) == {tuple(sorted(edge)) for edge in ring.get_edgelist()}


def _closure(out):
    """Of two whom a customer hears, how often one hears the other."""
    heard = [set(others.tolist()) for others in out]
    pairs = [(a, b) for others in heard for a in others for b in others if a != b]
    return sum(b in heard[a] for a, b in pairs) / len(pairs)


@pytest.mark.parametrize("weak", [1, 4, 10])
def test_it_is_a_small_world(weak):
    """Newman & Watts 1999: the circle stays as closed as a ring, and everybody is near.

    Of two strong ties, 3(k − 2)/4(k − 1) know each other, of others the (k + w)/n of chance; mean
    path within 0.5 % of igraph's ring with as many ties added at random. Over world seeds both have
    an SD of 0.05 % at most, measured with five.
    """
    ours = np.hstack([_strong(), _weak(weak)])
    ring = 3 * (STRONG - 2) / (4 * (STRONG - 1))
    assert _closure(ours[:, :STRONG]) == pytest.approx(ring, rel=1e-12)
    both = STRONG * (STRONG - 1) / ((STRONG + weak) * (STRONG + weak - 1))
    chance = (STRONG + weak) / CUSTOMERS
    assert _closure(ours) == pytest.approx(both * ring + (1 - both) * chance, rel=0.005)
    luck = np.random.default_rng(1)
    far = (np.arange(CUSTOMERS)[:, None] + luck.integers(1, CUSTOMERS, (CUSTOMERS, weak))) % (
        CUSTOMERS
    )
    lengths = [
        igraph.Graph(CUSTOMERS, edges, directed=True).average_path_length(directed=True)
        for edges in (_edges(ours), _edges(np.hstack([_strong(), far])))
    ]
    assert lengths[0] == pytest.approx(lengths[1], rel=0.005)
    assert lengths[0] < 0.1 * CUSTOMERS / STRONG


def test_weak_ties_lead_anywhere_but_to_oneself():
    """Chi-square of how far they lead and of whom they lead to, 1e-6 quantiles; world seed 1."""
    weak, key = 20, _wiring().key
    heard = np.array([[weak_neighbour(i, s, 101, key) for s in range(weak)] for i in range(101)])
    step = (heard - np.arange(101)[:, None]) % 101
    assert (step > 0).all()
    assert stats.chisquare(np.bincount(step.ravel(), minlength=101)[1:]).pvalue > 1e-6
    assert stats.chisquare(np.bincount(heard.ravel(), minlength=101)).pvalue > 1e-6


@pytest.mark.parametrize(("strong", "weak", "weight"), [(10, 10, 4.0), (5, 20, 4.0), (8, 8, 1.0)])
def test_strong_ties_are_heard_weight_times_as_often(strong, weak, weight):
    """Goldenberg, Libai & Muller 2001. 40,000 hearings of 200 customers, each of whom hears nobody
    but the own ties; each tie's count by chi-square, 1e-6 quantile; seed 3."""
    ties = _wiring(200, strong_ties=strong, weak_ties=weak, strong_weight=weight)
    counts = np.zeros((200, 200))
    for day in range(200):
        key = key_of(3, Purpose.PEER, day)
        for i in range(200):
            counts[i, neighbour(i, 200, ties, key)] += 1
    expected = np.zeros((200, 200))
    for i in range(200):
        for slot in range(strong):
            expected[i, strong_neighbour(i, slot, 200, strong)] += weight
        for slot in range(weak):
            expected[i, weak_neighbour(i, slot, 200, ties.key)] += 1.0
    expected *= 200 / (weight * strong + weak)
    assert (counts[expected == 0] == 0).all()
    heard = expected > 0
    square = ((counts - expected)[heard] ** 2 / expected[heard]).sum()
    assert stats.chi2.sf(square, heard.sum() - 200) > 1e-6


def test_where_all_hear_all_nobody_hears_oneself():
    """Chi-square of whom 100 customers hear, 1e-6 quantile; seed 3."""
    ties = _wiring(100, kind="fully_mixed")
    counts = np.zeros((100, 100))
    for day in range(300):
        key = key_of(3, Purpose.PEER, day)
        for i in range(100):
            counts[i, neighbour(i, 100, ties, key)] += 1
    assert (np.diag(counts) == 0).all()
    others = counts[~np.eye(100, dtype=bool)]
    assert stats.chi2.sf(((others - 300 / 99) ** 2 / (300 / 99)).sum(), 99 * 100 - 100) > 1e-6
    assert neighbour(0, 100, _wiring(100, kind="none"), 7) == -1


def test_a_scale_free_network_has_hubs_and_both_ends_of_a_tie_know_of_it():
    """Barabási–Albert with m = 10: mean degree 20, tail exponent near 3 (fitted 2.5 to 3.5)."""
    ties = _wiring(20_000, kind="scale_free")
    degree = np.diff(ties.start)
    assert degree.sum() == len(ties.others)
    assert degree.mean() == pytest.approx(20, rel=0.01)
    tail = degree[degree >= 40]
    exponent = 1 + len(tail) / np.log(tail / 39.5).sum()
    assert 2.5 < exponent < 3.5
    assert degree.max() > 20 * degree.mean()
    mine = {(i, int(j)) for i in range(200) for j in ties.others[ties.start[i] : ties.start[i + 1]]}
    assert all(
        i in ties.others[ties.start[j] : ties.start[j + 1]] for i, j in list(mine)[:500]
    )  # fmt: skip


def test_the_network_hangs_on_the_world_seed_alone():
    config = Config(market=Market(customers=1000), network=Network(kind="scale_free"), seed=1)
    again = Config(market=Market(customers=1000), network=Network(kind="scale_free"), seed=2)
    other = replace(config, world="fixed", world_seed=2)
    assert np.array_equal(build(config).others, build(again).others)
    assert not np.array_equal(build(config).others, build(other).others)
