"""Need: when a customer enters the market, and how unlike customers are in it."""

import math
from typing import Any

from sim.config.working_days import YEAR
from sim.engine.compiled import compiled


@compiled
def wait(luck: float, hazard_per_year: float) -> int:
    """Whole days until a need arises, at a constant hazard; a year has 260."""
    if hazard_per_year <= 0.0:
        return 1 << 30
    return int(min(-math.log(luck) * YEAR / hazard_per_year, 1e9))


@compiled
def spreads(luck: float, contagion_per_year: float) -> bool:
    """Whether hearing somebody's customer today makes the need arise.

    With a hazard p of one's own this is the diffusion of Bass 1969 (Management Science 15:215-227),
    q being the hazard when all whom one hears are customers.
    """
    return luck < contagion_per_year / YEAR


@compiled
def among(luck: float, values: Any) -> float:
    """The own value of a trait whose spread over customers is this table of equally likely ones."""
    return float(values[int(luck * len(values))])
