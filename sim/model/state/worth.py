"""Worth of a rep's hours: what each firm's last year has taught of leads and of other work."""

from typing import NamedTuple

import numpy as np

from sim.engine.rows import Floats

# More wins an hour than anything brings.
_FIRST = 1e9


class Worth(NamedTuple):
    """By firm: log odds of a need among leads and what a point of score adds to them; wins and
    hours of conversations of a lead with a need; wins an hour of follow-ups, of customers who ask,
    and of calls to strangers."""

    odds: Floats
    per_point: Floats
    wins: Floats
    talks: Floats
    follow_up: Floats
    inquiry: Floats
    stranger: Floats


def untaught(firms: int) -> Worth:
    """Before anything is known: open deals and customers who ask first, strangers last."""
    none, one, first = np.zeros(firms), np.ones(firms), np.full(firms, _FIRST)
    return Worth(none, none.copy(), one, none.copy(), first, first.copy(), none.copy())
