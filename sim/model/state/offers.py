"""Offers: what everybody knows today of each firm's prices and products."""

from typing import NamedTuple

import numpy as np

from sim.engine.rows import Floats


class Known(NamedTuple):
    """By firm: mean utility of its best offering before any signal, what today's offer adds to
    that, how much of the addition comes from releases, and the part of the price that is off."""

    prior: Floats
    offer: Floats
    worth: Floats
    cut: Floats


def nothing_offered(prior: Floats) -> Known:
    """Mean utilities before any signal, with no offer beside."""
    return Known(prior, np.zeros_like(prior), np.zeros_like(prior), np.zeros_like(prior))
