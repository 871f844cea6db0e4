"""Exact limits: a reduced market in which theory says exactly what must happen.

Each limit is one module that runs the model's own day, or its own functions of state, and compares.
"""

from sim.facts import facts_in

FACTS = facts_in(__name__)
