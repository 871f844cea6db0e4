"""Outcomes with a known mean, as skewed and as heavy in the tails as KPIs are."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.inference.kinds import Kind

Draw = Callable[[np.random.Generator, int], NDArray[np.float64]]


@dataclass(frozen=True)
class Law:
    """A law of outcomes: how to draw them, their mean, their standard deviation, their kind."""

    draw: Draw
    mean: float
    spread: float
    kind: Kind = Kind.MEAN


LAWS: dict[str, Law] = {
    "normal": Law(lambda luck, n: luck.normal(3, 2, n), 3.0, 2.0),
    "gamma, skewness 0.5": Law(lambda luck, n: luck.gamma(16, size=n), 16.0, 4.0),
    "gamma, skewness 1": Law(lambda luck, n: luck.gamma(4, size=n), 4.0, 2.0),
    "lognormal, skewness 1.75": Law(
        lambda luck, n: luck.lognormal(0, 0.5, n),
        math.exp(0.125),
        math.sqrt((math.exp(0.25) - 1) * math.exp(0.25)),
    ),
    "exponential, skewness 2": Law(lambda luck, n: luck.exponential(size=n), 1.0, 1.0),
    "Student with 5 degrees": Law(lambda luck, n: luck.standard_t(5, n), 0.0, math.sqrt(5 / 3)),
    "Poisson counts, mean 3": Law(
        lambda luck, n: luck.poisson(3, n).astype(float), 3.0, math.sqrt(3), Kind.COUNT
    ),
}


def event(chance: float) -> Law:
    """Something that happens once in some replicates, and in all others not."""
    spread = math.sqrt(chance * (1 - chance))
    return Law(lambda luck, n: (luck.random(n) < chance).astype(float), chance, spread, Kind.COUNT)


# So rare that whether any is seen is luck: what holds there may be wider than it need be.
RARE: dict[str, Law] = {
    "an event in 3 % of replicates": event(0.03),
    "an event in 10 % of replicates": event(0.10),
}
