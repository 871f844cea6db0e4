"""Need: when a customer enters the market, and how unlike customers are in it."""

import math

from sim.config.working_days import YEAR
from sim.engine.compiled import compiled
from sim.engine.rows import Floats


@compiled
def wait(luck: float, hazard_per_year: float) -> int:
    """Whole days until a need arises, at a constant hazard; in working days."""
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
def among(luck: float, values: Floats) -> float:
    """A customer's own value of a trait, out of a table of equally likely values."""
    return float(values[int(luck * len(values))])


def pulled_forward(hazard: float, cut: float) -> float:
    """Chance that a price promotion makes a need that is still to come arise today, 0 to 1.

    ``hazard`` is a day and per part of the price off, ``cut`` that part (0 to 1). Purchase
    acceleration (Neslin, Henderson & Quelch 1985, *Marketing Science* 4(2):147-165).
    """
    return -math.expm1(-hazard * cut)
