"""Offers: what everybody knows today of each firm's prices and products."""

from typing import NamedTuple

import numpy as np

from sim.engine.rows import Floats


class Known(NamedTuple):
    """Today's offers as everybody knows them [firm]."""

    prior: Floats  # mean utility of the firm's best offering before any signal
    offer: Floats  # utility that today's prices and releases add
    worth: Floats  # the part of that which comes from releases
    cut: Floats  # part of the price taken off, 0 to 1


def nothing_offered(prior: Floats) -> Known:
    """List prices and no releases."""
    return Known(prior, np.zeros_like(prior), np.zeros_like(prior), np.zeros_like(prior))
