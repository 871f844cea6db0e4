"""Looking ahead with a guarantee: earning less than it changes nothing, so nobody works for that.

How much of an instalment is topped up depends on the credit with which it begins. Those to come
are gone through from every credit, the one that has begun from the rep's own.
"""

from typing import NamedTuple

import numpy as np

from sim.engine.compiled import allocating
from sim.engine.rows import Floats
from sim.model.foresight.bellman import LAYERS, Outlook, Worth, kept, settle, step


class Begun(NamedTuple):
    """The instalment that has begun: ``days`` from one payday to the next, ``gone`` of the period
    before it began, and the cell of credit from which it did."""

    days: int
    gone: int
    cell: int


@allocating
def look_ahead_assured(
    payoff: Floats, begun: Begun, least: Floats, look: Outlook, rounds: int, table: Worth
) -> None:
    """Fill a table [day, cell, agreed deals, layer] for a rep to whom as much pay as ``least`` says
    is guaranteed for this instalment and for each that follows; later on it is as without."""
    days, cells, agreed = table.shape[0], table.shape[1], table.shape[2]
    begins, left_over = settle(payoff, look, rounds, begun.days, table)
    tomorrow, today = np.empty((cells, agreed)), np.empty((cells, agreed))
    unread = np.zeros((cells, agreed, LAYERS), np.float32)
    after, ahead = np.empty((cells, agreed)), np.empty((cells, agreed))
    for n in range(len(least) - 1, -1, -1):
        first = begun.gone + n * begun.days
        last = min(first + begun.days, days)
        for i in range(cells):
            for j in range(agreed):
                if last == days:
                    after[i, j] = left_over[j]
                elif n < len(least) - 1:
                    after[i, j] = ahead[i, j] * kept(last, days, begun.days, look)
                else:
                    later = begins[last // begun.days, i, j] - payoff[i]
                    after[i, j] = later * kept(last, days, begun.days, look)
        for cell in range(cells):
            if n == 0 and cell != begun.cell:
                continue
            for i in range(cells):
                before = payoff[cell] if first > 0 else 0.0
                earned = max(payoff[i] - before, least[n])
                for j in range(agreed):
                    tomorrow[i, j] = earned + after[i, j]
            for day in range(last - 1, first - 1, -1):
                step(tomorrow, today, table[day] if n == 0 else unread, days - day, look)
                tomorrow, today = today, tomorrow
            for j in range(agreed):
                ahead[cell, j] = tomorrow[cell, j]
