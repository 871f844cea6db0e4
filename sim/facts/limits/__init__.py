"""Exact limits: a reduced market in which theory says exactly what must happen.

Each limit is one module that runs the model's own day, or its own functions of state, and compares.
"""

from sim.facts import Fact
from sim.facts.limits import adstock, belief, little, persistence

FACTS: tuple[Fact, ...] = (
    little.FACT,
    adstock.FACT,
    persistence.FACT,
    belief.FACT,
)
