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
def pains_of(world_key: np.uint64, customer: int, pains: Floats) -> float:
    """Fill in the intensity of all pains of a customer [pain], and return their length."""
    square = 0.0
    for k in range(len(pains)):
        pains[k] = pain(world_key, customer, k)
        square += pains[k] * pains[k]
    return math.sqrt(square)


@compiled
def cosine(pains: Floats, length: float, offering: Floats) -> float:
    """φ = cos(n, s): how well an offering's direction (a unit vector) meets pains of a length."""
    dot = 0.0
    for k in range(len(offering)):
        dot += pains[k] * offering[k]
    return dot / length
