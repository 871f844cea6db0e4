"""Fit: what an offering is worth to a customer with these pains."""

import math

import numpy as np

from sim.engine.compiled import compiled
from sim.engine.luck import uniform
from sim.engine.rows import Floats


@compiled
def pain(world_key: np.uint64, customer: int, k: int) -> float:
    """Intensity of pain k of a customer: exponential, so that few pains dominate."""
    return -math.log(uniform(world_key, customer, k))


@compiled
def cosine(world_key: np.uint64, customer: int, offering: Floats, pains: int) -> float:
    """φ = cos(n, s): how well an offering's direction (a unit vector) meets the pains."""
    dot, square = 0.0, 0.0
    for k in range(pains):
        intensity = pain(world_key, customer, k)
        dot += intensity * offering[k]
        square += intensity * intensity
    return dot / math.sqrt(square)
