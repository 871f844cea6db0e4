"""Word of mouth: whom a customer hears."""

from typing import Any

from sim.compiled import compiled
from sim.draws import uniform


@compiled
def small_world_neighbour(
    customer: int, slot: int, customers: int, ties: int, rewired: float, key: int
) -> int:
    """The other end of one tie: next on a ring, or anywhere with the chance ``rewired``.

    Watts & Strogatz 1998 (Nature 393:440-442), each customer's ties drawn from addressed luck, so
    that the network of ten million takes no memory and no time to build.
    """
    if uniform(key, customer, 2 * slot) < rewired:
        return int(uniform(key, customer, 2 * slot + 1) * customers)
    half = ties // 2
    step = slot + 1 if slot < half else half - slot - 1
    return (customer + step) % customers


@compiled
def listed_neighbour(customer: int, luck: float, start: Any, others: Any) -> int:
    """One of the neighbours in a stored network, −1 when there is none."""
    count = start[customer + 1] - start[customer]
    if count == 0:
        return -1
    return int(others[start[customer] + int(luck * count)])
