"""Audience: the customers whom content on a topic reaches, and how much it tells them.

A topic is a pain, and concerns the customers whose strongest pain it is. Reach and precision that
an item gains with them it loses with others, so that both stay the same on average.
"""

import numpy as np

from sim.engine.compiled import compiled
from sim.engine.luck import uniform


@compiled
def strongest_pain(world_key: np.uint64, customer: int, pains: int) -> int:
    """The pain of greatest intensity: intensity is −ln u, so that of the smallest u."""
    best, least = 0, 2.0
    for k in range(pains):
        luck = uniform(world_key, customer, k)
        if luck < least:
            best, least = k, luck
    return best


@compiled
def reached(concerned: bool, accuracy: float, pains: int) -> float:
    """Reach of an item on a topic as a multiple of the mean: the part ``accuracy`` (0 to 1) goes to
    the concerned alone, who are one in ``pains``, the rest to everybody."""
    return 1.0 - accuracy + (accuracy * pains if concerned else 0.0)


@compiled
def told(concerned: bool, gain: float, pains: int) -> float:
    """Precision of an item on a topic as a multiple of a general item's (``gain`` 0 to pains)."""
    return gain if concerned else (pains - gain) / (pains - 1.0)
