"""Fading: how much of what a customer once noticed is left after a number of days."""

from typing import NamedTuple

import numpy as np

from sim.engine.rows import Floats
from sim.model.state.parameters import BuyerNumbers


class Fading(NamedTuple):
    """The part of precision, salience, clarity and slow memory that is left, by age in days.

    ``history`` is the number of days before the run that customers remember.
    """

    memory: Floats
    salience: Floats
    clarity: Floats
    slow: Floats
    history: int


def fading_of(buyer: BuyerNumbers, pages: int, history: int) -> Fading:
    """The parts left at every age below ``pages`` days."""
    daily = (buyer.memory, buyer.salience_memory, buyer.clarity_memory, buyer.slow_memory)
    left = [np.array([kept**age for age in range(pages)]) for kept in daily]
    return Fading(left[0], left[1], left[2], left[3], history)
