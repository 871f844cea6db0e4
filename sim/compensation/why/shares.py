"""Shares: what each response contributes to a difference, so that the parts add up to the whole.

A response's share is what it adds when it joins, averaged over the orders in which they can join
(Shapley 1953, Contributions to the Theory of Games II:307-317). Each seed has one order of its own
and the same order backwards, which is unbiased (Castro, Gómez & Tejada 2009, Computers & Operations
Research 36:1726-1730) and adds up exactly seed by seed.
"""

from collections.abc import Mapping, Sequence

import numpy as np

Coalition = frozenset[str]


def order_of(seed: int, names: Sequence[str]) -> list[str]:
    """The order in which responses join with one seed."""
    return [names[place] for place in np.random.default_rng(seed).permutation(len(names))]


def coalitions(order: Sequence[str], alone: bool = True) -> list[Coalition]:
    """The runs for one seed: an order and its reverse, step by step; ``alone``: and all but each
    one."""
    everything = frozenset(order)
    steps = [frozenset(order[:n]) for n in range(len(order) + 1)]
    others = [everything - {one} for one in order] if alone else []
    return list(dict.fromkeys([*steps, *(everything - step for step in steps), *others]))


def shares(order: Sequence[str], value: Mapping[Coalition, float]) -> dict[str, float]:
    """Money that each response adds on joining: the mean of an order and its reverse."""
    found = dict.fromkeys(order, 0.0)
    for line in (order, order[::-1]):
        for n, name in enumerate(line):
            step = value[frozenset(line[: n + 1])] - value[frozenset(line[:n])]
            found[name] += 0.5 * step
    return found


def without(order: Sequence[str], value: Mapping[Coalition, float]) -> dict[str, float]:
    """Money that is lost when each response alone is switched off."""
    everything = frozenset(order)
    return {name: value[everything] - value[everything - {name}] for name in order}
