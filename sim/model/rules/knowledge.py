"""Knowledge: what a rep knows of selling goes with what the rep sells, but is not the same.

Skill X = exp(σx − σ²/2) is output, and knowledge K = exp(σ(r·x + √(1 − r²)·k) − σ²/2), with x and k
standard normal and independent: both have mean 1 and the same spread, and r is the correlation of
their logarithms. What people know of their job correlates .3 to .5 with what they do (Hunter 1986,
*J. Vocational Behavior* 29:340-362); of selling, β = .28 (Verbeke, Dietz & Verwaal 2011, *J.
Academy of Marketing Science* 39:407-428).
"""

import math


def knowledge_per_skill(skill: float, knowing: float, spread: float, correlation: float) -> float:
    """Knowledge over skill, K/X = exp(σ((r − 1)·x + √(1 − r²)·k)); 1 where they are the same.

    ``skill`` and ``knowing`` are x and k, ``spread`` is σ and ``correlation`` r.
    """
    apart = (correlation - 1.0) * skill + math.sqrt(1.0 - correlation * correlation) * knowing
    return math.exp(spread * apart)
