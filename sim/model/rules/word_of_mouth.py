"""Word of mouth: the people a customer hears, and how far two who talk agree afterwards."""

import numpy as np
from numpy.typing import NDArray

from sim.engine.compiled import compiled
from sim.engine.luck import uniform
from sim.engine.rows import Whole


@compiled
def strong_neighbour(customer: int, slot: int, customers: int, ties: int) -> int:
    """One of the own circle: those next on a ring, so that one's friends know each other."""
    half = ties // 2
    step = slot + 1 if slot < half else half - slot - 1
    return (customer + step) % customers


@compiled
def weak_neighbour(customer: int, slot: int, customers: int, key: np.uint64) -> int:
    """An acquaintance anywhere, the same one each time (never oneself, unless alone).

    A ring with far ties is a small world (Newman & Watts 1999, Physics Letters A 263:341-346; the
    strength of weak ties after Granovetter 1973). Drawn from addressed luck, the network of ten
    million takes no memory and no time to build.
    """
    if customers < 2:
        return customer
    step = 1 + int(uniform(key, customer, slot) * (customers - 1))
    return (customer + step) % customers


@compiled
def hears_strong(luck: float, strong_ties: int, weak_ties: int, weight: float) -> bool:
    """Whether a strong tie is heard, each ``weight`` times as often as a weak one.

    Goldenberg, Libai & Muller 2001 (Marketing Letters 12:211-223).
    """
    strong = weight * strong_ties
    return luck * (strong + weak_ties) < strong


@compiled
def listed_neighbour(customer: int, luck: float, start: Whole, others: NDArray[np.int32]) -> int:
    """One of the neighbours in a stored network, −1 when there is none."""
    count = start[customer + 1] - start[customer]
    if count == 0:
        return -1
    return int(others[start[customer] + int(luck * count)])


@compiled
def compromise(own: float, other: float, bound: float, rate: float) -> float:
    """Step of an opinion towards another's, if they differ by less than ``bound`` (utility).

    Bounded confidence (Deffuant, Neau, Amblard & Weisbuch 2000, Advances in Complex Systems
    3:87-98): both move by the same amount, so that their mean stays.
    """
    gap = other - own
    return rate * gap if abs(gap) < bound else 0.0
