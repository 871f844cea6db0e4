"""Turnover and leave: reps quit when others pay more, and seats are filled again after a while."""

import math

from sim.config.working_days import YEAR
from sim.engine.compiled import compiled
from sim.model.rules.waiting import rounds


@compiled
def quits(hazard_per_year: float, pay: float, outside_pay: float, response: float) -> float:
    """Chance that a rep leaves today, given yearly pay and the outside option (money a year)."""
    relative = pay / max(outside_pay, 1.0) - 1.0
    relative = min(max(relative, -1.0), 2.0)
    return 1.0 - math.exp(-hazard_per_year / YEAR * math.exp(-response * relative))


@compiled
def goes_on_leave(hazard_per_year: float) -> float:
    """Chance that a rep who is at work goes on leave tomorrow."""
    return 1.0 - math.exp(-hazard_per_year / YEAR)


def vacant_days(luck: float, mean: float) -> int:
    """Whole days for which a seat stays empty: geometric from 0, with this mean."""
    return int(rounds(luck, mean / (1.0 + mean))) if mean > 0.0 else 0


def tenure(luck: float, hazard_per_year: float) -> int:
    """Whole days that the rep of a seat has been there, at this constant hazard of leaving."""
    return int(-math.log(luck) * YEAR / hazard_per_year)
