"""Wear-out: content of one kind loses force with every repetition and recovers off the air.

After Naik, Mantrala & Sawyer 1998, *Marketing Science* 17(3):214-235: the effectiveness q of a
campaign falls with its exposure while it is on the air, and only off the air is it restored,
dq/dt = −a·u·q + r·(1 − I[u > 0])·(1 − q), u being items a week.
"""

import math

from sim.config.working_days import WEEK
from sim.engine.compiled import compiled


def settled(after_none: float, after_full: float) -> float:
    """Force at which a calendar's cycle ends where it began.

    A cycle maps force linearly, so that the ends of two cycles tell: one begun at 0, one at 1.
    """
    return after_none / (1.0 - (after_full - after_none))


@compiled
def worn(force: float, items: float, wear_out: float) -> float:
    """Force, 0 to 1, after so many more items; ``wear_out`` is the log fall an item."""
    return force * math.exp(-wear_out * items)


@compiled
def restored(force: float, days_since: float, restoration: float) -> float:
    """Force a day later, so many days after the last item; ``restoration`` is a rate a week."""
    # One item a week is never off the air.
    if days_since <= WEEK:
        return force
    return 1.0 - (1.0 - force) * math.exp(-restoration / WEEK)
