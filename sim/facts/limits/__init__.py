"""Exact limits: a reduced market in which theory says exactly what must happen.

Each limit is one module that runs the model's own day, or its own functions of state, and compares.
"""

from sim.facts import Fact
from sim.facts.limits import (
    adstock,
    bass,
    belief,
    contract,
    lifetime,
    little,
    logit,
    opinion,
    ownership,
    persistence,
    pulsing,
    purchases,
    queue,
    retention,
    sales_response,
)

FACTS: tuple[Fact, ...] = (
    bass.FACT,
    queue.FACT,
    little.FACT,
    logit.FACT,
    adstock.FACT,
    purchases.FACT,
    retention.FACT,
    lifetime.FACT,
    ownership.FACT,
    contract.FACT,
    persistence.FACT,
    belief.FACT,
    opinion.FACT,
    sales_response.FACT,
    pulsing.FACT,
)
