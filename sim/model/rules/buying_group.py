"""Buying group: several people decide on a deal, and sign once it is likely that all of them agree.

Members' beliefs are alike and independent (assumption): where each is right with chance Φ(z), all g
are with chance Φ(z)^g. A group signs from a chance s of that on, so that each member has to be sure
by z_g = Φ⁻¹(s^(1/g)); one person signs at Φ⁻¹(s). A conversation reaches one of them, so that of
what it tells the group the part 1/g arrives. How many decide goes with what is at stake,
g = max(1, [g₁·size^b]) in whole people. After Toman, Adamson & Gomez 2017, *Harvard Business
Review* 95(2):118-125: 5.4 to 10.2 people decide, and the more, the less likely is a purchase.
"""

import math

from sim.engine.compiled import compiled
from sim.engine.luck import quantile

LARGEST = 20


@compiled
def deciders(size: float, group: float, growth: float) -> int:
    """People who decide on a deal, 1 to 20; its size is 1 on average, and ``growth`` 0 leaves it
    out."""
    people = group
    if growth > 0.0:
        people *= math.exp(growth * math.log(size))
    return int(max(1.0, min(math.floor(people + 0.5), float(LARGEST))))


def sureness_needed(signs: float, people: int) -> float:
    """Standard deviations of belief at which a group signs: Φ⁻¹(s^(1/g))."""
    return float(quantile(signs ** (1.0 / people)))


@compiled
def part_told(people: int) -> float:
    """Part of what a conversation tells that reaches the group, of which one was there: 1/g."""
    return 1.0 / people
