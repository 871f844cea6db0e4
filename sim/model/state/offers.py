"""Offers: what everybody knows today of each firm's prices and products."""

from typing import Any, NamedTuple

import numpy as np


class Known(NamedTuple):
    """By firm: mean utility of its best offering before any signal, what today's offer adds to
    that, how much of the addition comes from releases, and the part of the price that is off."""

    prior: Any
    offer: Any
    worth: Any
    cut: Any


def nothing_offered(prior: Any) -> Known:
    """Mean utilities before any signal, with no offer beside."""
    return Known(prior, np.zeros_like(prior), np.zeros_like(prior), np.zeros_like(prior))
