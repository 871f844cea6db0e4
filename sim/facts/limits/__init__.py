"""Exact limits: a reduced market in which theory says exactly what must happen.

Each limit is one module that runs the model's own day, or its own functions of state, and compares.
"""

from typing import Any

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

_MODULES: list[Any] = [bass, queue, little, logit, adstock, purchases, retention, lifetime]
_MODULES += [ownership, contract, persistence, belief, opinion, sales_response, pulsing]
FACTS: tuple[Fact, ...] = tuple(module.FACT for module in _MODULES)
