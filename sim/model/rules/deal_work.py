"""Work per deal: a larger deal takes more of a rep's hours, and more days of paperwork.

It takes what a deal of mean size does, times size^a; a is 0 where all deals are alike. Reps give a
deal that they win four to eight hours with the client (practitioners' counts: thesalesblog.com,
2019), and published cycles grow with the contract, from 40 days below 5,000 a year to 170 above
100,000.
"""

import math

from sim.engine.compiled import compiled


@compiled
def grown(usual: float, size: float, growth: float) -> float:
    """Hours or days that a deal of this size takes; the mean size is 1 and takes the usual."""
    if growth <= 0.0:
        return usual
    return usual * math.exp(growth * math.log(size))
