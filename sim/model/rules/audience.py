"""Audience: whom content on a topic reaches, and what it tells whom.

A topic is a pain, aimed at the customers whose strongest pain it is. What an item gains by its aim
or by its topic others lose, so that its reach and what it tells stay the same on average.
"""

from sim.engine.compiled import compiled
from sim.engine.luck import uniform


@compiled
def strongest_pain(world_key: int, customer: int, pains: int) -> int:
    """The pain of greatest intensity: intensity is −ln u, so that of the smallest u."""
    best, least = 0, 2.0
    for k in range(pains):
        luck = uniform(world_key, customer, k)
        if luck < least:
            best, least = k, luck
    return best


@compiled
def reached(concerned: bool, accuracy: float, pains: int) -> float:
    """Times the mean reach that an item on a topic has: the part ``accuracy`` goes to the concerned
    alone, who are one in ``pains``, the rest to everybody."""
    return 1.0 - accuracy + (accuracy * pains if concerned else 0.0)


@compiled
def told(concerned: bool, gain: float, pains: int) -> float:
    """Times what a general item tells that one on a topic does."""
    return gain if concerned else (pains - gain) / (pains - 1.0)
