"""Turnover: reps leave when others pay more."""

import math

from sim.config.working_days import YEAR
from sim.engine.compiled import compiled


@compiled
def quits(hazard_per_year: float, pay: float, outside_pay: float, response: float) -> float:
    """Chance that a rep leaves today, given yearly pay and the outside option."""
    relative = pay / max(outside_pay, 1.0) - 1.0
    relative = min(max(relative, -1.0), 2.0)
    return 1.0 - math.exp(-hazard_per_year / YEAR * math.exp(-response * relative))
